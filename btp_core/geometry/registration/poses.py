"""Rigid poses, many at a time: applied, composed, compared, spread over all rotations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from btp_core.base.arrays import Float64Array, IntArray


@dataclass(frozen=True, eq=False)
class RigidPose:
    """A rotation and a shift: ``rotation @ point + shift``.

    Attributes
    ----------
    rotation
        ``(3, 3)`` float64, proper (determinant 1).
    shift
        ``(3,)`` float64, in the units of the points.
    """

    rotation: Float64Array
    shift: Float64Array

    @classmethod
    def identity(cls) -> RigidPose:
        """The pose that changes nothing."""
        return cls(np.eye(3), np.zeros(3))

    def apply(self, points: Float64Array) -> Float64Array:
        """``(N, 3)`` points moved; the same bits for any number of threads."""
        return rotate(points, self.rotation) + self.shift

    def turn(self, vectors: Float64Array) -> Float64Array:
        """``(N, 3)`` directions turned."""
        return rotate(vectors, self.rotation)

    def after(self, first: RigidPose) -> RigidPose:
        """The pose that applies ``first``, then this one."""
        return RigidPose(
            np.einsum("ij,jk->ik", self.rotation, first.rotation), self.apply(first.shift[None])[0]
        )

    def inverse(self) -> RigidPose:
        """The pose that undoes this one."""
        turned = np.ascontiguousarray(self.rotation.T)
        return RigidPose(turned, -rotate(self.shift[None], turned)[0])

    def matrix(self) -> Float64Array:
        """The pose as a ``(4, 4)`` homogeneous matrix."""
        whole = np.eye(4)
        whole[:3, :3], whole[:3, 3] = self.rotation, self.shift
        return whole


def rotate(points: Float64Array, rotation: Float64Array) -> Float64Array:
    """``(N, 3)`` points turned, term by term: a BLAS product may differ with its threads."""
    x, y, z = points[:, 0], points[:, 1], points[:, 2]
    return np.stack([r[0] * x + r[1] * y + r[2] * z for r in rotation], axis=1)


def angles_between(rotations: Float64Array, other: Float64Array) -> Float64Array:
    """Angles ``(H,)`` in radians between rotations ``(H, 3, 3)`` and one ``(3, 3)``."""
    trace = np.einsum("hij,ij->h", rotations, other)
    return np.asarray(np.arccos(np.clip((trace - 1.0) / 2.0, -1.0, 1.0)))


def rotations_from_quaternions(quaternions: Float64Array) -> Float64Array:
    """``(H, 3, 3)`` rotations of unit quaternions ``(H, 4)``, scalar last."""
    x, y, z, w = quaternions.T
    rows = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    return np.stack([np.stack(row, axis=1) for row in rows], axis=1)


def even_rotations(count: int) -> Float64Array:
    """``(count, 3, 3)`` rotations spread evenly over all there are.

    Super-Fibonacci spirals (Alexa, "Super-Fibonacci Spirals: Fast, Low-Discrepancy Sampling of
    SO(3)", CVPR 2022).
    """
    phi, psi = np.sqrt(2.0), 1.533751168755204288118041
    s = np.arange(count) + 0.5
    r, big = np.sqrt(s / count), np.sqrt(1.0 - s / count)
    alpha, beta = 2.0 * np.pi * s / phi, 2.0 * np.pi * s / psi
    return rotations_from_quaternions(
        np.stack(
            [r * np.sin(alpha), r * np.cos(alpha), big * np.sin(beta), big * np.cos(beta)], axis=1
        )
    )


def different_poses(
    rotations: Float64Array,
    shifts: Float64Array,
    middle: Float64Array,
    angle: float,
    distance: float,
    limit: int,
) -> IntArray:
    """Positions of poses that differ from every earlier one, at most ``limit``.

    Parameters
    ----------
    rotations, shifts
        ``(H, 3, 3)`` and ``(H, 3)``, best first.
    middle
        ``(3,)``: the point whose images are compared.
    angle, distance
        Two poses are the same when both their rotations and the images of ``middle`` are closer
        than this (radians, and the units of the shifts).
    """
    images = np.einsum("hij,j->hi", rotations, middle) + shifts
    kept: list[int] = []
    free = np.ones(len(rotations), dtype=np.bool_)
    while len(kept) < limit:
        left = np.flatnonzero(free)
        if len(left) == 0:
            break
        first = int(left[0])
        kept.append(first)
        near = angles_between(rotations[left], rotations[first]) < angle
        near &= ((images[left] - images[first]) ** 2).sum(axis=1) < distance**2
        free[left[near]] = False
        free[first] = False
    return np.asarray(kept, dtype=np.int64)
