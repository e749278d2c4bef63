"""STL, binary and ASCII: loose triangles, whose equal corners become shared vertices."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from btp_core.base.arrays import Float64Array
from btp_core.scans.equal_rows import merge_equal
from btp_core.scans.formats.lines import parse_numbers
from btp_core.scans.limits import DamagedFileError, ReadLimits
from btp_core.scans.scan import Scan

_HEADER_BYTES = 84
_TRIANGLE = np.dtype([("normal", "<f4", (3,)), ("corners", "<f4", (3, 3)), ("attributes", "<u2")])
_VERTEX = re.compile(rb"^\s*vertex\s+(.*)$", re.MULTILINE | re.IGNORECASE)


def read(path: Path, limits: ReadLimits) -> Scan:
    """Read an STL file. Vertices come in the order in which the triangles first name them."""
    data = path.read_bytes()
    corners = _binary_corners(data)
    if corners is None:
        corners = _ascii_corners(data)
    points, index = merge_equal(corners)
    limits.check_points(len(points))
    return Scan(points, faces=index.reshape(-1, 3))


def _binary_corners(data: bytes) -> Float64Array | None:
    """Return the ``(3 F, 3)`` corners, or None if the content is text."""
    # Binary files may begin with the word "solid", too: the size decides.
    n_triangles = int.from_bytes(data[80:84], "little")
    room = len(data) - _HEADER_BYTES
    if room != n_triangles * _TRIANGLE.itemsize and data[:512].lstrip()[:5].lower() == b"solid":
        return None
    if n_triangles * _TRIANGLE.itemsize > max(room, 0) or room < 0:
        raise DamagedFileError(
            "it announces {count:,} triangles, more than the file has room for.",
            count=n_triangles,
        )
    triangles = np.frombuffer(data, dtype=_TRIANGLE, count=n_triangles, offset=_HEADER_BYTES)
    with np.errstate(invalid="ignore"):  # a signalling NaN among the coordinates
        return triangles["corners"].reshape(-1, 3).astype(np.float64)


def _ascii_corners(data: bytes) -> Float64Array:
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    if b"endsolid" not in data[-4096:].lower():
        raise DamagedFileError("it ends before its last triangle ('endsolid' is missing).")
    rows = _VERTEX.findall(data)
    if len(rows) % 3:
        raise DamagedFileError(
            "its {count:,} corners are not a whole number of triangles.", count=len(rows)
        )
    return parse_numbers(b"\n".join(rows), 3 * len(rows)).reshape(-1, 3)
