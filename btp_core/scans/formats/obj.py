"""OBJ, Wavefront's mesh format: vertices stay as listed, whatever textures or groups say."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from btp_core.base.arrays import BoolArray, Float64Array, IntArray, UInt8Array
from btp_core.scans.formats.columns import colors_to_uint8, fan_triangles
from btp_core.scans.formats.lines import Lines, count_words, parse_numbers, whole_numbers
from btp_core.scans.limits import DamagedFileError, ReadLimits
from btp_core.scans.scan import Scan


def read(path: Path, limits: ReadLimits) -> Scan:
    """Read an OBJ file: ``v`` (with colours, if any), ``vn`` of point clouds, and ``f``."""
    data = path.read_bytes()
    if b"\0" in data:
        raise DamagedFileError("it holds binary data.")
    lines = Lines.split(_without_comments(data))
    is_vertex, is_normal, is_face = (_begins_with(lines, word) for word in (b"v", b"vn", b"f"))
    n_points = int(np.count_nonzero(is_vertex))
    limits.check_points(n_points)
    if n_points == 0:
        raise DamagedFileError("it has no vertices.")
    points, colors = _vertices(_rows(lines, is_vertex, b"v"), n_points)
    faces = _faces(lines, is_vertex, is_face)
    normals = None
    # A mesh has normals per corner of a face, not per vertex; a point cloud lists one for each
    # vertex.
    if faces is None and np.count_nonzero(is_normal) == len(points):
        normal_rows = _rows(lines, is_normal, b"vn")
        normals = parse_numbers(normal_rows, 3 * len(points)).reshape(-1, 3).astype(np.float32)
    return Scan(points, faces=faces, colors=colors, normals=normals)


def _without_comments(data: bytes) -> bytes:
    if b"#" in data:
        data = re.sub(rb"#[^\r\n]*", b"", data)
    if b"\\" in data:  # a line that goes on below
        data = re.sub(rb"\\\r?\n", b" ", data)
    return data


def _begins_with(lines: Lines, word: bytes) -> BoolArray:
    text = np.frombuffer(lines.data + b"   ", dtype=np.uint8)
    found = np.ones(len(lines), dtype=bool)
    for i, letter in enumerate(word):
        found &= text[lines.starts + i] == letter
    after = text[lines.starts + len(word)]
    found &= (after == ord(" ")) | (after == ord("\t"))
    return found


def _rows(lines: Lines, chosen: BoolArray, word: bytes) -> bytes:
    """Return the chosen lines without the ``word`` that they begin with."""
    # Lines of a kind come in long runs, so that there are few slices.
    edges = np.flatnonzero(np.diff(np.concatenate([[False], chosen, [False]]).astype(np.int8)))
    runs = [lines.data[lines.starts[a] : lines.ends[b - 1]] for a, b in edges.reshape(-1, 2)]
    block = b"\n".join(runs)
    # No number contains "v" or "vn"; "f" is in "inf", but that is no vertex of a face.
    return block.replace(word, b" ")


def _vertices(block: bytes, n_points: int) -> tuple[Float64Array, UInt8Array | None]:
    words = count_words(block)
    if len(words) < n_points or words.min() < 3:
        raise DamagedFileError("a vertex has fewer than three coordinates.")
    values = parse_numbers(block, int(words.sum()))
    starts = np.cumsum(words) - words
    points = values[starts[:, None] + np.arange(3)]
    # 4 values: a weight follows; 6 or 7: a colour does, which is not in the standard but common.
    if words.min() < 6:
        return points, None
    return points, colors_to_uint8(values[starts[:, None] + np.arange(3, 6)])


def _faces(lines: Lines, is_vertex: BoolArray, is_face: BoolArray) -> IntArray | None:
    if not is_face.any():
        return None
    block = _rows(lines, is_face, b"f")
    if b"/" in block:  # vertex/texture/normal: only the vertex counts here
        block = re.sub(rb"/[^ \t\r\n]*", b"", block)
    sizes = count_words(block)
    corners = whole_numbers(parse_numbers(block, int(sizes.sum())))
    if len(sizes) != np.count_nonzero(is_face):
        raise DamagedFileError("a face has no corners.")
    return fan_triangles(_zero_based(corners, sizes, is_vertex, is_face), sizes)


def _zero_based(
    corners: IntArray, sizes: IntArray, is_vertex: BoolArray, is_face: BoolArray
) -> NDArray[np.int64]:
    """Number vertices from 0; the file does from 1, or from -1 backwards from the face."""
    if np.any(corners == 0):
        raise DamagedFileError("a face refers to vertex 0; vertices are numbered from 1.")
    if corners.min() > 0:
        return corners - 1
    n_before = np.repeat(np.cumsum(is_vertex)[is_face], sizes)
    relative = n_before + corners
    if np.any((corners < 0) & (relative < 0)):
        raise DamagedFileError("a face refers to a vertex before the first one.")
    return np.where(corners > 0, corners - 1, relative)
