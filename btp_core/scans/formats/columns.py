"""From raw values to a scan's: columns to points, colours, normals; polygons to faces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from btp_core.base.arrays import Float32Array, Float64Array, IntArray, UInt8Array
from btp_core.scans.limits import DamagedFileError
from btp_core.scans.scan import Scan
from btp_core.scans.shared_array import SHARED

POINT_NAMES = (
    ("x", "y", "z"),
    ("points:0", "points:1", "points:2"),  # ParaView
    ("points_0", "points_1", "points_2"),
    ("coord. x", "coord. y", "coord. z"),  # CloudCompare
    ("coord_x", "coord_y", "coord_z"),
    ("px", "py", "pz"),
)
COLOR_NAMES = (
    ("red", "green", "blue"),
    ("r", "g", "b"),
    ("rf", "gf", "bf"),  # CloudCompare, 0 to 1
    ("diffuse_red", "diffuse_green", "diffuse_blue"),
)
NORMAL_NAMES = (
    ("nx", "ny", "nz"),
    ("normal_x", "normal_y", "normal_z"),
    ("normals:0", "normals:1", "normals:2"),
    ("normals_0", "normals_1", "normals_2"),
)

Column = NDArray[Any]
BLOCK_ROWS = 16_384


def find_triple(
    names: Sequence[str], triples: Sequence[tuple[str, str, str]]
) -> tuple[str, str, str] | None:
    """Return the first of ``triples`` whose three names are all in ``names``, or None."""
    present = set(names)
    return next((triple for triple in triples if present.issuperset(triple)), None)


def scan_from_columns(
    columns: Mapping[str, Column],
    *,
    faces: IntArray | None = None,
    warnings: tuple[str, ...] = (),
) -> Scan:
    """Make a scan of columns (lower-case names); colours and normals where they are named as such.

    Raises
    ------
    DamagedFileError
        There are no columns of coordinates.
    """
    colors = normals = None
    if (triple := find_triple(list(columns), COLOR_NAMES)) is not None:
        colors = colors_to_uint8(np.stack([columns[name] for name in triple], axis=1))
    if (triple := find_triple(list(columns), NORMAL_NAMES)) is not None:
        with np.errstate(invalid="ignore", over="ignore"):
            normals = np.stack([columns[name] for name in triple], axis=1).astype(np.float32)
    points = _points(columns)
    return Scan(points, faces=faces, colors=colors, normals=normals, warnings=warnings)


def _points(columns: Mapping[str, Column]) -> Float64Array:
    triple = find_triple(list(columns), POINT_NAMES)
    if triple is None:
        raise DamagedFileError(
            "it has no columns x, y and z ({columns}).", columns=_listed(columns)
        )
    points = SHARED.empty((len(columns[triple[0]]), 3))
    with np.errstate(invalid="ignore"):  # a signalling NaN among the coordinates
        # In blocks that stay in a processor's cache while their three columns are filled.
        for start in range(0, len(points), BLOCK_ROWS):
            rows = slice(start, start + BLOCK_ROWS)
            for axis, name in enumerate(triple):
                points[rows, axis] = columns[name][rows]
    return points


def colors_to_uint8(colors: NDArray[Any]) -> UInt8Array:
    """Bring ``(N, 3)`` colours of any range to 0..255.

    Real numbers up to 1 mean 0..1; integers above 255 mean 16 bits. Not finite means black.
    """
    if colors.dtype == np.uint8:
        return colors
    values: NDArray[Any]
    if np.issubdtype(colors.dtype, np.floating):
        values = np.nan_to_num(colors, nan=0.0, posinf=0.0, neginf=0.0)
        values = np.rint(values * (255.0 if values.size and values.max() <= 1.0 else 1.0))
    else:
        values = colors >> 8 if colors.size and colors.max() > 255 else colors
    scaled: UInt8Array = np.clip(values, 0, 255).astype(np.uint8)
    return scaled


def guess_colors_and_normals(extra: NDArray[Any]) -> tuple[UInt8Array | None, Float32Array | None]:
    """Find colours and normals among the unnamed ``(N, M)`` columns that follow x, y, z.

    Three neighbouring columns are normals if nearly all their rows have length 1, and colours if
    they are whole numbers from 0 to 255. Colours from 0 to 1 are believed only when nothing else
    follows x, y, z.
    """
    colors: UInt8Array | None = None
    normals: Float32Array | None = None
    column = 0
    n_columns = extra.shape[1]
    while column + 3 <= n_columns:
        triple = extra[:, column : column + 3]
        if normals is None and _are_normals(triple):
            with np.errstate(invalid="ignore", over="ignore"):
                normals = triple.astype(np.float32)
        elif colors is None and _are_colors(triple, only_triple=n_columns == 3):
            colors = colors_to_uint8(triple)
        else:
            column += 1
            continue
        column += 3
    return colors, normals


def _are_normals(triple: NDArray[Any]) -> bool:
    with np.errstate(invalid="ignore", over="ignore"):
        lengths = np.linalg.norm(triple.astype(np.float64), axis=1)
    # Scanners write (0, 0, 0) or NaN where they have no normal.
    lengths = lengths[np.isfinite(lengths) & (lengths > 0)]
    return len(lengths) > 0 and float(np.mean(np.abs(lengths - 1.0) < 0.02)) > 0.98


def _are_colors(triple: NDArray[Any], *, only_triple: bool) -> bool:
    values = triple[np.isfinite(triple)]
    if len(values) == 0 or values.min() < 0 or values.max() > 255:
        return False
    if values.max() > 1:
        return bool(np.array_equal(values, np.rint(values)))
    return only_triple


def _listed(columns: Mapping[str, Column]) -> str:
    names = list(columns)
    return ", ".join(names[:8]) + (", ..." if len(names) > 8 else "") if names else "none"


def flat_ranges(starts: IntArray, lengths: IntArray, step: int = 1) -> IntArray:
    """Return ``start, start + step, ...``, ``length`` of them, for each start in turn."""
    within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    ranges: IntArray = np.repeat(starts, lengths) + within * step
    return ranges


def fan_triangles(corners: IntArray, sizes: IntArray) -> IntArray:
    """Cut polygons into fans of triangles around their first corners, in the polygons' order.

    Parameters
    ----------
    corners
        ``(sum(sizes),)`` vertex indices, polygon after polygon.
    sizes
        ``(F,)`` number of corners of each polygon; those with fewer than 3 are dropped.

    Returns
    -------
    IntArray
        ``(T, 3)`` vertex indices, with T the sum of ``sizes - 2``.
    """
    if len(sizes) and np.all(sizes == 3):
        return corners.reshape(-1, 3)
    starts = np.cumsum(sizes) - sizes
    n_triangles = np.maximum(sizes - 2, 0)
    first, second = np.repeat(starts, n_triangles), flat_ranges(starts + 1, n_triangles)
    triangles: IntArray = corners[np.stack([first, second, second + 1], axis=1)]
    return triangles
