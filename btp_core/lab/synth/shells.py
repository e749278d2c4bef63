"""Thin shells: a body opened by a plane, with its inside as a second surface.

Sheet metal and moulded covers end at open rims. Without such good parts every open rim would
look like a hole to the network.
"""

from __future__ import annotations

import manifold3d
import numpy as np
import trimesh

from btp_core.base.arrays import Float64Array
from btp_core.lab.synth.defects.vectors import unit
from btp_core.lab.synth.inside import with_inside
from btp_core.lab.synth.visibility import MeshScene

_WALL_MM = (0.8, 2.0)
_PROBES = 400
_ON_PLANE_MM = 1e-3


def open_up(mesh: trimesh.Trimesh, rng: np.random.Generator) -> trimesh.Trimesh:
    """Cut ``mesh`` (mm) open by a plane and give it an inside; itself where it is too thin.

    What remains has straight rims, seen from outside and, through the opening, from inside.
    """
    wall = float(rng.uniform(*_WALL_MM))
    axis = np.eye(3)[int(rng.integers(3))] if rng.random() < 0.7 else unit(rng.normal(size=3))
    axis = axis * rng.choice([-1.0, 1.0])
    levels = np.asarray(mesh.vertices, dtype=np.float64) @ axis
    level = float(levels.min() + rng.uniform(0.05, 0.45) * np.ptp(levels))
    if len(mesh.faces) < 8 or not _thick(mesh, 3.0 * wall, rng):
        return mesh
    opened = _cut_open(mesh, axis, level)
    if opened is None or opened.area < 0.3 * mesh.area:
        return mesh
    return with_inside(opened, wall)


def _cut_open(mesh: trimesh.Trimesh, axis: Float64Array, level: float) -> trimesh.Trimesh | None:
    """What lies above ``level`` along ``axis``, without a lid; None where there is no solid."""
    solid = manifold3d.Manifold(
        manifold3d.Mesh(
            np.ascontiguousarray(mesh.vertices, dtype=np.float32),
            np.ascontiguousarray(mesh.faces, dtype=np.uint32),
        )
    )
    if solid.status() != manifold3d.Error.NoError or solid.is_empty():
        return None
    kept = solid.trim_by_plane(tuple(axis), level)
    if kept.is_empty() or kept.num_tri() < 8:
        return None
    result = kept.to_mesh()
    vertices = np.asarray(result.vert_properties, dtype=np.float64)[:, :3]
    faces = np.asarray(result.tri_verts, dtype=np.int64)
    lid = (np.abs(vertices @ axis - level) < _ON_PLANE_MM)[faces].all(axis=1)
    return trimesh.Trimesh(vertices, faces[~lid], process=False)


def _thick(mesh: trimesh.Trimesh, least: float, rng: np.random.Generator) -> bool:
    """Whether all but a tenth of the body is thicker than ``least`` mm.

    Where it is thinner the inside would come out on the other side.
    """
    points, face = trimesh.sample.sample_surface(mesh, _PROBES, seed=rng)
    normals = np.asarray(mesh.face_normals[face])
    depth = MeshScene(mesh).distances(np.asarray(points) - 0.01 * normals, -normals)
    return bool(np.mean(depth < least) < 0.1)
