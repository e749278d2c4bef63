"""Meshes from a folder as base shapes: found, scaled, and varied at random."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import trimesh

from btp_core.base.arrays import Float64Array
from btp_core.base.errors import DataError

EXTENSIONS = (".stl", ".obj", ".ply", ".off")
DIAGONAL_MM = 100.0
_MAX_FACES = 150_000


def find_meshes(folder: Path) -> list[Path]:
    """Return the mesh files below ``folder``, sorted.

    Raises
    ------
    DataError
        There is none.
    """
    found = sorted(p for p in Path(folder).rglob("*") if p.suffix.lower() in EXTENSIONS)
    if not found:
        raise DataError(
            "No mesh was found.",
            path=folder,
            next_step=f"Choose a folder with {', '.join(EXTENSIONS)} files.",
        )
    return found


def load_base_mesh(path: Path) -> trimesh.Trimesh:
    """Read one mesh with merged vertices.

    Raises
    ------
    DataError
        It cannot be read, has no surface, or has too many faces.
    """
    try:
        mesh = trimesh.load(path, force="mesh")
    except (ValueError, OSError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise DataError(f"The mesh cannot be read ({error}).", path=path) from error
    if not isinstance(mesh, trimesh.Trimesh) or not 4 <= len(mesh.faces) <= _MAX_FACES:
        raise DataError("The mesh is empty or too large to refine.", path=path)
    mesh = trimesh.Trimesh(np.asarray(mesh.vertices), np.asarray(mesh.faces), process=False)
    mesh.merge_vertices()
    if not np.isfinite(mesh.vertices).all() or mesh.scale <= 0:
        raise DataError("The mesh has no size.", path=path)
    return mesh


def vary(mesh: trimesh.Trimesh, rng: np.random.Generator) -> trimesh.Trimesh:
    """Return a scaled (diagonal 100 mm) and randomly changed copy of ``mesh``.

    Mirrored, stretched, bent, tapered and cut by a plane, each at times.
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
    low, high = varied.bounds
    scale = DIAGONAL_MM / float(np.linalg.norm(high - low))
    return trimesh.Trimesh(np.asarray(varied.vertices) * scale, varied.faces, process=False)


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
