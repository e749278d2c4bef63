"""Ray casting on meshes: what a camera sees, how thick a wall is, where the surface lies."""

from __future__ import annotations

from typing import Any

import numpy as np
import trimesh

from btp_core.base.arrays import BoolArray, Float64Array


class MeshScene:
    """A triangle mesh prepared for ray casting (Embree, through Open3D).

    Parameters
    ----------
    mesh
        Any triangle mesh, closed or not, coordinates in mm.
    """

    def __init__(self, mesh: trimesh.Trimesh) -> None:
        import open3d

        o3d: Any = open3d
        self._o3d = o3d
        self._scene = o3d.t.geometry.RaycastingScene(nthreads=1)
        self._scene.add_triangles(
            o3d.core.Tensor(np.ascontiguousarray(mesh.vertices, dtype=np.float32)),
            o3d.core.Tensor(np.ascontiguousarray(mesh.faces, dtype=np.uint32)),
        )

    def distance(self, origin: Float64Array, direction: Float64Array) -> float:
        """Distance in mm from ``origin`` (3,) to the first hit along unit ``direction`` (3,)."""
        ray = np.concatenate([origin, direction]).astype(np.float32)[None]
        hit = self._scene.cast_rays(self._o3d.core.Tensor(ray), nthreads=1)
        return float(hit["t_hit"].numpy()[0])

    def distances(self, origins: Float64Array, directions: Float64Array) -> Float64Array:
        """Distances in mm, shape (K,), from origins (K, 3) along unit directions (K, 3)."""
        rays = np.concatenate([origins, directions], axis=1).astype(np.float32)
        hits = self._scene.cast_rays(self._o3d.core.Tensor(rays), nthreads=1)
        return np.asarray(hits["t_hit"].numpy(), dtype=np.float64)

    def closest(self, points: Float64Array) -> tuple[Float64Array, Float64Array]:
        """Nearest surface points and the face normals there, both (K, 3)."""
        query = self._o3d.core.Tensor(np.ascontiguousarray(points, dtype=np.float32))
        found = self._scene.compute_closest_points(query, nthreads=1)
        return (
            np.asarray(found["points"].numpy(), dtype=np.float64),
            np.asarray(found["primitive_normals"].numpy(), dtype=np.float64),
        )

    def unoccluded(self, points: Float64Array, targets: Float64Array) -> BoolArray:
        """Whether the straight way from points to targets, both (K, 3), is free; shape (K,)."""
        way = targets - points
        length = np.linalg.norm(way, axis=1)
        rays = np.concatenate([points, way / length[:, None]], axis=1).astype(np.float32)
        blocked = self._scene.test_occlusions(
            self._o3d.core.Tensor(rays), tnear=0.01, tfar=float(length.max()), nthreads=1
        )
        return np.asarray(~blocked.numpy(), dtype=np.bool_)


def first_seeing_camera(
    scene: MeshScene,
    points: Float64Array,
    normals: Float64Array,
    cameras: Float64Array,
    max_incidence_degrees: float,
    tries: int = 6,
) -> tuple[Float64Array, Float64Array]:
    """Find for each point the camera that sees it best.

    Cameras are tried in the order of incidence, so that most points need a single ray.

    Parameters
    ----------
    points, normals
        Shape (K, 3), points on the surface and unit normals.
    cameras
        Shape (C, 3), positions in mm outside the part.
    max_incidence_degrees
        Largest angle between the normal and the view.
    tries
        How many of the best cameras are tried per point.

    Returns
    -------
    camera
        Shape (K,), float index of the camera, NaN for unseen points.
    cosine
        Shape (K,), cosine of the incidence angle to that camera (0 where unseen).
    """
    away = cameras[None, :, :] - points[:, None, :]
    away /= np.linalg.norm(away, axis=2, keepdims=True)
    cosine = np.einsum("kcd,kd->kc", away, normals)
    del away
    limit = np.cos(np.radians(max_incidence_degrees))
    best_camera = np.full(len(points), np.nan)
    best_cosine = np.zeros(len(points))
    lifted = points + 0.005 * normals
    pending = np.arange(len(points))
    for _ in range(min(tries, len(cameras))):
        choice = cosine[pending].argmax(axis=1)
        value = cosine[pending, choice]
        usable = value > limit
        pending, choice, value = pending[usable], choice[usable], value[usable]
        if len(pending) == 0:
            break
        free = scene.unoccluded(lifted[pending], cameras[choice])
        best_camera[pending[free]] = choice[free]
        best_cosine[pending[free]] = value[free]
        pending, choice = pending[~free], choice[~free]
        cosine[pending, choice] = -1.0
    return best_camera, best_cosine
