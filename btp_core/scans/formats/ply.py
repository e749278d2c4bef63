"""PLY: ASCII and both binary encodings, elements and properties in any order."""

from __future__ import annotations

import mmap
from pathlib import Path

import numpy as np

from btp_core.base.arrays import IntArray
from btp_core.scans.formats.columns import fan_triangles, scan_from_columns
from btp_core.scans.formats.ply_body import AsciiBody, BinaryBody, Table
from btp_core.scans.formats.ply_header import MAX_HEADER_BYTES, Header, parse_header
from btp_core.scans.limits import DamagedFileError, ReadLimits
from btp_core.scans.scan import Scan

_FACE_LISTS = ("vertex_indices", "vertex_index")


def read(path: Path, limits: ReadLimits) -> Scan:
    """Read a PLY file; elements other than ``vertex`` and ``face`` are skipped."""
    # Mapped, so that coordinates are copied once, to where they stay. Not closed here: where
    # something is wrong, the error's frames still look into it.
    with path.open("rb") as file:
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return _read(memoryview(content), limits)


def _read(data: memoryview, limits: ReadLimits) -> Scan:
    header = parse_header(bytes(data[:MAX_HEADER_BYTES]))
    tables = _read_tables(header, data, limits)
    faces, warnings = _faces(tables)
    return scan_from_columns(tables["vertex"].columns, faces=faces, warnings=warnings)


def _read_tables(header: Header, data: memoryview, limits: ReadLimits) -> dict[str, Table]:
    counts = {element.name: element.count for element in header.elements}
    if "vertex" not in counts:
        raise DamagedFileError("it has no element 'vertex'.")
    body = AsciiBody(data, header.size) if header.encoding == "ascii" else None
    reader = body or BinaryBody(data, header.size, header.encoding)
    tables: dict[str, Table] = {}
    for element in header.elements:
        reader.check_room(element)
        if element.name == "vertex":
            limits.check_points(element.count)
        if element.name in tables:
            raise DamagedFileError("the element '{name}' comes twice.", name=element.name)
        tables[element.name] = reader.read(element)
        if {"vertex", "face"} & counts.keys() <= tables.keys():
            break  # what follows is not needed, and may be of a kind nobody knows
    return tables


def _faces(tables: dict[str, Table]) -> tuple[IntArray | None, tuple[str, ...]]:
    face = tables.get("face")
    if face is None or face.n_rows == 0:
        return None, ()
    name = next((name for name in _FACE_LISTS if name in face.lists), None)
    if name is None:
        return None, ("The faces name no vertices; the file is read as a point cloud.",)
    values, sizes = face.lists[name]
    return fan_triangles(values.astype(np.int64), sizes), ()
