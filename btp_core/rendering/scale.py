"""Lengths for scale bars."""

from __future__ import annotations

import math


def round_length(longest: float) -> float:
    """The largest of 1, 2 or 5 times a power of ten that is not above ``longest``."""
    power = 10.0 ** math.floor(math.log10(longest))
    return max(step * power for step in (1, 2, 5) if step * power <= longest * (1 + 1e-9))
