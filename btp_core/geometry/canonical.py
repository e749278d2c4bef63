"""A pose and scale that depend on the object alone, not on the file's coordinates; rotations."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement, permutations

import numpy as np

from btp_core.base.arrays import Float32Array, Float64Array

GRID = 2.0**20
"""Canonical coordinates are multiples of one over this, a millionth of the object."""


@dataclass(frozen=True, eq=False)
class Pose:
    """Similarity transform to the canonical frame: ``(points - center) @ axes / scale``.

    Attributes
    ----------
    center
        ``(3,)`` float64, in the scan's units.
    axes
        ``(3, 3)`` float64, orthonormal columns.
    scale
        Scan units per canonical unit.
    """

    center: Float64Array
    axes: Float64Array
    scale: float

    def apply(self, points: Float64Array, workers: int = 1) -> Float32Array:
        """Canonical coordinates ``(N, 3)`` of points given in scan units."""
        from btp_core.geometry.kernels.cloud import canonical_rows
        from btp_core.geometry.kernels.compiled import in_rows, plain

        canonical = np.empty((len(points), 3), dtype=np.float32)
        frame = plain(self.center, np.float64), plain(self.axes, np.float64), self.scale
        # Rounding lets copies of a scan that differ in the last bits fall into the same voxels.
        arguments = plain(points, np.float64), *frame, GRID, canonical
        in_rows(canonical_rows, len(points), workers, *arguments)
        return canonical


@dataclass(frozen=True, eq=False)
class Moments:
    """What is known of a cloud as a whole.

    Attributes
    ----------
    center
        ``(3,)``, the mean.
    radius
        Distance of the farthest point from it.
    second, third
        ``(3, 3)`` and ``(3, 3, 3)``: sums of products of coordinates from the centre, over the
        radius; zeros where the radius is zero.
    """

    center: Float64Array
    radius: float
    second: Float64Array
    third: Float64Array


def cloud_moments(points: Float64Array, workers: int = 1) -> Moments:
    """Moments of ``(N, 3)`` points; the same bits for any number of ``workers``."""
    from btp_core.geometry.kernels.cloud import BLOCK, MOMENTS, moment_blocks
    from btp_core.geometry.kernels.compiled import in_rows, plain

    points = plain(points, np.float64)
    center, largest = _center(points, workers)
    # A power of two changes no digit, and keeps products of any scan's coordinates in range.
    scale = 2.0 ** -max(int(np.frexp(largest)[1]), -1000)
    blocks = -(-len(points) // BLOCK)
    parts = np.empty((blocks, MOMENTS))
    in_rows(moment_blocks, blocks, workers, points, center, scale, parts, least=1)
    radius = float(np.sqrt(parts[:, 0].max()))
    unit = radius or 1.0
    second, third = np.empty((3, 3)), np.empty((3, 3, 3))
    # Of the sums of products with the same factors only one is taken.
    pairs = combinations_with_replacement(range(3), 2)
    for pair, total in zip(pairs, parts[:, 1:7].sum(axis=0), strict=True):
        for order in permutations(pair):
            second[order] = total / unit**2
    triples = combinations_with_replacement(range(3), 3)
    for triple, total in zip(triples, parts[:, 7:].sum(axis=0), strict=True):
        for order in permutations(triple):
            third[order] = total / unit**3
    return Moments(center, radius / scale, second, third)


def _center(points: Float64Array, workers: int) -> tuple[Float64Array, float]:
    """Mean ``(3,)`` and largest absolute coordinate; the same bits for any number of workers."""
    from btp_core.geometry.kernels.cloud import BLOCK, sum_blocks
    from btp_core.geometry.kernels.compiled import in_rows

    blocks = -(-len(points) // BLOCK)
    sums = np.empty((blocks, 4))
    in_rows(sum_blocks, blocks, workers, points, sums, least=1)
    return sums[:, :3].sum(axis=0) / len(points), float(sums[:, 3].max())


def centred_and_scaled(points: Float64Array, scale: float, workers: int = 1) -> Float32Array:
    """``(N, 3)`` points about their mean, in units of ``scale``."""
    from btp_core.geometry.kernels.cloud import scaled_rows
    from btp_core.geometry.kernels.compiled import in_rows, plain

    out = np.empty((len(points), 3), dtype=np.float32)
    points = plain(points, np.float64)
    center, _ = _center(points, workers)
    in_rows(scaled_rows, len(points), workers, points, center, float(scale), out)
    return out


def canonical_pose(points: Float64Array, workers: int = 1) -> Pose:
    """Centre at the mean, axes by principal components, scale by the bounding radius.

    Signs of the axes follow the third moments, so that a rotated copy of a scan meets
    the same voxel grid and the same working points; the frame is right-handed, since a
    mirrored part is another part.
    """
    moments = cloud_moments(points, workers)
    _, axes = np.linalg.eigh(moments.second)
    axes = np.ascontiguousarray(axes[:, ::-1])
    skew = np.einsum("ijk,ia,ja,ka->a", moments.third, axes, axes, axes)
    axes = axes * np.where(skew < 0, -1.0, 1.0)
    if np.linalg.det(axes) < 0:
        # Turn the axis whose sign is least certain.
        weakest = int(np.argmin(np.abs(skew)))
        axes[:, weakest] *= -1.0
    return Pose(center=moments.center, axes=axes, scale=moments.radius)


def random_rotation(rng: np.random.Generator) -> Float64Array:
    """``(3, 3)``, drawn uniformly: QR of a normal matrix with its signs fixed."""
    q, r = np.linalg.qr(rng.normal(size=(3, 3)))
    q = q * np.sign(np.diag(r))
    if np.linalg.det(q) < 0:
        q[:, 0] = -q[:, 0]
    return np.asarray(q, dtype=np.float64)
