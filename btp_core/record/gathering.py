"""Where on a part the defects gather: how many scans had a region at each place of its design."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float64Array, IntArray
from btp_core.base.errors import RecordError
from btp_core.base.messages import Message
from btp_core.base.opening import parse_json
from btp_core.inspection.result_file import MISSING
from btp_core.record.file import RecordFile

REACH_IN_SPACINGS = 3.0
"""A region is drawn at least so large, or a scratch would be lost between the points."""
LARGEST_SHARE = 0.1
"""Of the part's size that one region may cover: its outline is not kept, only its extent."""


@dataclass(frozen=True, eq=False)
class Gathering:
    """What :func:`gather` finds.

    Attributes
    ----------
    counts
        ``(R,)`` scans with a region there, for each point of the design.
    n_scans, n_regions
        Scans that were compared with the design, and regions of them.
    types
        How many regions of each kind there were, the most frequent first.
    """

    counts: IntArray
    n_scans: int
    n_regions: int
    types: tuple[tuple[str, int], ...]


def gather(
    record: RecordFile,
    points: Float64Array,
    spacing: float,
    *,
    design: str,
    since: str = "",
    until: str = "",
) -> Gathering:
    """Count, place by place, the scans of a design that had a region there.

    Parameters
    ----------
    record
        Where regions are kept with their place in the design's frame.
    points, spacing
        ``(R, 3)`` of the design's reference, and the distance between neighbours.
    design
        Its name: versions of a design share their frame.
    since, until
        As in :class:`~btp_core.record.search.Query`.

    Raises
    ------
    RecordError
        The record cannot be read.
    """
    conditions, values = ["design = ?"], [design]
    for condition, value in (("time >= ?", since), ("time < ?", until)):
        if value:
            conditions.append(condition)
            values.append(value)
    with record.reading() as connection:
        rows = connection.execute(
            "SELECT id, regions, n_regions FROM inspections "
            f"WHERE {' AND '.join(conditions)} AND verdict IN ('pass', 'fail')",
            values,
        ).fetchall()
    counts = np.zeros(len(points), dtype=np.int64)
    tree = cKDTree(points)
    largest = LARGEST_SHARE * float(np.linalg.norm(np.ptp(points, axis=0)))
    kinds: dict[str, int] = {}
    n_regions = 0
    for number, text, of_row in rows:
        if not of_row:
            continue
        touched: set[int] = set()
        for place, radius, kind in _places(record, number, text):
            n_regions += 1
            kinds[kind] = kinds.get(kind, 0) + 1
            reach = min(max(radius, REACH_IN_SPACINGS * spacing), largest)
            touched.update(tree.query_ball_point(place, reach))
        counts[list(touched)] += 1
    frequent = sorted(kinds.items(), key=lambda one: (-one[1], one[0]))
    return Gathering(counts, len(rows), n_regions, tuple(frequent))


def _places(record: RecordFile, number: int, text: str) -> list[tuple[Float64Array, float, str]]:
    try:
        regions = parse_json(text)
        found = [_place(region) for region in regions]
    except (AttributeError, TypeError, ValueError) as error:
        raise RecordError(
            Message("The row of inspection {number} is damaged.", number=number),
            path=record.path,
            next_step="`btp-inspect record verify` says what is wrong.",
        ) from error
    return [one for one in found if one is not None]


def _place(region: Mapping[str, Any]) -> tuple[Float64Array, float, str] | None:
    place: Sequence[float] | None = region.get("place")
    if place is None:
        return None
    where = np.asarray(place, dtype=np.float64)
    if where.shape != (3,) or not np.isfinite(where).all():
        return None
    first, second = (float(v or 0.0) for v in [*(region.get("extent") or ()), 0, 0][:2])
    # An ellipse of that length and width, as a disc of the same area.
    radius = math.sqrt(max(first * second, 0.0)) / 2
    kind = MISSING if region.get("kind") == MISSING else str(region.get("likely_type") or "")
    return where, radius if math.isfinite(radius) else 0.0, kind
