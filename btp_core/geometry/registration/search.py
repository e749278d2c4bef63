"""First guesses of a pose: turns over all rotations, principal axes, pairs that look alike."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float32Array, Float64Array
from btp_core.geometry.registration.icp import refine_many
from btp_core.geometry.registration.poses import different_poses, even_rotations
from btp_core.geometry.registration.target import RegistrationTarget

TURNS = 4_608
"""Rotations of the even spread, 12 degrees apart."""
CHECK_POINTS = 96
ROUGH_POINTS = 300
ROUGH_POSES = 48
CANDIDATES = 5
PAIRS = 12_000
MAX_PAIR_POSES = 5_000
CHUNK = 512
SAME_ANGLE = float(np.radians(10.0))


@dataclass(frozen=True, eq=False)
class Guesses:
    """Poses of a coarse scan on a target, best first.

    Attributes
    ----------
    rotations, shifts
        ``(H, 3, 3)`` and ``(H, 3)``.
    scores
        ``(H,)``: share of the scan on the target, soft, in [0, 1].
    """

    rotations: Float64Array
    shifts: Float64Array
    scores: Float64Array

    def best(self, limit: int, target: RegistrationTarget, middle: Float64Array) -> Guesses:
        """The best ones that differ from each other."""
        order = np.argsort(-self.scores, kind="stable")
        rotations, shifts, scores = self.rotations[order], self.shifts[order], self.scores[order]
        kept = different_poses(
            rotations, shifts, middle, SAME_ANGLE, 2.0 * target.coarse_spacing, limit
        )
        return Guesses(rotations[kept], shifts[kept], scores[kept])


def search(
    target: RegistrationTarget,
    points: Float64Array,
    normals: Float64Array,
    descriptors: Float32Array | None,
    seed: int,
    limit: int,
) -> Guesses:
    """Different poses of a thinned scan on a target, best first, at most ``limit``.

    Parameters
    ----------
    target
        What to register to.
    points, normals
        ``(P, 3)``: the scan at the target's coarse spacing; signs of normals arbitrary.
    descriptors
        ``(P, D)`` of the scan, for guesses from pairs of points. None guesses from turns about
        the middle instead, which is enough for a scan from all sides.
    seed
        Fixes which points and pairs are drawn.
    limit
        How many poses at most.
    """
    rng = np.random.default_rng(seed)
    middle = points.mean(axis=0)
    check = rng.permutation(len(points))[:CHECK_POINTS]
    rough = rng.permutation(len(points))[:ROUGH_POINTS]
    if descriptors is None:
        rotations = np.concatenate([_axis_turns(target, points), even_rotations(TURNS)])
        shifts = target.middle - np.einsum("hij,j->hi", rotations, middle)
    else:
        rotations, shifts = _pair_poses(target, points, normals, descriptors, rng)
    h = target.coarse_spacing
    scores = soft_share(target, points[check], normals[check], rotations, shifts, 2.5 * h)
    guesses = Guesses(rotations, shifts, scores).best(ROUGH_POSES, target, middle)
    rotations, shifts = refine_many(
        target,
        points[rough],
        guesses.rotations,
        guesses.shifts,
        h * np.array([2.5, 2.0, 1.5, 1.2, 1.0, 1.0, 0.8, 0.8, 0.6, 0.6]),
    )
    scores = soft_share(target, points, normals, rotations, shifts, 0.8 * h)
    return Guesses(rotations, shifts, scores).best(limit, target, middle)


def soft_share(
    target: RegistrationTarget,
    points: Float64Array,
    normals: Float64Array,
    rotations: Float64Array,
    shifts: Float64Array,
    scale: float,
) -> Float64Array:
    """How much of the points lies on the target under each pose, ``(H,)`` in [0, 1]."""
    scores = np.empty(len(rotations))
    # Half the memory is twice the speed; these scores only rank.
    points, normals = points.astype(np.float32), normals.astype(np.float32)
    rotations, shifts = rotations.astype(np.float32), shifts.astype(np.float32)
    coarse = target.coarse.astype(np.float32)
    coarse_normals = target.coarse_normals.astype(np.float32)
    lateral = max(2.0 * target.coarse_spacing, scale)
    for start in range(0, len(rotations), CHUNK):
        part = slice(start, start + CHUNK)
        moved = np.einsum("hij,pj->hpi", rotations[part], points) + shifts[part][:, None]
        turned = np.einsum("hij,pj->hpi", rotations[part], normals)
        index, inside = target.map.look_up(moved)
        offset = moved - coarse[index]
        facing = coarse_normals[index]
        plane = np.einsum("hpi,hpi->hp", offset, facing)
        far = np.einsum("hpi,hpi->hp", offset, offset)
        agree = np.einsum("hpi,hpi->hp", turned, facing) ** 2
        share = np.exp(-((plane / scale) ** 2)) * (far < lateral**2) * inside
        scores[part] = (share * (0.3 + 0.7 * agree)).mean(axis=1)
    return scores


def _axis_turns(target: RegistrationTarget, points: Float64Array) -> Float64Array:
    """The 24 rotations that bring principal axes on principal axes."""
    frames = []
    for cloud in (target.coarse, points):
        centred = cloud - cloud.mean(axis=0)
        _, axes = np.linalg.eigh(np.einsum("ni,nj->ij", centred, centred))
        axes[:, 2] *= np.sign(np.linalg.det(axes))
        frames.append(axes)
    turns = []
    for order in itertools.permutations(range(3)):
        for signs in itertools.product((1.0, -1.0), repeat=3):
            change = np.zeros((3, 3))
            change[np.arange(3), order] = signs
            if np.linalg.det(change) > 0:
                turns.append(frames[0] @ change @ frames[1].T)
    return np.stack(turns)


def _pair_poses(
    target: RegistrationTarget,
    points: Float64Array,
    normals: Float64Array,
    descriptors: Float32Array,
    rng: np.random.Generator,
) -> tuple[Float64Array, Float64Array]:
    """Poses from two points each whose descriptors, distance and angles agree."""
    # Points unlike the others tell more: a flat wall fits anywhere.
    odd = ((descriptors - descriptors.mean(axis=0)) ** 2).sum(axis=1)
    chance = odd / odd.sum()
    k = min(CANDIDATES, len(target.coarse))
    _, like = cKDTree(target.descriptors).query(descriptors, k)
    like = np.asarray(like, dtype=np.int64).reshape(len(points), k)
    one = rng.choice(len(points), PAIRS, p=chance)
    two = rng.choice(len(points), PAIRS, p=chance)
    to_one = like[one][:, :, None].repeat(k, axis=2).reshape(-1)
    to_two = like[two][:, None, :].repeat(k, axis=1).reshape(-1)
    one, two = one.repeat(k * k), two.repeat(k * k)
    h = target.coarse_spacing
    line, to_line = points[two] - points[one], target.coarse[to_two] - target.coarse[to_one]
    length = np.sqrt((line**2).sum(axis=1))
    to_length = np.sqrt((to_line**2).sum(axis=1))
    fits = (np.abs(length - to_length) < 1.2 * h) & (np.minimum(length, to_length) > 6.0 * h)
    one, two, to_one, to_two = one[fits], two[fits], to_one[fits], to_two[fits]
    line = line[fits] / length[fits][:, None]
    to_line = to_line[fits] / to_length[fits][:, None]
    n, m = normals[one], target.coarse_normals[to_one]
    n2, m2 = normals[two], target.coarse_normals[to_two]
    angles = (
        (np.abs(_dot(n, line)), np.abs(_dot(m, to_line))),
        (np.abs(_dot(n2, line)), np.abs(_dot(m2, to_line))),
        (np.abs(_dot(n, n2)), np.abs(_dot(m, m2))),
    )
    # A direction along the normal leaves the turn about it open.
    good = angles[0][0] < 0.95
    for mine, its in angles:
        good &= np.abs(mine - its) < 0.15
    kept = np.flatnonzero(good)[: MAX_PAIR_POSES // 2]
    frames = _frames(line[kept], n[kept])
    poses, moves = [], []
    for sign in (1.0, -1.0):
        to_frames = _frames(to_line[kept], sign * m[kept])
        rotation = np.einsum("hij,hkj->hik", to_frames, frames)
        between = 0.5 * (points[one[kept]] + points[two[kept]])
        to_between = 0.5 * (target.coarse[to_one[kept]] + target.coarse[to_two[kept]])
        poses.append(rotation)
        moves.append(to_between - np.einsum("hij,hj->hi", rotation, between))
    return np.concatenate(poses), np.concatenate(moves)


def _frames(line: Float64Array, normal: Float64Array) -> Float64Array:
    """Orthonormal columns ``(H, 3, 3)``: the line, the normal across it, and their product."""
    across = normal - _dot(normal, line)[:, None] * line
    across = across / np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-12)
    return np.stack([line, across, np.cross(line, across)], axis=2)


def _dot(one: Float64Array, two: Float64Array) -> Float64Array:
    return np.asarray(np.einsum("ni,ni->n", one, two))
