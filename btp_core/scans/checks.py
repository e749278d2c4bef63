"""What is checked and counted on every scan, whatever its format."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from btp_core.base.errors import ScanGeometryError, ScanReadError
from btp_core.base.messages import Message
from btp_core.scans.equal_rows import count_repeated
from btp_core.scans.scan import Scan

REPEATED = "{count:,} of {total:,} points repeat an earlier point."
"""Template of a warning that is worth a note, and no alarm: meshes are often written so."""


def checked(scan: Scan) -> Scan:
    """Return ``scan`` with warnings about what is odd but workable.

    Raises
    ------
    ScanReadError
        A face refers to a vertex that does not exist.
    ScanGeometryError
        There are no points, or none is finite.
    """
    if scan.n_points == 0:
        raise ScanGeometryError(
            "The scan holds no points.", path=scan.path, next_step="Export the scan again."
        )
    finite = scan.finite_mask()
    n_finite = int(np.count_nonzero(finite))
    if n_finite == 0:
        raise ScanGeometryError(
            Message("None of the {total:,} points has finite coordinates.", total=scan.n_points),
            path=scan.path,
            next_step="Export the scan again; there is no measurement in this one.",
        )
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
