"""A scan made ready to be registered: thinned as the target is, with normals and its noise."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float32Array, Float64Array, IntArray
from btp_core.geometry.registration.descriptors import describe
from btp_core.geometry.registration.target import NORMAL_NEIGHBOURS, thin_by_spacing


@dataclass(frozen=True, eq=False)
class RegistrationSource:
    """What a registration needs of a scan.

    Attributes
    ----------
    points, normals
        ``(S, 3)`` float64, thinned; normals of unit length, their signs arbitrary.
    index
        ``(S,)``: which of the given points they are.
    spacing
        Wanted distance between them.
    coarse_spacing
        Of the level that poses are searched on.
    noise
        Standard deviation of the points about planes through their neighbours.
    neighbours
        ``(S, k)`` indices of the nearest points, each point itself first.
    """

    points: Float64Array
    normals: Float64Array
    index: IntArray
    spacing: float
    coarse_spacing: float
    noise: float
    neighbours: IntArray

    @cached_property
    def tree(self) -> cKDTree:
        """Search tree of the points."""
        return cKDTree(self.points)

    @cached_property
    def coarse_index(self) -> IntArray:
        """Which of the points make the coarse level."""
        return thin_by_spacing(self.points, self.coarse_spacing)

    @cached_property
    def descriptors(self) -> Float32Array:
        """Descriptors of the coarse level."""
        coarse = self.coarse_index
        return describe(
            self.points,
            self.normals,
            self.tree,
            self.points[coarse],
            self.normals[coarse],
            self.coarse_spacing,
        )


def prepare_source(
    points: Float64Array, spacing: float, coarse_spacing: float, workers: int = 1
) -> RegistrationSource:
    """Thin a scan to the spacing of a target.

    Parameters
    ----------
    points
        ``(N, 3)``, all finite, in the units of the target.
    spacing, coarse_spacing
        Of the target's two levels.
    workers
        Threads of neighbour searches; the result does not depend on them.
    """
    index = thin_by_spacing(points, spacing)
    chosen = points[index]
    tree = cKDTree(chosen)
    normals, noise, neighbours = normals_and_noise(chosen, tree, workers)
    source = RegistrationSource(chosen, normals, index, spacing, coarse_spacing, noise, neighbours)
    source.__dict__["tree"] = tree
    return source


def normals_and_noise(
    points: Float64Array, tree: cKDTree, workers: int = 1
) -> tuple[Float64Array, float, IntArray]:
    """Unit normals of plane fits, the spread about the planes, and the neighbours ``(N, k)``.

    Curved surface adds to the spread, so the lower quartile is taken: the flattest places.
    """
    k = min(NORMAL_NEIGHBOURS, len(points))
    _, index = tree.query(points, k, workers=workers)
    index = np.asarray(index, dtype=np.int64).reshape(len(points), k)
    patch = points[index]
    patch = patch - patch.mean(axis=1, keepdims=True)
    covariance = np.einsum("nki,nkj->nij", patch, patch)
    size = np.maximum(np.trace(covariance, axis1=1, axis2=2), 1e-300)
    values, vectors = np.linalg.eigh(covariance / size[:, None, None])
    spread = np.sqrt(np.maximum(values[:, 0], 0.0) * size / max(k - 3, 1))
    return np.ascontiguousarray(vectors[:, :, 0]), float(np.quantile(spread, 0.25)), index
