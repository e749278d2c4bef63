"""What is fitted on auxiliary designs: see :mod:`btp_core.designs.fitted` for the values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ReferenceKind = Literal["one", "cad", "several"]
"""One good part, a CAD mesh alone, or several sources: how much a reference knows of its part."""

KINDS: tuple[ReferenceKind, ...] = ("one", "cad", "several")

Weights = tuple[tuple[float, ...], float]
"""Weights of some features, and a shift."""


@dataclass(frozen=True)
class FittedWeights:
    """All weights for one kind of reference.

    Attributes
    ----------
    spread
        One row a scale, of :data:`~btp_core.designs.tolerance.SPREAD_TERMS`.
    noise
        One a scale: share of a scan's noise that is left in its means.
    geometry, with_words
        Of ``GEOMETRY_FEATURES``, and of these and ``WORD_FEATURES``; see
        :mod:`btp_core.designs.fusion`.
    whole
        Of ``object_features``.
    """

    spread: tuple[tuple[float, ...], ...]
    noise: tuple[float, ...]
    geometry: Weights
    with_words: Weights
    whole: Weights


def kind_of(scans: int, cad: bool) -> ReferenceKind:
    """Kind of a reference made from so many good scans, with or without a CAD mesh."""
    if scans + cad > 1:
        return "several"
    return "cad" if cad else "one"
