"""The truth of a scan: a text file with x, y, z and a label in each line.

Real3D-AD separates the values by blanks, Anomaly-ShapeNet by commas; either is found out.
The lines need not be in the order of the scan's points: then the points are found again by their
coordinates. What is scored are always the points of the scan file, good and defective alike, never
those of the truth: a good scan has no truth file, and a model could tell the files apart.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import BoolArray, Float64Array, IntArray
from btp_core.base.errors import DataError
from btp_core.scans.formats.text import read_table
from btp_core.scans.limits import DamagedFileError, ReadLimits, TooLargeError
from btp_core.scans.reading import check_file

TOLERANCE = 1e-4
"""How far a written coordinate may lie from the scan's, as a share of the scan's diagonal."""
_NEXT = "Copy the file again from the benchmark, together with its scan."
_COLUMNS = 4


def read_truth(path: Path, points: Float64Array, limits: ReadLimits) -> BoolArray:
    """Read the labels of a scan's points.

    Parameters
    ----------
    path
        The text file.
    points
        ``(N, 3)``, finite, of the scan.
    limits
        How large the file may be.

    Returns
    -------
    BoolArray
        ``(N,)`` in the order of ``points``, True is defective.

    Raises
    ------
    DataError
        The file is missing, too large or no such table; it has another number of points than the
        scan, or other points; a label is not a whole number from 0 on.
    """
    path = Path(path)
    table = _read(path, limits)
    if table.shape[1] != _COLUMNS:
        raise DataError(
            f"Its lines have {table.shape[1]} numbers, not four: x, y, z and a label.",
            path=path,
            next_step=_NEXT,
        )
    if len(table) != len(points):
        raise DataError(
            f"It labels {len(table):,} points, but the scan has {len(points):,}.",
            path=path,
            next_step=_NEXT,
        )
    if not np.isfinite(table).all():
        raise DataError("Some of its values are not finite.", path=path, next_step=_NEXT)
    labels = table[:, 3]
    if (labels < 0).any() or (labels != np.rint(labels)).any():
        raise DataError(
            "Some of its labels are not whole numbers from 0 on.", path=path, next_step=_NEXT
        )
    defective: BoolArray = labels > 0
    return defective[_places(table[:, :3], points, path)]


def _read(path: Path, limits: ReadLimits) -> Float64Array:
    try:
        check_file(path, limits)
        return read_table(path, limits)[0]
    except (DamagedFileError, TooLargeError) as error:
        raise DataError(f"Cannot be read as labels: {error}", path=path, next_step=_NEXT) from error
    except OSError as error:
        raise DataError(
            f"Cannot be read ({error.strerror or error}).",
            path=path,
            next_step="Check the disk and your permission to read the file.",
        ) from error


def _places(written: Float64Array, points: Float64Array, path: Path) -> slice | IntArray:
    """Which line of the truth belongs to each point; a slice where they are in the same order."""
    reach = TOLERANCE * float(np.linalg.norm(np.ptp(points, axis=0)))
    if (np.abs(written - points) <= reach).all():
        return slice(None)
    distance, line = cKDTree(written).query(points)
    # The other way round as well: each line must be some point's.
    missed, _ = cKDTree(points).query(written)
    worst = float(max(np.max(distance), np.max(missed)))
    if worst > reach:
        raise DataError(
            f"Its points are not those of the scan: they lie up to {worst:.4g} apart.",
            path=path,
            next_step=_NEXT,
        )
    return np.asarray(line)
