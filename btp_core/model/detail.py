"""How closely a dense scan is looked at."""

from __future__ import annotations

from enum import StrEnum


class Detail(StrEnum):
    """How many of a dense scan's points the network sees.

    ``overview``: the scan is thinned first. ``fine``: in tiles that keep every point.
    ``points-2048``: 2,048 points of the whole scan, as BTP was published; only for models on a
    published backbone.
    """

    OVERVIEW = "overview"
    FINE = "fine"
    POINTS_2048 = "points-2048"
