"""Choosing, by name and shape, the arrays of a file that make up a scan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from btp_core.base.arrays import IntArray
from btp_core.base.messages import Message
from btp_core.scans.formats.columns import (
    colors_to_uint8,
    guess_colors_and_normals,
    scan_from_columns,
)
from btp_core.scans.limits import DamagedFileError, ReadLimits
from btp_core.scans.scan import Scan

_POINTS = (
    "points", "xyz", "vertices", "verts", "pointcloud", "point_cloud", "pc", "pcd", "cloud",
    "coords", "coordinates", "positions", "pos", "data", "arr_0",
)  # fmt: skip
_FACES = ("faces", "triangles", "tris")
_COLORS = ("colors", "colours", "rgb", "color", "vertex_colors")
_NORMALS = ("normals", "normal", "vertex_normals")


@dataclass(frozen=True)
class ArrayInfo:
    """What is known of an array before it is read."""

    shape: tuple[int, ...]
    dtype: np.dtype[Any]

    @property
    def n_bytes(self) -> int:
        """Bytes that it takes when read; exact also where 64 bits would overflow."""
        size = int(self.dtype.itemsize)
        for length in self.shape:
            size *= int(length)
        return size

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns of single numbers of a table; others are of no use."""
        fields = (self.dtype.fields or {}).items()
        return tuple(name for name, (kind, *_) in fields if kind.kind in "fiu" and not kind.shape)

    @property
    def n_rows(self) -> int:
        """Number of points, if it holds points."""
        if self.dtype.names:
            return self.shape[0]
        return self.shape[1] if _is_transposed(self.shape) else self.shape[-2]

    @property
    def holds_points(self) -> bool:
        """Whether it could be ``(N, 3 or more)`` coordinates, or a table of x, y and z."""
        if self.dtype.names:
            return len(self.shape) == 1 and {"x", "y", "z"} <= {n.lower() for n in self.columns}
        if self.dtype.kind not in "fiu":
            return False
        shape = self.shape[1:] if len(self.shape) == 3 and self.shape[0] == 1 else self.shape
        return len(shape) == 2 and (3 <= shape[1] <= 64 or _is_transposed(shape))


@dataclass(frozen=True)
class Choice:
    """Names of the arrays to read; empty where there is none."""

    points: str
    faces: str = ""
    colors: str = ""
    normals: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """All names that are not empty."""
        return tuple(n for n in (self.points, self.faces, self.colors, self.normals) if n)


def choose_arrays(infos: Mapping[str, ArrayInfo], limits: ReadLimits) -> Choice:
    """Choose the arrays to read among those of a file, and check their sizes.

    Names may be paths; their last part counts, and of two equal ones the shorter path wins.

    Raises
    ------
    DamagedFileError
        No array holds points, or several do and none has a telling name.
    """
    usable = [name for name, info in infos.items() if info.holds_points]
    points = _named(usable, _POINTS)
    if not points:
        others = [n for n in usable if _last(n) not in (*_FACES, *_COLORS, *_NORMALS)]
        if len(others) != 1:
            raise _none_chosen(infos, others)
        points = others[0]
    n_points = infos[points].n_rows
    limits.check_points(n_points)
    rows = [n for n in usable if infos[n].n_rows == n_points and infos[n].shape[-1:] == (3,)]
    faces = [
        n for n, info in infos.items()
        if info.dtype.kind in "iu" and len(info.shape) == 2 and info.shape[1] in (3, 4)
    ]  # fmt: skip
    choice = Choice(points, _named(faces, _FACES), _named(rows, _COLORS), _named(rows, _NORMALS))
    for name in choice.names:
        limits.check_bytes(infos[name].n_bytes)
    return choice


def scan_from_arrays(choice: Choice, arrays: Mapping[str, NDArray[Any]]) -> Scan:
    """Put the chosen arrays together."""
    scan = _scan_from_points(arrays[choice.points])
    colors, normals, faces = scan.colors, scan.normals, None
    if choice.colors:
        colors = colors_to_uint8(arrays[choice.colors].reshape(-1, 3))
    if choice.normals:
        with np.errstate(invalid="ignore", over="ignore"):
            normals = arrays[choice.normals].reshape(-1, 3).astype(np.float32)
    if choice.faces:
        faces = _triangles(arrays[choice.faces])
    return Scan(scan.points, faces, colors, normals, warnings=scan.warnings)


def _scan_from_points(array: NDArray[Any]) -> Scan:
    if array.dtype.names:
        names = ArrayInfo(array.shape, array.dtype).columns
        return scan_from_columns({name.lower(): array[name] for name in names})
    warnings: tuple[str, ...] = ()
    if array.ndim == 3:
        array = array[0]
    if _is_transposed(array.shape):
        array = array.T
        warnings = (Message("The coordinates are stored by axis (3 rows); they were transposed."),)
    colors, normals = guess_colors_and_normals(array[:, 3:])
    with np.errstate(invalid="ignore"):  # a signalling NaN among the coordinates
        points = np.ascontiguousarray(array[:, :3], dtype=np.float64)
    return Scan(points, colors=colors, normals=normals, warnings=warnings)


def _triangles(faces: NDArray[Any]) -> IntArray:
    faces = faces.astype(np.int64)
    if faces.shape[1] == 3:
        return faces
    return faces[:, [0, 1, 2, 0, 2, 3]].reshape(-1, 3)


def _is_transposed(shape: tuple[int, ...]) -> bool:
    return len(shape) == 2 and shape[0] == 3 and shape[1] > 64


def _last(name: str) -> str:
    return name.rpartition("/")[2].lower()


def _named(names: list[str], wanted: tuple[str, ...]) -> str:
    """Return the name that comes first in ``wanted``, the least nested of equals; or nothing."""
    matching = [name for name in names if _last(name) in wanted]
    return min(matching, key=lambda n: (wanted.index(_last(n)), n.count("/"), n), default="")


def _none_chosen(infos: Mapping[str, ArrayInfo], candidates: list[str]) -> DamagedFileError:
    if len(candidates) > 1:
        return DamagedFileError(
            "several of its arrays could be the points ({names}); name one of them 'points'.",
            names=", ".join(sorted(candidates)[:6]),
        )
    listed = ", ".join(f"{name} {info.shape}" for name, info in list(infos.items())[:6])
    return DamagedFileError(
        "it has no array of N rows and 3 or more columns (it holds: {arrays}).",
        arrays=listed or Message("nothing"),
    )
