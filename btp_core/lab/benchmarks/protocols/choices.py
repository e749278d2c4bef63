"""What can be chosen about a protocol. Light to import, for the command line."""

from __future__ import annotations

from enum import StrEnum


class Protocol(StrEnum):
    """How a benchmark is used.

    ``one-vs-rest``: train on one category, test on all others, for each category in turn.
    ``cross-dataset``: train on another dataset. ``zero-shot``: test a finished model.
    """

    ONE_VS_REST = "one-vs-rest"
    CROSS_DATASET = "cross-dataset"
    ZERO_SHOT = "zero-shot"


class MetricsKind(StrEnum):
    """How the metrics are computed."""

    EXACT = "exact"
    AS_PUBLISHED = "as-published"


class ObjectScore(StrEnum):
    """How an object's score follows from those of its points.

    ``top20``: mean of the highest fifth, the authors' rule since their update. ``max``: the
    highest one, the rule of the paper. ``model``: what the model itself says of the object.
    """

    TOP20 = "top20"
    MAX = "max"
    MODEL = "model"
