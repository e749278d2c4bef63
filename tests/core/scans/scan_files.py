"""A small scan and writers of it in every format, independent of the readers under test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import h5py
import laspy
import numpy as np
import tifffile
from numpy.typing import NDArray
from pypcd4 import Encoding, PointCloud

rng = np.random.default_rng(7)
N = 40
# Sixteenths are exact in float32 and in four decimals, so that every format can hold them.
POINTS = rng.integers(-1600, 1600, (N, 3)) / 16.0
COLORS = rng.integers(0, 256, (N, 3)).astype(np.uint8)
_directions = rng.normal(size=(N, 3))
NORMALS = (_directions / np.linalg.norm(_directions, axis=1, keepdims=True)).astype(np.float32)
FACES = np.array([[0, 1, 2], [2, 1, 3], [5, 9, 39], [10, 4, 6]])

PLY_TYPES = {"f4": "float", "f8": "double", "u1": "uchar", "u2": "ushort", "i4": "int"}


def rows_of_text(*tables: NDArray, delimiter: str = " ") -> str:
    """Join tables side by side into lines; whole numbers are written without a point."""
    lines = []
    for row in zip(*tables, strict=True):
        values = np.concatenate(row).tolist() if len(row) > 1 else row[0].tolist()
        lines.append(delimiter.join(f"{v:.10g}" for v in values))
    return "\n".join(lines) + "\n"


def write_ply(
    path: Path,
    encoding: str,
    fields: list[tuple[str, str, NDArray]],
    polygons: list[list[int]] | None = None,
    *,
    newline: str = "\n",
    comments: tuple[str, ...] = (),
    faces_first: bool = False,
) -> Path:
    """Write ``fields`` (name, numpy type code, values) as vertices, and polygons of any size."""
    n = len(fields[0][2])
    vertex = [f"element vertex {n}"] + [f"property {PLY_TYPES[t]} {name}" for name, t, _ in fields]
    face = []
    if polygons is not None:
        face = [f"element face {len(polygons)}", "property list uchar int vertex_indices"]
    elements = face + vertex if faces_first else vertex + face
    header = ["ply", f"format {encoding} 1.0", *comments, *elements, "end_header"]
    if encoding == "ascii":
        vertex_lines = rows_of_text(*[values[:, None] for _, _, values in fields])
        face_lines = "".join(f"{len(p)} {' '.join(map(str, p))}\n" for p in polygons or [])
        body = face_lines + vertex_lines if faces_first else vertex_lines + face_lines
        path.write_bytes((newline.join(header) + newline + body.replace("\n", newline)).encode())
        return path
    order = ">" if encoding == "binary_big_endian" else "<"
    table = np.empty(n, dtype=[(name, order + t) for name, t, _ in fields])
    for name, _, values in fields:
        table[name] = values
    face_bytes = b"".join(
        bytes([len(p)]) + np.array(p, dtype=order + "i4").tobytes() for p in polygons or []
    )
    body_bytes = [face_bytes, table.tobytes()] if faces_first else [table.tobytes(), face_bytes]
    path.write_bytes((newline.join(header) + newline).encode() + b"".join(body_bytes))
    return path


def xyz_fields(points: NDArray, kind: str = "f4") -> list[tuple[str, str, NDArray]]:
    """Columns x, y, z for :func:`write_ply`."""
    return [(name, kind, points[:, i]) for i, name in enumerate("xyz")]


def write_pcd(path: Path, encoding: str) -> Path:
    """Write points, packed colours and normals with pypcd4, a library of others."""
    packed = PointCloud.encode_rgb(COLORS)
    columns = [*POINTS.T.astype(np.float32), packed.ravel(), *NORMALS.T]
    names = ("x", "y", "z", "rgb", "normal_x", "normal_y", "normal_z")
    cloud = PointCloud.from_points(columns, names, (np.float32,) * 7)
    cloud.save(path, encoding=Encoding(encoding))
    return path


def write_stl(path: Path, triangles: NDArray) -> Path:
    """Write binary STL of ``triangles (F, 3, 3)``."""
    table = np.zeros(
        len(triangles), dtype=[("n", "<f4", 3), ("corners", "<f4", (3, 3)), ("a", "<u2")]
    )
    table["corners"] = triangles
    head = b"solid which is nevertheless binary".ljust(80) + np.uint32(len(table)).tobytes()
    path.write_bytes(head + table.tobytes())
    return path


def write_stl_text(path: Path, triangles: NDArray) -> Path:
    """Write ASCII STL of ``triangles (F, 3, 3)``."""
    lines = ["solid part"]
    for triangle in triangles:
        lines += ["  facet normal 0 0 1", "    outer loop"]
        lines += [f"      vertex {x:.10g} {y:.10g} {z:.10g}" for x, y, z in triangle]
        lines += ["    endloop", "  endfacet"]
    path.write_text("\n".join([*lines, "endsolid part", ""]))
    return path


def write_obj(path: Path) -> Path:
    """Write vertices and triangles."""
    vertices = "".join(f"v {x} {y} {z}\n" for x, y, z in POINTS)
    path.write_text(vertices + "".join(f"f {a} {b} {c}\n" for a, b, c in FACES + 1))
    return path


def write_off(path: Path) -> Path:
    """Write vertices and triangles."""
    faces = "".join(f"3 {a} {b} {c}\n" for a, b, c in FACES)
    path.write_text(f"OFF\n{N} {len(FACES)} 0\n" + rows_of_text(POINTS) + faces)
    return path


def write_hdf5(path: Path) -> Path:
    """Write compressed data sets."""
    with h5py.File(path, "w") as file:
        file.create_dataset("scan/points", data=POINTS, compression="gzip")
        file["scan/labels"] = np.zeros(N, dtype=np.uint8)
    return path


def write_las(path: Path, points: NDArray = POINTS, *, colors: bool = True) -> Path:
    """Write LAS or, by the extension, LAZ, with sixteen-bit colours."""
    header = laspy.LasHeader(point_format=2, version="1.2")
    header.scales = [1 / 1024] * 3
    header.offsets = np.floor(points.min(axis=0))
    las = laspy.LasData(header)
    las.x, las.y, las.z = points.T
    if colors:
        las.red, las.green, las.blue = COLORS.T.astype(np.uint16) << 8
    las.write(path)
    return path


def write_tiff(path: Path, photometric: str = "rgb", **options: str) -> Path:
    """Write the points as an image of 5 x 8 pixels."""
    tifffile.imwrite(
        path, POINTS.reshape(5, 8, 3).astype(np.float32), photometric=photometric, **options
    )
    return path


def _text(path: Path) -> Path:
    path.write_text(rows_of_text(POINTS))
    return path


def _npy(path: Path) -> Path:
    np.save(path, POINTS)
    return path


def _npz(path: Path) -> Path:
    np.savez_compressed(path, points=POINTS, labels=np.zeros(N, dtype=np.uint8))
    return path


def _ply(encoding: str) -> Callable[[Path], Path]:
    return lambda path: write_ply(path, encoding, xyz_fields(POINTS), FACES.tolist())


def _pcd(encoding: str) -> Callable[[Path], Path]:
    return lambda path: write_pcd(path, encoding)


VALID_FILES: dict[str, Callable[[Path], Path]] = {
    "ascii.ply": _ply("ascii"),
    "little.ply": _ply("binary_little_endian"),
    "big.ply": _ply("binary_big_endian"),
    "ascii.pcd": _pcd("ascii"),
    "binary.pcd": _pcd("binary"),
    "compressed.pcd": _pcd("binary_compressed"),
    "mesh.obj": write_obj,
    "binary.stl": lambda path: write_stl(path, POINTS[FACES]),
    "ascii.stl": lambda path: write_stl_text(path, POINTS[FACES]),
    "mesh.off": write_off,
    "cloud.xyz": _text,
    "array.npy": _npy,
    "arrays.npz": _npz,
    "groups.h5": write_hdf5,
    "flight.las": write_las,
    "flight.laz": write_las,
    "image.tiff": write_tiff,
}
"""A file name for each variant of each format, and what writes it: the points above, in order."""
