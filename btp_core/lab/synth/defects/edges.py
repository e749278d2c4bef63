"""Crisp convex edges and corners of a part: where chips and burrs occur."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import trimesh
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float64Array, IntArray
from btp_core.lab.synth.defects.vectors import unit

_MIN_ANGLE_DEGREES = 28.0


@dataclass(frozen=True, eq=False)
class CrispEdges:
    """Convex edges between faces that meet at a clear angle.

    Attributes
    ----------
    ends
        Shape (E, 2), vertex indices of the base mesh.
    vertices
        Shape (V, 3), mm.
    normals
        Shape (E, 3), unit bisector of the two face normals, pointing outwards.
    corners, corner_normals
        Shape (C, 3): vertices where three or more such edges meet, and their outward axes.
    """

    ends: IntArray
    vertices: Float64Array
    normals: Float64Array
    corners: Float64Array
    corner_normals: Float64Array
    _trees: dict[str, tuple[cKDTree, IntArray]] = field(default_factory=dict, repr=False)

    def near(self, point: Float64Array) -> tuple[Float64Array, Float64Array, int]:
        """Return ``(point on an edge, bisector, edge index)`` close to ``point``, shape (3,).

        Raises
        ------
        LookupError
            The part has no crisp edge.
        """
        if len(self.ends) == 0:
            raise LookupError("no crisp edge")
        if "edges" not in self._trees:
            a, b = self.vertices[self.ends[:, 0]], self.vertices[self.ends[:, 1]]
            length = np.linalg.norm(b - a, axis=1)
            count = np.clip((length / 1.5).astype(np.int64), 1, 80)
            owner = np.repeat(np.arange(len(count)), count)
            rank = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
            t = ((rank + 0.5) / count[owner])[:, None]
            self._trees["edges"] = (cKDTree(a[owner] * (1 - t) + b[owner] * t), owner)
        tree, owner = self._trees["edges"]
        index = int(tree.query(point)[1])
        edge = int(owner[index])
        return np.asarray(tree.data[index], dtype=np.float64), self.normals[edge], edge

    def follow(
        self, edge: int, start: Float64Array, length: float, rng: np.random.Generator
    ) -> tuple[Float64Array, Float64Array]:
        """Follow the edge chain from ``start`` for ``length`` mm; polyline and bisectors (K, 3)."""
        side = int(rng.integers(2))
        points, normals = [start], [self.normals[edge]]
        heading = unit(
            self.vertices[self.ends[edge, side]] - self.vertices[self.ends[edge, 1 - side]]
        )
        left, at = length, int(self.ends[edge, side])
        target = self.vertices[at]
        for _ in range(400):
            way = float(np.linalg.norm(target - points[-1]))
            if way >= left:
                points.append(points[-1] + heading * left)
                normals.append(self.normals[edge])
                break
            points.append(target)
            normals.append(self.normals[edge])
            left -= way
            following = np.flatnonzero((self.ends == at).any(axis=1))
            following = following[following != edge]
            if len(following) == 0:
                break
            other = np.where(
                self.ends[following, 0] == at, self.ends[following, 1], self.ends[following, 0]
            )
            ways = unit(self.vertices[other] - target)
            best = int((ways @ heading).argmax())
            if ways[best] @ heading < 0.6:
                break
            edge, at, heading, target = (
                int(following[best]),
                int(other[best]),
                ways[best],
                self.vertices[other[best]],
            )
        return np.array(points), np.array(normals)


def find_crisp_edges(mesh: trimesh.Trimesh) -> CrispEdges:
    """Collect the crisp convex edges and corners of ``mesh`` (vertices merged)."""
    faces = np.asarray(mesh.faces, dtype=np.int64)
    vertices = np.asarray(mesh.vertices, dtype=np.float64)
    a, b, c = (vertices[faces[:, i]] for i in range(3))
    face_normals = unit(np.cross(b - a, c - a))
    edges = np.sort(faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    keys = edges[:, 0] * np.int64(len(vertices)) + edges[:, 1]
    order = np.argsort(keys, kind="stable")
    first = np.flatnonzero(keys[order][1:] == keys[order][:-1])
    left, right = order[first] // 3, order[first + 1] // 3
    ends = edges[order[first]]
    cosine = np.einsum("ij,ij->i", face_normals[left], face_normals[right])
    # Convex: the neighbour's far corner lies below this face's plane.
    centre = (a + b + c) / 3.0
    below = np.einsum("ij,ij->i", centre[right] - centre[left], face_normals[left]) < -1e-9
    chosen = (cosine < np.cos(np.radians(_MIN_ANGLE_DEGREES))) & (cosine > -0.98) & below
    ends = ends[chosen]
    bisector = unit(face_normals[left[chosen]] + face_normals[right[chosen]])
    degree = np.bincount(ends.ravel(), minlength=len(vertices))
    total = np.zeros_like(vertices)
    for axis in range(3):
        total[:, axis] = np.bincount(
            ends.ravel(), np.repeat(bisector[:, axis], 2), minlength=len(vertices)
        )
    corner = np.flatnonzero(degree >= 3)
    return CrispEdges(ends, vertices, bisector, vertices[corner], unit(total[corner]))
