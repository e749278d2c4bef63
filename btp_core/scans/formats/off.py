"""OFF, the Object File Format, with colours (COFF) and normals (NOFF)."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from btp_core.base.arrays import IntArray
from btp_core.scans.formats.columns import colors_to_uint8, fan_triangles, flat_ranges
from btp_core.scans.formats.lines import Lines, count_words, parse_numbers, whole_numbers
from btp_core.scans.limits import DamagedFileError, ReadLimits
from btp_core.scans.scan import Scan

_KEYWORD = re.compile(r"(ST)?(C)?(N)?OFF\s*(.*)", re.IGNORECASE)


def read(path: Path, limits: ReadLimits) -> Scan:
    """Read an OFF file."""
    data = path.read_bytes()
    if b"#" in data:
        data = re.sub(rb"#[^\r\n]*", b"", data)
    lines = Lines.split(data)
    match = _KEYWORD.fullmatch(lines.text(0)) if len(lines) else None
    if match is None:
        raise DamagedFileError("it does not begin with the word 'OFF'.")
    _texture, color, normal, rest = match.groups()
    if rest.upper().startswith("BINARY"):
        raise DamagedFileError("it is of the binary kind of OFF, which is not read.")
    # The counts stand on the next line, or behind the word (in some collections without a space).
    n_points, n_faces = _counts(rest or (lines.text(1) if len(lines) > 1 else ""))
    first = 1 if rest else 2
    if n_points + n_faces > len(lines) - first:
        raise DamagedFileError(
            "it announces {vertices:,} vertices and {faces:,} faces, but has {lines:,} lines for "
            "them.",
            vertices=n_points,
            faces=n_faces,
            lines=len(lines) - first,
        )
    limits.check_points(n_points)
    rows = _vertex_rows(lines.block(first, n_points), n_points)
    at = 3
    normals = colors = None
    if normal and rows.shape[1] >= at + 3:
        normals = rows[:, at : at + 3].astype(np.float32)
        at += 3
    if color and rows.shape[1] >= at + 3:
        colors = colors_to_uint8(rows[:, at : at + 3])
    faces = _faces(lines.block(first + n_points, n_faces), n_faces)
    return Scan(np.ascontiguousarray(rows[:, :3]), faces=faces, colors=colors, normals=normals)


def _counts(text: str) -> tuple[int, int]:
    words = text.split()
    if len(words) < 2 or not all(word.isdecimal() and len(word) <= 18 for word in words[:2]):
        raise DamagedFileError("the numbers of its vertices and faces are missing.")
    return int(words[0]), int(words[1])


def _vertex_rows(block: bytes, n_points: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    words = count_words(block)
    if n_points == 0:
        return np.empty((0, 3))
    if words.min() != words.max() or words[0] < 3:
        raise DamagedFileError("its vertices do not all have the same number of values, 3 or more.")
    return parse_numbers(block, int(words.sum())).reshape(n_points, int(words[0]))


def _faces(block: bytes, n_faces: int) -> IntArray | None:
    if n_faces == 0:
        return None
    words = count_words(block)
    values = parse_numbers(block, int(words.sum()))
    starts = np.cumsum(words) - words
    sizes = values[starts]
    if not np.all((sizes >= 0) & (sizes < words) & (sizes == np.rint(sizes))):
        raise DamagedFileError("a face has fewer corners than it announces.")
    sizes = sizes.astype(np.int64)
    return fan_triangles(whole_numbers(values[flat_ranges(starts + 1, sizes)]), sizes)
