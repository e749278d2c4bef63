"""What is checked and counted on every scan, whatever its format."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from btp_core.base.arrays import BoolArray
from btp_core.base.errors import ScanGeometryError, ScanReadError
from btp_core.base.messages import Message
from btp_core.scans.equal_rows import count_repeated
from btp_core.scans.scan import Scan

REPEATED = "{count:,} of {total:,} points repeat an earlier point."
"""Template of a warning that is worth a note, and no alarm: meshes are often written so."""
_MIN_EXTENT = 1e-9
_MAX_COORDINATE = 1e12


def checked(scan: Scan) -> Scan:
    """Return ``scan`` with warnings about what is odd but workable.

    Raises
    ------
    ScanReadError
        A face refers to a vertex that does not exist, or colours or normals are not one a point.
    ScanGeometryError
        There are no points, none is finite, or the finite ones span nothing or everything.
    """
    if scan.n_points == 0:
        raise ScanGeometryError(
            "The scan holds no points.", path=scan.path, next_step="Export the scan again."
        )
    for values in (scan.colors, scan.normals):
        if values is not None and values.shape != (scan.n_points, 3):
            raise ScanReadError(
                "Its colours or normals are not one for each point.",
                path=scan.path,
                next_step="The file is damaged: export or copy it again.",
            )
    finite = scan.finite_mask()
    n_finite = int(np.count_nonzero(finite))
    if n_finite == 0:
        raise ScanGeometryError(
            Message("None of the {total:,} points has finite coordinates.", total=scan.n_points),
            path=scan.path,
            next_step="Export the scan again; there is no measurement in this one.",
        )
    _check_extent(scan, finite)
    scan = _with_sound_faces(scan)
    warnings = list(scan.warnings)
    if n_finite < scan.n_points:
        warnings.append(
            Message(
                "{count:,} of {total:,} points have no finite coordinates; they are kept, "
                "but cannot be checked.",
                count=scan.n_points - n_finite,
                total=scan.n_points,
            )
        )
    n_repeated = count_repeated(scan.points, finite)
    if n_repeated:
        warnings.append(Message(REPEATED, count=n_repeated, total=scan.n_points))
    return replace(scan, warnings=tuple(warnings))


def _check_extent(scan: Scan, finite: BoolArray) -> None:
    """Refuse extents whose squares and cubes 32 bits cannot hold: no scanner has such units."""
    points = scan.points if finite.all() else scan.points[finite]
    with np.errstate(over="ignore", under="ignore"):
        extent = float(np.max(points.max(axis=0) - points.min(axis=0)))
        farthest = float(np.abs(points).max())
    # Equal points are told by those who need them to differ.
    if (extent == 0.0 or extent >= _MIN_EXTENT) and farthest <= _MAX_COORDINATE:
        return
    raise ScanGeometryError(
        Message(
            "Its coordinates reach {farthest:.3g} and span {extent:.3g}, which is no "
            "measurement of a part in any unit.",
            farthest=farthest,
            extent=extent,
        ),
        path=scan.path,
        next_step="Export the scan in millimetres or metres, without stray points.",
    )


def _with_sound_faces(scan: Scan) -> Scan:
    if scan.faces is None or len(scan.faces) == 0:
        return replace(scan, faces=None)
    low, high = int(scan.faces.min()), int(scan.faces.max())
    if low < 0 or high >= scan.n_points:
        raise ScanReadError(
            Message(
                "A face refers to vertex {vertex}, but the vertices are numbered 0 to {last}.",
                vertex=low if low < 0 else high,
                last=scan.n_points - 1,
            ),
            path=scan.path,
            next_step="The file is damaged or truncated: export or copy it again.",
        )
    return scan
