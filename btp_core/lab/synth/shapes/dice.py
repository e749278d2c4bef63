"""Random choices of a part: sizes, picks, and the coarseness of its round surfaces."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


class Dice:
    """A seeded source of choices with one tessellation style for a whole part.

    Exported STL files differ in how finely their round surfaces are cut into flat facets, but
    one file is consistent: some programs use a fixed number of segments, others a chord error.

    Parameters
    ----------
    rng
        The generator every choice is drawn from.
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self._fixed_segments = 0
        self._chord_error = 0.0
        style = rng.random()
        if style < 0.12:
            self._fixed_segments = int(rng.integers(8, 25))
        elif style < 0.5:
            self._fixed_segments = int(rng.choice([24, 30, 32, 36, 48, 50, 60, 64, 72, 96, 128]))
        else:
            self._chord_error = float(np.exp(rng.uniform(math.log(0.008), math.log(0.12))))

    def uniform(self, low: float, high: float) -> float:
        """Draw a float in ``[low, high)``."""
        return float(self.rng.uniform(low, high))

    def log_uniform(self, low: float, high: float) -> float:
        """Draw a positive float whose logarithm is uniform."""
        return float(np.exp(self.rng.uniform(math.log(low), math.log(high))))

    def integer(self, low: int, high: int) -> int:
        """Draw an integer, both ends included."""
        return int(self.rng.integers(low, high + 1))

    def chance(self, probability: float) -> bool:
        """Decide with the given probability."""
        return bool(self.rng.random() < probability)

    def sign(self) -> float:
        """Draw -1 or 1."""
        return 1.0 if self.rng.random() < 0.5 else -1.0

    def pick(self, options: Sequence[T], weights: Sequence[float] | None = None) -> T:
        """Draw one of the options, by weight if weights are given."""
        if weights is None:
            return options[int(self.rng.integers(len(options)))]
        steps = np.cumsum(np.asarray(weights, dtype=np.float64))
        place = int(np.searchsorted(steps, self.rng.random() * steps[-1], side="right"))
        return options[min(place, len(options) - 1)]

    def segments(self, radius: float) -> int:
        """Count the flat segments of a full circle of this radius, 8 to 128."""
        if self._fixed_segments:
            return self._fixed_segments
        ratio = min(self._chord_error / max(radius, 1e-6), 0.29)
        count = math.ceil(math.pi / math.acos(1.0 - ratio))
        return int(min(max(4 * math.ceil(count / 4), 8), 128))
