"""The rows of one element of a PLY file, however they were stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from btp_core.base.arrays import IntArray
from btp_core.scans.faults import DamagedFileError
from btp_core.scans.formats.ply_header import Element

Values = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Table:
    """The rows of one element.

    Attributes
    ----------
    n_rows
        Number of rows.
    columns
        Single values: name to ``(n_rows,)``.
    lists
        Lists: name to the values one after the other, and the ``(n_rows,)`` lengths.
    """

    n_rows: int
    columns: dict[str, Values]
    lists: dict[str, tuple[Values, IntArray]]


def empty_table(element: Element) -> Table:
    """Return a table of ``element``'s properties without rows."""
    table = Table(element.count, {}, {})
    for prop in element.properties:
        values = np.empty(0, dtype=prop.type)
        if prop.count_type:
            table.lists[prop.name] = (values, np.empty(0, dtype=np.int64))
        else:
            table.columns[prop.name] = values
    return table


def no_room(element: Element) -> DamagedFileError:
    """Return the error for an element with more rows than the file can hold."""
    return DamagedFileError(
        f"it announces {element.count:,} rows of '{element.name}', more than the file has room for."
    )


def flat_ranges(starts: IntArray, lengths: IntArray, step: int) -> IntArray:
    """Return ``start, start + step, ...``, ``length`` of them, for each start in turn."""
    within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    ranges: IntArray = np.repeat(starts, lengths) + within * step
    return ranges
