"""The inside of a thin wall: the same surface a little further in, facing the other way."""

from __future__ import annotations

import numpy as np
import trimesh
from numpy.typing import NDArray


def with_inside(mesh: trimesh.Trimesh, wall: float) -> trimesh.Trimesh:
    """``mesh`` and its reversed copy ``wall`` mm further in; vertices of the copy come last."""
    vertices = np.asarray(mesh.vertices, dtype=np.float64)
    faces = np.asarray(mesh.faces, dtype=np.int64)
    inner = vertices - wall * _normals(vertices, faces)
    both = np.concatenate([faces, faces[:, ::-1] + len(vertices)])
    return trimesh.Trimesh(np.concatenate([vertices, inner]), both, process=False)


def _normals(vertices: NDArray[np.float64], faces: NDArray[np.int64]) -> NDArray[np.float64]:
    """Area-weighted vertex normals, ``(V, 3)``; null for vertices without a face."""
    a, b, c = (vertices[faces[:, i]] for i in range(3))
    weighted = np.cross(b - a, c - a)
    total = np.zeros_like(vertices)
    for axis in range(3):
        total[:, axis] = np.bincount(
            faces.ravel(), np.repeat(weighted[:, axis], 3), minlength=len(vertices)
        )
    length = np.linalg.norm(total, axis=1, keepdims=True)
    return np.asarray(total / np.maximum(length, 1e-12))
