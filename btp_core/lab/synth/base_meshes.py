"""One mesh as a base shape: read, scaled, and varied at random."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import trimesh

from btp_core.base.arrays import Float64Array
from btp_core.base.errors import DataError
from btp_core.lab.synth.one_off import add_one_offs
from btp_core.lab.synth.shells import open_up

DIAGONAL_MM = 100.0
_MAX_FACES = 150_000
_SHELLS = 0.12
_ONE_OFFS = 0.3
_UNREADABLE = (ValueError, OSError, KeyError, IndexError, TypeError, AttributeError, BadZipFile)


def load_base_mesh(path: Path) -> trimesh.Trimesh:
    """Read one mesh with merged vertices; an ``.npz`` file holds ``vertices`` and ``faces``.

    Raises
    ------
    DataError
        It cannot be read, has no surface, or has too many faces.
    """
    try:
        mesh = _read_arrays(path) if path.suffix == ".npz" else trimesh.load(path, force="mesh")
    except _UNREADABLE as error:
        raise DataError(f"The mesh cannot be read ({error}).", path=path) from error
    if not isinstance(mesh, trimesh.Trimesh) or not 4 <= len(mesh.faces) <= _MAX_FACES:
        raise DataError("The mesh is empty or too large to refine.", path=path)
    mesh = trimesh.Trimesh(np.asarray(mesh.vertices), np.asarray(mesh.faces), process=False)
    mesh.merge_vertices()
    if not np.isfinite(mesh.vertices).all() or mesh.scale <= 0:
        raise DataError("The mesh has no size.", path=path)
    return mesh


def _read_arrays(path: Path) -> trimesh.Trimesh:
    with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
        vertices = np.asarray(data["vertices"], dtype=np.float64)
        faces = np.asarray(data["faces"], dtype=np.int64)
    if vertices.ndim != 2 or vertices.shape[1] != 3 or faces.ndim != 2 or faces.shape[1] != 3:
        raise ValueError("its arrays are no triangle mesh")
    if len(faces) and not 0 <= faces.min() <= faces.max() < len(vertices):
        raise ValueError("its faces name vertices that are not there")
    return trimesh.Trimesh(vertices, faces, process=False)


def vary(mesh: trimesh.Trimesh, rng: np.random.Generator) -> trimesh.Trimesh:
    """Return a scaled (diagonal 100 mm) and randomly changed copy of ``mesh``.

    Mirrored, stretched, bent, tapered, cut by a plane, given features without a peer, and opened
    to a thin shell, each at times.
    """
    vertices = np.asarray(mesh.vertices, dtype=np.float64)
    vertices = vertices - vertices.mean(axis=0)
    vertices = vertices / max(float(np.linalg.norm(np.ptp(vertices, axis=0))), 1e-12)
    faces = np.asarray(mesh.faces, dtype=np.int64)
    if rng.random() < 0.5:
        vertices = vertices * np.array([-1.0, 1.0, 1.0])
        faces = faces[:, ::-1]
    if rng.random() < 0.7:
        vertices = vertices * rng.uniform(0.75, 1.3, size=3)
    if rng.random() < 0.3:
        vertices = _taper(vertices, rng)
    if rng.random() < 0.3 and len(faces) > 5000:
        # Bending needs short edges, otherwise long flat triangles show.
        vertices = _bend(vertices, rng)
    varied = trimesh.Trimesh(vertices, faces, process=False)
    if rng.random() < 0.25:
        varied = _cut(varied, rng)
    varied = _scaled(varied)
    if rng.random() < _ONE_OFFS:
        varied = _scaled(add_one_offs(varied, rng))
    # Walls have a thickness in millimetres; what is cut off makes the part smaller.
    return _scaled(open_up(varied, rng)) if rng.random() < _SHELLS else varied


def _scaled(mesh: trimesh.Trimesh) -> trimesh.Trimesh:
    low, high = mesh.bounds
    scale = DIAGONAL_MM / float(np.linalg.norm(high - low))
    return trimesh.Trimesh(np.asarray(mesh.vertices) * scale, mesh.faces, process=False)


def _taper(vertices: Float64Array, rng: np.random.Generator) -> Float64Array:
    axis = int(rng.integers(3))
    factor = 1.0 + rng.uniform(-0.3, 0.3) * vertices[:, axis]
    scale = np.stack([factor] * 3, axis=1)
    scale[:, axis] = 1.0
    return np.asarray(vertices * scale)


def _bend(vertices: Float64Array, rng: np.random.Generator) -> Float64Array:
    along, up = rng.permutation(3)[:2]
    curvature = rng.uniform(-0.6, 0.6)
    if abs(curvature) < 0.05:
        return vertices
    radius = 1.0 / curvature
    angle = vertices[:, along] / radius
    bent = vertices.copy()
    bent[:, along] = (radius - vertices[:, up]) * np.sin(angle)
    bent[:, up] = radius - (radius - vertices[:, up]) * np.cos(angle)
    return bent


def _cut(mesh: trimesh.Trimesh, rng: np.random.Generator) -> trimesh.Trimesh:
    """Keep one side of a random plane; the mesh itself where that cannot be done cleanly."""
    import manifold3d

    solid = manifold3d.Manifold(
        manifold3d.Mesh(
            np.ascontiguousarray(mesh.vertices, dtype=np.float32),
            np.ascontiguousarray(mesh.faces, dtype=np.uint32),
        )
    )
    if solid.status() != manifold3d.Error.NoError or solid.is_empty():
        return mesh
    axis = np.eye(3)[int(rng.integers(3))] if rng.random() < 0.5 else rng.normal(size=3)
    axis = axis / np.linalg.norm(axis)
    level = np.quantile(np.asarray(mesh.vertices) @ axis, rng.uniform(0.05, 0.4))
    kept = solid.trim_by_plane(tuple(axis), float(level))
    if kept.is_empty() or kept.num_tri() < 8:
        return mesh
    result = kept.to_mesh()
    return trimesh.Trimesh(
        np.asarray(result.vert_properties, dtype=np.float64)[:, :3],
        np.asarray(result.tri_verts, dtype=np.int64),
        process=False,
    )
