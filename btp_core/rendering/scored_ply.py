"""Scans with their scores as binary ply, for any other program that shows point clouds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from btp_core.base.arrays import Float32Array
from btp_core.base.files import atomic_path
from btp_core.rendering.colormap import heatmap_rgb
from btp_core.scans.scan import Scan

# Rows written at once: memory stays small whatever the scan's size.
CHUNK_ROWS = 262_144


def write_scored_ply(
    path: Path,
    scan: Scan,
    point_scores: Float32Array,
    *,
    threshold: float = 0.5,
    deviation: Float32Array | None = None,
) -> None:
    """Write points (or mesh vertices), scores and heatmap colours, in the order of the file.

    Little-endian binary ply with the vertex properties ``x y z`` (float, or double where float
    would lose digits of the scan), ``score`` (float; NaN for not checked), ``deviation`` (float;
    only with a design, NaN where it says nothing) and ``red green blue`` (uchar), and the faces
    of a mesh.

    Parameters
    ----------
    path
        File to write; it appears whole or not at all.
    scan
        The scan, N points.
    point_scores
        ``(N,)``.
    threshold
        Scores below it are grey.
    deviation
        ``(N,)`` in the scan's units, or None.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    if point_scores.shape != (scan.n_points,):
        raise ValueError(f"{len(point_scores)} scores for {scan.n_points} points")
    if deviation is not None and deviation.shape != point_scores.shape:
        raise ValueError(f"{len(deviation)} deviations for {scan.n_points} points")
    with atomic_path(Path(path)) as temporary, temporary.open("wb") as file:
        vertex = _vertex_type(scan, deviation is not None)
        file.write(_header(scan, vertex).encode("ascii"))
        for start in range(0, scan.n_points, CHUNK_ROWS):
            rows = slice(start, start + CHUNK_ROWS)
            table = _vertices(scan, point_scores, rows, vertex, threshold)
            if deviation is not None:
                table["deviation"] = deviation[rows]
            file.write(table.tobytes())
        if scan.faces is not None:
            for start in range(0, len(scan.faces), CHUNK_ROWS):
                file.write(_faces(scan.faces[start : start + CHUNK_ROWS]).tobytes())


def _vertex_type(scan: Scan, measured: bool) -> np.dtype[np.void]:
    as_float = scan.points.astype(np.float32).astype(np.float64)
    coordinate = "<f4" if np.array_equal(as_float, scan.points, equal_nan=True) else "<f8"
    axes = [(axis, coordinate) for axis in "xyz"]
    colors = [(color, "u1") for color in ("red", "green", "blue")]
    values = ["score", "deviation"] if measured else ["score"]
    return np.dtype([*axes, *((value, "<f4") for value in values), *colors])


def _header(scan: Scan, vertex: np.dtype[np.void]) -> str:
    words = {"<f4": "float", "<f8": "double", "|u1": "uchar"}
    lines = ["ply", "format binary_little_endian 1.0", "comment scored by BTP Inspect"]
    lines.append(f"element vertex {scan.n_points}")
    lines += [f"property {words[vertex[name].str]} {name}" for name in vertex.names or ()]
    if scan.faces is not None:
        lines.append(f"element face {len(scan.faces)}")
        lines.append("property list uchar int vertex_indices")
    return "\n".join([*lines, "end_header", ""])


def _vertices(
    scan: Scan,
    scores: Float32Array,
    rows: slice,
    vertex: np.dtype[np.void],
    threshold: float,
) -> NDArray[np.void]:
    points = scan.points[rows]
    rgb = heatmap_rgb(scores[rows], threshold)
    table = np.empty(len(points), dtype=vertex)
    for column, name in enumerate(("x", "y", "z")):
        table[name] = points[:, column]
    table["score"] = scores[rows]
    for column, name in enumerate(("red", "green", "blue")):
        table[name] = rgb[:, column]
    return table


def _faces(faces: NDArray[np.int64]) -> NDArray[np.void]:
    table = np.empty(len(faces), dtype=[("count", "u1"), ("corners", "<i4", 3)])
    table["count"] = 3
    table["corners"] = faces
    return table
