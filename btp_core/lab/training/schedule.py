"""How the learning rate changes over a run."""

from __future__ import annotations

import math


def warm_cosine(step: int, steps: int, warm_up: float) -> float:
    """Share of the peak rate at ``step`` of ``steps``: a linear rise, then a cosine to zero.

    ``warm_up`` is the share of the steps that the rise takes.
    """
    warm = max(1.0, warm_up * steps)
    if step < warm:
        return (step + 1) / warm
    return 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1.0, steps - warm)))
