"""LAS and LAZ: airborne and terrestrial laser scans, read with laspy."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np

from btp_core.arrays import UInt8Array
from btp_core.readers.columns import colors_to_uint8
from btp_core.readers.faults import DamagedFileError
from btp_core.readers.limits import ReadLimits
from btp_core.scan import Scan

_CHUNK = 1_000_000
# From the LAS specification (all versions): size of the header, offset of the points, and number
# of variable-length records, each of which has a header of its own.
_HEADER = struct.Struct("<94xHII")
_RECORD_BYTES = 54


def read(path: Path, limits: ReadLimits) -> Scan:
    """Read a LAS or LAZ file; coordinates are scaled and shifted in float64."""
    import laspy
    from lazrs import LazrsError  # type: ignore[import-untyped]

    _check_records(path)
    try:
        with laspy.open(path, read_evlrs=False) as file:
            header = file.header
            n_points = int(header.point_count)
            if not header.are_points_compressed:
                _check_room(path, header, n_points)
            limits.check_points(n_points)
            limits.check_bytes(n_points * int(header.point_format.size))
            # In pieces, so that memory grows with what is really there, not with what the header
            # says.
            pieces = [_piece(points) for points in file.chunk_iterator(_CHUNK)]
    except (
        laspy.errors.LaspyException,
        LazrsError,
        ValueError,
        OverflowError,
        EOFError,
        struct.error,
    ) as error:
        raise DamagedFileError(f"{error}.") from error
    if sum(len(points) for points, _ in pieces) != n_points:
        raise DamagedFileError(f"it announces {n_points:,} points, but ends before.")
    if not pieces:
        return Scan(np.empty((0, 3)))
    points = np.concatenate([points for points, _ in pieces])
    raw_colors = [colors for _, colors in pieces if colors is not None]
    return Scan(points, colors=_colors(np.concatenate(raw_colors)) if raw_colors else None)


def _check_records(path: Path) -> None:
    """Check that the records between header and points fit; laspy would look for 4 billion."""
    with path.open("rb") as file:
        head = file.read(_HEADER.size)
    if len(head) < _HEADER.size or not head.startswith(b"LASF"):
        raise DamagedFileError("it does not begin as a LAS file.")
    header_size, points_at, n_records = _HEADER.unpack(head)
    if not header_size + n_records * _RECORD_BYTES <= points_at <= path.stat().st_size:
        raise DamagedFileError("its header does not fit the size of the file.")


def _check_room(path: Path, header: Any, n_points: int) -> None:
    room = path.stat().st_size - int(header.offset_to_point_data)
    if n_points * int(header.point_format.size) > room:
        raise DamagedFileError(
            f"it announces {n_points:,} points, more than the file has room for."
        )


def _piece(points: Any) -> tuple[Any, Any]:
    xyz = np.stack([points.x, points.y, points.z], axis=1).astype(np.float64, copy=False)
    if "red" not in points.point_format.dimension_names:
        return xyz, None
    return xyz, np.stack([points.red, points.green, points.blue], axis=1)


def _colors(colors: Any) -> UInt8Array | None:
    # A format with colours is often used without any: all black means none.
    return colors_to_uint8(colors) if colors.any() else None
