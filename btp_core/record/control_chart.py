"""The individuals and moving range chart: is a process as it was, or has it changed?

Shewhart's control chart for single values, ISO 7870-2:2013 and D. C. Montgomery, *Introduction to
Statistical Quality Control*, chapter 6.4. The spread is estimated from the differences between
neighbouring values, not from all values, so that a slow drift does not widen its own limits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from btp_core.base.arrays import BoolArray, Float64Array

D2 = 1.128
"""Mean range of two values of a normal distribution, in standard deviations (n = 2)."""
E2 = 3 / D2
"""Limits of single values: 2.66 mean moving ranges on either side."""
D4 = 3.267
"""Upper limit of the moving range, in mean moving ranges (n = 2)."""
BASELINE = 25
"""The first so many usual values set the limits, which then stay."""
LEAST = 10
"""With fewer usual values no limits are told."""
RUN = 8
"""So many values in a row on one side of the centre are a shift."""


@dataclass(frozen=True, eq=False)
class ControlChart:
    """Limits of a process, and what does not fit them.

    Attributes
    ----------
    values, ranges
        ``(N,)`` in order of time, and the distance of each from the one before (NaN first).
    centre, lower, upper, range_upper
        Centre line and limits; NaN with fewer than :data:`LEAST` values.
    n_baseline
        How many values the limits are of.
    outside
        ``(N,)`` values beyond a limit.
    shifted
        ``(N,)`` values that end a run of :data:`RUN` or more on one side of the centre.
    """

    values: Float64Array
    ranges: Float64Array
    centre: float
    lower: float
    upper: float
    range_upper: float
    n_baseline: int
    outside: BoolArray
    shifted: BoolArray

    @property
    def known(self) -> bool:
        """Whether there are limits."""
        return self.n_baseline > 0


def control_chart(
    values: Float64Array,
    usual: BoolArray | None = None,
    *,
    floor: float = -np.inf,
    ceiling: float = np.inf,
) -> ControlChart:
    """Limits from the first values, and which of all values lie beyond them.

    Parameters
    ----------
    values
        ``(N,)`` finite, in order of time.
    usual
        ``(N,)`` values that limits may be made of, such as those of parts that passed: a known
        failure is no chance, and one of it among few would make the limits useless. All unless
        told.
    floor, ceiling
        What a value cannot pass: limits are not told beyond it.
    """
    values = np.asarray(values, dtype=np.float64)
    ranges = np.abs(np.diff(values, prepend=np.nan))
    first = values[np.ones(len(values), np.bool_) if usual is None else usual][:BASELINE]
    n_baseline = len(first) if len(first) >= LEAST else 0
    if not n_baseline:
        nothing = np.zeros(len(values), dtype=np.bool_)
        nan = float("nan")
        return ControlChart(values, ranges, nan, nan, nan, nan, 0, nothing, nothing)
    centre = float(first.mean())
    mean_range = float(np.abs(np.diff(first)).mean())
    lower, upper = centre - E2 * mean_range, centre + E2 * mean_range
    return ControlChart(
        values,
        ranges,
        centre,
        max(lower, floor),
        min(upper, ceiling),
        D4 * mean_range,
        n_baseline,
        outside=(values < lower) | (values > upper),
        shifted=_ends_of_runs(np.sign(values - centre)),
    )


def _ends_of_runs(side: Float64Array) -> BoolArray:
    found = np.zeros(len(side), dtype=np.bool_)
    length = 0
    for place, value in enumerate(side):
        same = place > 0 and value == side[place - 1] and value != 0
        length = length + 1 if same else int(value != 0)
        found[place] = length >= RUN
    return found
