"""A reference surface made ready to be registered to: levels, normals, a map of nearest points."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float32Array, Float64Array, IntArray
from btp_core.geometry.neighbours import exact_nearest
from btp_core.geometry.thinning import one_per_voxel, thin_to
from btp_core.geometry.visibility import even_directions

COARSE = 2_500
"""Points of the level that poses are searched on."""
CELL_IN_SPACINGS = 1.0
MARGIN_IN_SPACINGS = 6.0
MAX_CELLS = 400_000
NORMAL_NEIGHBOURS = 12
DIAMETER_POINTS = 5_000
DIAMETER_DIRECTIONS = 128
STRAYS = 0.001
BEFORE_THINNING = 250_000
"""Denser clouds lose points by number first: voxels of a million points take too long."""


def fit_normals(points: Float64Array, tree: cKDTree, at: Float64Array, k: int) -> Float64Array:
    """Unit normals ``(Q, 3)`` of planes through the ``k`` nearest points, signs arbitrary."""
    _, index = tree.query(at, min(k, len(points)))
    patch = points[np.asarray(index).reshape(len(at), -1)]
    patch = patch - patch.mean(axis=1, keepdims=True)
    covariance = np.einsum("nki,nkj->nij", patch, patch)
    size = np.maximum(np.trace(covariance, axis1=1, axis2=2), 1e-300)
    _, vectors = np.linalg.eigh(covariance / size[:, None, None])
    return np.ascontiguousarray(vectors[:, :, 0])


def thin_by_spacing(points: Float64Array, spacing: float) -> IntArray:
    """Indices of points about ``spacing`` apart, one a voxel."""
    chosen = np.arange(len(points))
    if len(points) > BEFORE_THINNING:
        chosen = np.random.default_rng(0).permutation(len(points))[:BEFORE_THINNING]
        chosen.sort()
    local = ((points[chosen] - points[chosen].mean(axis=0)) / spacing).astype(np.float32)
    return np.asarray(chosen[one_per_voxel(local, 1.0)])


def diameter(points: Float64Array) -> float:
    """Largest extent of ``(N, 3)`` points over many directions, the same in every pose.

    The few outermost points are left out, since they may be strays.
    """
    some = points[:: max(len(points) // DIAMETER_POINTS, 1)]
    along = np.einsum("ni,di->nd", some, even_directions(DIAMETER_DIRECTIONS))
    low, high = np.quantile(along, [STRAYS, 1.0 - STRAYS], axis=0)
    return float((high - low).max())


@dataclass(frozen=True, eq=False)
class NearestMap:
    """Which point of the coarse level lies nearest, on a grid of cells round the reference."""

    low: Float64Array
    cell: float
    shape: tuple[int, int, int]
    nearest: IntArray

    def look_up(self, points: Float64Array) -> tuple[IntArray, np.ndarray]:
        """Nearest coarse points of ``(..., 3)`` points, and whether they lie on the grid."""
        flat = np.zeros(points.shape[:-1], dtype=np.int64)
        inside = np.ones(points.shape[:-1], dtype=np.bool_)
        for axis, count in enumerate(self.shape):
            position = np.floor((points[..., axis] - self.low[axis]) / self.cell).astype(np.int64)
            within = np.clip(position, 0, count - 1)
            inside &= within == position
            flat = flat * count + within
        return self.nearest[flat], inside


@dataclass(frozen=True, eq=False)
class RegistrationTarget:
    """A reference surface and what a search for poses needs of it.

    Attributes
    ----------
    points, normals
        ``(R, 3)`` float64: the fine level, about evenly spaced; normals of unit length, outward.
    spacing
        Of the fine level, in the units of the points.
    """

    points: Float64Array
    normals: Float64Array
    spacing: float

    @cached_property
    def tree(self) -> cKDTree:
        """Search tree of the fine level."""
        return cKDTree(self.points)

    @cached_property
    def size(self) -> float:
        """Largest extent, the same in every pose."""
        return diameter(self.points)

    @cached_property
    def coarse_index(self) -> IntArray:
        """Which fine points make the coarse level."""
        local = ((self.points - self.points.mean(axis=0)) / self.size).astype(np.float32)
        return thin_to(local, COARSE)

    @cached_property
    def coarse(self) -> Float64Array:
        """``(C, 3)`` points of the coarse level."""
        return self.points[self.coarse_index]

    @cached_property
    def coarse_normals(self) -> Float64Array:
        """``(C, 3)`` normals of the coarse level."""
        return self.normals[self.coarse_index]

    @cached_property
    def coarse_spacing(self) -> float:
        """Typical distance between neighbours of the coarse level."""
        distance, _ = exact_nearest(cKDTree(self.coarse), self.coarse, 5)
        return max(float(np.median(distance[:, -1])) / 1.3, self.size * 1e-4)

    @cached_property
    def middle(self) -> Float64Array:
        """Mean of the coarse level, which even thinning makes a mean over the surface."""
        return np.asarray(self.coarse.mean(axis=0))

    @cached_property
    def map(self) -> NearestMap:
        """Nearest coarse points on a grid."""
        margin = MARGIN_IN_SPACINGS * self.coarse_spacing
        low = self.coarse.min(axis=0) - margin
        extent = np.ptp(self.coarse, axis=0) + 2 * margin
        cell = max(
            CELL_IN_SPACINGS * self.coarse_spacing, float((extent.prod() / MAX_CELLS) ** (1 / 3))
        )
        counts = np.ceil(extent / cell).astype(np.int64)
        axes = [low[a] + (np.arange(counts[a]) + 0.5) * cell for a in range(3)]
        grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
        _, nearest = cKDTree(self.coarse).query(grid)
        shape = (int(counts[0]), int(counts[1]), int(counts[2]))
        return NearestMap(low, cell, shape, np.asarray(nearest, dtype=np.int64))

    @cached_property
    def descriptors(self) -> Float32Array:
        """Descriptors of the coarse level."""
        from btp_core.geometry.registration.descriptors import describe

        return describe(
            self.points,
            self.normals,
            self.tree,
            self.coarse,
            self.coarse_normals,
            self.coarse_spacing,
        )
