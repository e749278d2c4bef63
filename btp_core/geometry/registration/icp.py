"""Robust point-to-plane ICP: many coarse poses at once, and one pose to the last digit.

Point-to-plane: Chen and Medioni, ICRA 1991. Weights: Geman-McClure with a scale that shrinks
from step to step, so that a defect or a second wall pulls less and less.
"""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float64Array
from btp_core.geometry.registration.poses import RigidPose
from btp_core.geometry.registration.target import RegistrationTarget

RIDGE = 1e-6


def refine_many(
    target: RegistrationTarget,
    points: Float64Array,
    rotations: Float64Array,
    shifts: Float64Array,
    scales: Float64Array,
) -> tuple[Float64Array, Float64Array]:
    """A few rough ICP steps on many poses; nearest points come from the target's map.

    Parameters
    ----------
    target
        What to register to.
    points
        ``(P, 3)``, a few hundred.
    rotations, shifts
        ``(H, 3, 3)`` and ``(H, 3)``.
    scales
        The robust scale of each step, in the units of the points.
    """
    for scale in scales:
        moved = np.einsum("hij,pj->hpi", rotations, points) + shifts[:, None]
        index, _ = target.map.look_up(moved)
        normals = target.coarse_normals[index]
        offset = moved - target.coarse[index]
        plane = np.einsum("hpi,hpi->hp", offset, normals)
        far = np.einsum("hpi,hpi->hp", offset, offset)
        weight = 1.0 / (1.0 + far / (2.0 * scale) ** 2) ** 2 / (1.0 + (plane / scale) ** 2) ** 2
        middle = moved.mean(axis=1, keepdims=True)
        step, move = _solve(moved - middle, normals, plane, weight)
        shifts = np.einsum("hij,hj->hi", step, shifts - middle[:, 0]) + middle[:, 0] + move
        rotations = np.einsum("hij,hjk->hik", step, rotations)
    return rotations, shifts


def refine(
    target: RegistrationTarget,
    points: Float64Array,
    pose: RigidPose,
    scales: Float64Array,
    workers: int = 1,
) -> RigidPose:
    """ICP against the fine level; one step a scale, a few of them until nothing moves."""
    for number, scale in enumerate(scales):
        moved = pose.apply(points)
        reach = max(3.0 * scale, 1.5 * target.spacing)
        # Bounded: looking for the nearest of what is far away is most of the time of a refusal.
        distance, index = target.tree.query(moved, workers=workers, distance_upper_bound=reach)
        met = np.isfinite(distance)
        index = np.where(met, index, 0)
        normals = target.normals[index]
        offset = moved - target.points[index]
        plane = np.einsum("pi,pi->p", offset, normals)
        weight = met / (1.0 + (plane / scale) ** 2) ** 2
        if weight.sum() < 6.0:
            return pose
        middle = moved.mean(axis=0)
        step, move = _solve((moved - middle)[None], normals[None], plane[None], weight[None])
        turn = RigidPose(step[0], middle + move[0] - step[0] @ middle)
        pose = turn.after(pose)
        moved_by = float(np.abs(move[0]).max() + np.abs(step[0] - np.eye(3)).max() * target.size)
        if number and scales[number - 1] == scale and moved_by < 1e-5 * target.size:
            break
    return RigidPose(_orthonormal(pose.rotation), pose.shift)


def _solve(
    points: Float64Array, normals: Float64Array, plane: Float64Array, weight: Float64Array
) -> tuple[Float64Array, Float64Array]:
    """Small rotations ``(H, 3, 3)`` and moves ``(H, 3)`` that take the planes' distances away."""
    size = np.sqrt((points**2).sum(axis=2).mean(axis=1))[:, None, None] + 1e-12
    columns = np.concatenate([np.cross(points / size, normals), normals], axis=2)
    weighted = columns * weight[:, :, None]
    gram = np.einsum("hpi,hpj->hij", weighted, columns)
    right = np.einsum("hpi,hp->hi", weighted, plane)
    # The ridge holds still what the surface leaves free: a plane slides, a tube turns.
    trace = np.trace(gram, axis1=1, axis2=2)[:, None, None]
    gram = gram + np.eye(6) * (RIDGE * trace + 1e-12)
    solved = -np.linalg.solve(gram, right[:, :, None])[:, :, 0]
    return _small_rotations(solved[:, :3] / size[:, 0]), solved[:, 3:]


def _small_rotations(vectors: Float64Array) -> Float64Array:
    """Rotations ``(H, 3, 3)`` of rotation vectors ``(H, 3)`` (Rodrigues)."""
    angle = np.sqrt((vectors**2).sum(axis=1))
    axis = vectors / np.maximum(angle, 1e-12)[:, None]
    zero = np.zeros(len(axis))
    x, y, z = axis.T
    cross = np.stack([zero, -z, y, z, zero, -x, -y, x, zero], axis=1).reshape(-1, 3, 3)
    sine, cosine = np.sin(angle)[:, None, None], np.cos(angle)[:, None, None]
    twice = np.einsum("hij,hjk->hik", cross, cross)
    return np.asarray(np.eye(3) + sine * cross + (1 - cosine) * twice)


def _orthonormal(rotation: Float64Array) -> Float64Array:
    left, _, right = np.linalg.svd(rotation)
    return np.asarray(np.einsum("ij,jk->ik", left, right))
