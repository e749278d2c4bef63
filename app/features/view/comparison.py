"""What a change of wording did to the map."""

from __future__ import annotations

from enum import Enum


class Comparison(Enum):
    """Which map is in view."""

    AFTER = "after"
    BEFORE = "before"
    DIFFERENCE = "difference"

    def next(self) -> Comparison:
        """The map that the key shows next."""
        order = list(Comparison)
        return order[(order.index(self) + 1) % len(order)]
