"""A pose and scale that depend on the object alone, not on the file's coordinates; rotations."""

from __future__ import annotations

from dataclasses import dataclass

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

    def apply(self, points: Float64Array) -> Float32Array:
        """Canonical coordinates ``(N, 3)`` of points given in scan units."""
        centred = points - self.center
        canonical = centred @ self.axes / self.scale
        # Rounding lets copies of a scan that differ in the last bits fall into the same voxels.
        return np.asarray(np.round(canonical * GRID) / GRID, dtype=np.float32)


def canonical_pose(points: Float64Array) -> Pose:
    """Centre at the mean, axes by principal components, scale by the bounding radius.

    Signs of the axes follow the third moments, so that a rotated copy of a scan meets
    the same voxel grid and the same working points; the frame is right-handed, since a
    mirrored part is another part.
    """
    center = points.mean(axis=0)
    centred = points - center
    radius = float(np.sqrt(np.einsum("ij,ij->i", centred, centred).max()))
    unit = centred / radius
    _, axes = np.linalg.eigh(unit.T @ unit)
    axes = np.ascontiguousarray(axes[:, ::-1])
    turned = unit @ axes
    skew = np.einsum("ij,ij,ij->j", turned, turned, turned)
    axes = axes * np.where(skew < 0, -1.0, 1.0)
    if np.linalg.det(axes) < 0:
        # Turn the axis whose sign is least certain.
        weakest = int(np.argmin(np.abs(skew)))
        axes[:, weakest] *= -1.0
    return Pose(center=center, axes=axes, scale=radius)


def random_rotation(rng: np.random.Generator) -> Float64Array:
    """``(3, 3)``, drawn uniformly: QR of a normal matrix with its signs fixed."""
    q, r = np.linalg.qr(rng.normal(size=(3, 3)))
    q = q * np.sign(np.diag(r))
    if np.linalg.det(q) < 0:
        q[:, 0] = -q[:, 0]
    return np.asarray(q, dtype=np.float64)
