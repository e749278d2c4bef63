"""What the pictures of a scan are drawn from: the run's points, or the scan's file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from btp_core.base.arrays import Float32Array
from btp_core.base.errors import InspectError
from btp_core.batch.find import unchanged
from btp_core.batch.row import ScanRow
from btp_core.scans.reading import read_scan
from btp_core.scans.scan import Scan

MESH_SUFFIXES = (".stl", ".obj", ".off", ".ply")
"""Formats that may hold faces, which a run file does not keep."""


@dataclass(frozen=True, eq=False)
class PictureSource:
    """What a run holds of a scan, and where the scan was.

    Attributes
    ----------
    row
        The row.
    source
        The scan's file, which may be gone.
    scores
        ``(N,)`` in the order of the file's points.
    points
        ``(N, 3)``, or None where they were not kept.
    deviation
        ``(N,)`` from the design, or None without one.
    """

    row: ScanRow
    source: Path
    scores: Float32Array
    points: NDArray[Any] | None
    deviation: Float32Array | None = None


class NothingToDrawError(Exception):
    """Why there can be no picture, as a sentence for the report."""


def drawable_scan(stored: PictureSource) -> Scan:
    """The scan to draw.

    The file is read where the run did not keep the points, and where it may be a mesh: faces are
    not kept. It counts only if it still is what was inspected.

    Raises
    ------
    NothingToDrawError
        There are no points, or they do not belong to the scores.
    """
    arrays = (stored.scores, stored.points, stored.deviation)
    numbers = [array for array in arrays if array is not None]
    if any(array.dtype.kind not in "fiu" for array in numbers) or stored.scores.ndim != 1:
        raise NothingToDrawError("No pictures: the run's points and scores are not numbers.")
    is_mesh = stored.source.suffix.lower() in MESH_SUFFIXES
    scan: Scan | None = None
    if stored.points is None or is_mesh:
        scan = _from_file(stored)
    if scan is None and stored.points is not None:
        scan = Scan(np.asarray(stored.points, dtype=np.float64))
    if scan is None:
        raise NothingToDrawError(
            "No pictures: the run did not keep the points, and the scan's file is gone or has "
            "changed since."
        )
    fits = stored.deviation is None or stored.deviation.shape == stored.scores.shape
    if scan.points.shape != (len(stored.scores), 3) or not fits:
        raise NothingToDrawError("No pictures: the run's points and scores do not fit together.")
    if not scan.finite_mask().any():
        raise NothingToDrawError("No pictures: the scan has no point with finite coordinates.")
    return scan


def _from_file(stored: PictureSource) -> Scan | None:
    # A name in a run file could lead anywhere; a scan of the run lies in its folder.
    name = stored.row.name
    if name.startswith("/") or ".." in name.split("/") or "\0" in name or stored.row.size < 0:
        return None
    if not unchanged(stored.source, stored.row):
        return None
    try:
        scan = read_scan(stored.source)
    except InspectError:
        return None
    return scan if scan.n_points == len(stored.scores) else None
