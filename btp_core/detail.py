"""How closely a dense scan is looked at."""

from __future__ import annotations

from enum import StrEnum


class Detail(StrEnum):
    """``overview``: thinned first, seconds. ``fine``: again in tiles that keep every point."""

    OVERVIEW = "overview"
    FINE = "fine"
