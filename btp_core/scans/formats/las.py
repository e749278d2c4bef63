"""LAS and LAZ: airborne and terrestrial laser scans, read with laspy."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np

from btp_core.base.arrays import UInt8Array
from btp_core.scans.formats.columns import colors_to_uint8
from btp_core.scans.limits import DamagedFileError, ReadLimits
from btp_core.scans.scan import Scan

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
        # On one thread: on several, lazrs trusts the sizes of damaged chunks and ends the process.
        with laspy.open(path, laz_backend=laspy.LazBackend.Lazrs, read_evlrs=False) as file:
            header = file.header
            n_points = int(header.point_count)
            if header.are_points_compressed:
                _check_chunks(path, header)
            else:
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
    except _panic_types() as error:
        raise DamagedFileError(
            "its compressed data make no sense ({reason}).", reason=error
        ) from error
    if sum(len(points) for points, _ in pieces) != n_points:
        raise DamagedFileError("it announces {count:,} points, but ends before.", count=n_points)
    if not pieces:
        return Scan(np.empty((0, 3)))
    points = np.concatenate([points for points, _ in pieces])
    raw_colors = [colors for _, colors in pieces if colors is not None]
    return Scan(points, colors=_colors(np.concatenate(raw_colors)) if raw_colors else None)


def _panic_types() -> tuple[type[BaseException], ...]:
    """Return what a panic in lazrs' Rust code becomes: PyO3 exports no name, and no Exception."""
    kinds = BaseException.__subclasses__()
    return tuple(kind for kind in kinds if kind.__name__ == "PanicException")


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
            "it announces {count:,} points, more than the file has room for.",
            count=n_points,
        )


def _check_chunks(path: Path, header: Any) -> None:
    """Check the number of compressed chunks; lazrs ends the whole process if it is absurd."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(header.offset_to_point_data)
        table_at = int.from_bytes(file.read(8), "little", signed=True)
        if table_at == -1:  # written as a stream: the place stands at the end
            file.seek(size - 8)
            table_at = int.from_bytes(file.read(8), "little", signed=True)
        if not header.offset_to_point_data < table_at <= size - 8:
            raise DamagedFileError("it ends before the table of its compressed chunks.")
        file.seek(table_at + 4)
        n_chunks = int.from_bytes(file.read(4), "little")
    # Each chunk begins with one point that is not compressed.
    if n_chunks * int(header.point_format.size) > size:
        raise DamagedFileError(
            "it announces {count:,} chunks, more than it has room for.", count=n_chunks
        )


def _piece(points: Any) -> tuple[Any, Any]:
    with np.errstate(over="ignore", invalid="ignore"):  # a scale that is not finite
        xyz = np.stack([points.x, points.y, points.z], axis=1).astype(np.float64, copy=False)
    if "red" not in points.point_format.dimension_names:
        return xyz, None
    return xyz, np.stack([points.red, points.green, points.blue], axis=1)


def _colors(colors: Any) -> UInt8Array | None:
    # A format with colours is often used without any: all black means none.
    return colors_to_uint8(colors) if colors.any() else None
