"""How the parts of one design did over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from btp_core.base.arrays import BoolArray, Float64Array, IntArray
from btp_core.record.control_chart import ControlChart, control_chart
from btp_core.record.entries import moment
from btp_core.record.file import RecordFile
from btp_core.record.search import Found, Query, search


@dataclass(frozen=True)
class Day:
    """What was inspected on one day, in local time."""

    day: date
    n_checked: int
    n_failed: int

    @property
    def share_failed(self) -> float:
        """Of those with a verdict; NaN where there is none."""
        return self.n_failed / self.n_checked if self.n_checked else float("nan")


@dataclass(frozen=True, eq=False)
class Series:
    """One measure over time.

    Attributes
    ----------
    numbers
        ``(N,)`` of the inspections.
    times
        ``(N,)`` seconds since 1970, UTC.
    chart
        Values and limits.
    """

    numbers: IntArray
    times: Float64Array
    chart: ControlChart


@dataclass(frozen=True, eq=False)
class Trends:
    """What :func:`trends` finds.

    Attributes
    ----------
    design, units
        Which design, and its units of length.
    scores, deviations
        Object score, and largest deviation without its sign, of all that have one; a part
        without a region that differs has the deviation 0.
    days
        With at least one inspection, in order.
    rows
        All inspections, the oldest first.
    """

    design: str
    units: str
    scores: Series
    deviations: Series
    days: tuple[Day, ...]
    rows: tuple[Found, ...]


def trends(record: RecordFile, design: str, query: Query | None = None) -> Trends:
    """The inspections of a design over time, of those that match a query; raises ``RecordError``.

    An empty name stands for all scans that were inspected without a design.
    """
    asked = query or Query(design=design)
    rows = [row for row in reversed(search(record, asked)) if row.design == design]
    checked = [row for row in rows if row.verdict in ("pass", "fail")]
    times = [moment(row.time) for row in checked]
    seconds = np.array([time.timestamp() for time in times], dtype=np.float64)
    numbers = np.array([row.id for row in checked], dtype=np.int64)
    scores = np.array([row.object_score for row in checked], dtype=np.float64)
    deviations = np.nan_to_num(np.abs([row.largest_deviation for row in checked]))
    passed = np.array([row.verdict == "pass" for row in checked], dtype=np.bool_)
    nothing = slice(0, None if design else 0)
    return Trends(
        design=design,
        units=next((row.units for row in reversed(rows) if row.units), ""),
        scores=_series(numbers, seconds, scores, passed, ceiling=1.0),
        deviations=_series(
            numbers[nothing], seconds[nothing], deviations[nothing], passed[nothing]
        ),
        days=_days(checked, times),
        rows=tuple(rows),
    )


def _series(
    numbers: IntArray,
    seconds: Float64Array,
    values: Float64Array,
    passed: BoolArray,
    ceiling: float = np.inf,
) -> Series:
    known = np.isfinite(values)
    chart = control_chart(values[known], passed[known], floor=0.0, ceiling=ceiling)
    return Series(numbers[known], seconds[known], chart)


def _days(rows: list[Found], times: list[datetime]) -> tuple[Day, ...]:
    counted: dict[date, list[int]] = {}
    for row, time in zip(rows, times, strict=True):
        of_day = counted.setdefault(time.astimezone().date(), [0, 0])
        of_day[0] += 1
        of_day[1] += row.verdict == "fail"
    return tuple(Day(day, *counts) for day, counts in sorted(counted.items()))
