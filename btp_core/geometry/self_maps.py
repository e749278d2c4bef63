"""Mirror images and turns that map a part on itself, found from its own surface.

Two places of a symmetric part that look alike, with their normals, give one mirror plane and one
half-turn (after Mitra et al., "Partial and approximate symmetry detection", SIGGRAPH 2006); equal
turns about the main axes come on top. The candidates that map most of the surface on itself are
refined by point-to-plane ICP. Without any randomness: the same surface gives the same maps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from btp_core.base.arrays import Float32Array, Float64Array, IntArray
from btp_core.geometry.neighbours import PointTree, nearest_within

MAX_MAPS = 4
LEAST_SHARE = 0.6
"""Of the surface that a map must bring onto itself."""
NEAR = 1.6
"""Distance of a match while candidates are compared, in spacings of the points."""
SALIENT = 500
LIKES = 5
"""Places that look most alike, for each salient one."""
TESTED = 160
"""Points that judge a candidate."""
FIRST_LOOK = 6
"""Of these, every so many-th takes the first look at each candidate."""
PROMISING = 150
REFINED = 12
ICP_POINTS = 700
ICP_ROUNDS = 8
FACING = 0.8
TURNS = (3, 4, 5, 6, 8, 12)
SAME_MAP = 4.0
"""Maps that move no test point further apart than this, in spacings, are one."""


@dataclass(frozen=True, eq=False)
class SelfMap:
    """A map of space that brings a part onto itself: ``x -> linear @ x + shift``.

    Attributes
    ----------
    linear
        ``(3, 3)`` float64, orthonormal; a determinant of -1 is a mirror image.
    shift
        ``(3,)`` float64, in the units of the points.
    share
        Share of the points whose image lies on the surface, facing the same way.
    """

    linear: Float64Array
    shift: Float64Array
    share: float

    def points(self, points: Float64Array) -> Float64Array:
        """Images of ``(N, 3)`` points."""
        return points @ self.linear.T + self.shift

    def normals(self, normals: Float64Array) -> Float64Array:
        """Images of ``(N, 3)`` outward normals, outward again."""
        return normals @ self.linear.T


def find_self_maps(
    points: Float32Array,
    normals: Float32Array,
    tree: PointTree,
    looks: Float32Array,
    spacing: float,
    workers: int = 1,
) -> list[SelfMap]:
    """The maps of a surface on itself, best first, at most :data:`MAX_MAPS`.

    Parameters
    ----------
    points, normals, tree
        ``(L, 3)``: the surface, evenly thinned; outward normals; the tree of the points.
    looks
        ``(L, C)``: what the surface looks like there, the same in any pose and in a mirror.
    spacing
        Distance of neighbouring points.
    workers
        Threads of the neighbour searches.
    """
    exact = points.astype(np.float64), normals.astype(np.float64)
    surface = _Surface(*exact, tree, spacing, workers)
    if len(points) < 4 * LIKES or surface.size < 12 * spacing:
        return []
    first, second = _alike(surface, looks)
    linear, shift = _candidates(surface, first, second)
    rough = surface.shares(linear, shift, surface.few[::FIRST_LOOK])
    promising = np.argsort(-rough, kind="stable")[:PROMISING]
    linear, shift = linear[promising], shift[promising]
    shares = surface.shares(linear, shift, surface.few)
    found: list[SelfMap] = []
    tried = 0
    for best in np.argsort(-shares, kind="stable"):
        if tried == REFINED or shares[best] < LEAST_SHARE / 2:
            break
        candidate = SelfMap(linear[best], shift[best], float(shares[best]))
        if any(surface.same(candidate, other) for other in found):
            continue
        tried += 1
        refined = surface.refine(candidate)
        if refined.share >= LEAST_SHARE and not any(surface.same(refined, o) for o in found):
            found.append(refined)
    return sorted(found, key=lambda each: -each.share)[:MAX_MAPS]


class _Surface:
    """Points with normals that candidates are tried on."""

    def __init__(
        self,
        points: Float64Array,
        normals: Float64Array,
        tree: PointTree,
        spacing: float,
        workers: int,
    ) -> None:
        self.points, self.normals, self.tree = points, normals, tree
        self.spacing, self.workers = spacing, workers
        self.centre = (points.max(axis=0) + points.min(axis=0)) / 2
        self.size = float(np.linalg.norm(np.ptp(points, axis=0)))
        self.few = np.linspace(0, len(points) - 1, min(TESTED, len(points))).astype(np.int64)
        self.more = np.linspace(0, len(points) - 1, min(ICP_POINTS, len(points))).astype(np.int64)

    def shares(self, linear: Float64Array, shift: Float64Array, chosen: IntArray) -> Float64Array:
        """Share of the ``chosen`` points that each of ``(C, 3, 3)``, ``(C, 3)`` maps well."""
        moved = np.einsum("cij,nj->cni", linear, self.points[chosen]) + shift[:, None]
        facing = np.einsum("cij,nj->cni", linear, self.normals[chosen])
        hit, _, index = nearest_within(
            self.tree, moved.reshape(-1, 3), NEAR * self.spacing, self.workers
        )
        agree = hit & ((self.normals[index] * facing.reshape(-1, 3)).sum(axis=1) > FACING)
        share: Float64Array = agree.reshape(len(linear), -1).mean(axis=1)
        return share

    def same(self, one: SelfMap, other: SelfMap) -> bool:
        """Whether two maps bring the surface to the same place."""
        apart = one.points(self.points[self.few]) - other.points(self.points[self.few])
        return bool(np.sqrt((apart**2).sum(axis=1).mean()) < SAME_MAP * self.spacing)

    def refine(self, start: SelfMap) -> SelfMap:
        """The map after point-to-plane ICP, with its share."""
        linear, shift = start.linear, start.shift
        points, normals = self.points[self.more], self.normals[self.more]
        for reach in np.geomspace(4.0, 1.0, ICP_ROUNDS) * self.spacing:
            moved = points @ linear.T + shift
            hit, _, index = nearest_within(self.tree, moved, reach, self.workers)
            target = self.normals[index]
            hit &= (target * (normals @ linear.T)).sum(axis=1) > FACING
            if hit.sum() < 20:
                break
            centred = moved[hit] - self.centre
            plane = target[hit]
            gap = ((self.points[index[hit]] - moved[hit]) * plane).sum(axis=1)
            weight = 1.0 / (1.0 + (gap / (0.3 * self.spacing)) ** 2)
            rows = np.concatenate([np.cross(centred, plane), plane], axis=1)
            gram = (rows * weight[:, None]).T @ rows
            # The ridge holds what the surface lets slide: turns of a shaft, shifts of a plate.
            gram += np.diag([1e-4 * self.size**2] * 3 + [1e-4] * 3) * weight.sum()
            step = np.linalg.solve(gram, (rows * weight[:, None]).T @ gap)
            turn = Rotation.from_rotvec(step[:3]).as_matrix()
            shift = turn @ (shift - self.centre) + self.centre + step[3:]
            linear = turn @ linear
        share = float(self.shares(linear[None], shift[None], self.more)[0])
        return SelfMap(linear, shift, share)


def _alike(surface: _Surface, looks: Float32Array) -> tuple[IntArray, IntArray]:
    """Indices of places that look alike and lie apart: the salient ones with their likes."""
    middle = np.median(looks, axis=0)
    away = np.abs(looks - middle)
    scaled = np.clip((looks - middle) / (away.mean(axis=0) + 1e-6), -4, 4)
    order = np.argsort(-np.abs(scaled).sum(axis=1), kind="stable")
    # Of the rarer half, evenly: the rarest alone may be the defect.
    rare = np.sort(order[: max(len(order) // 2, 1)])
    chosen = rare[np.linspace(0, len(rare) - 1, min(SALIENT, len(rare))).astype(np.int64)]
    pool = rare[np.linspace(0, len(rare) - 1, min(3 * SALIENT, len(rare))).astype(np.int64)]
    # A product, not a tree: in so many dimensions a tree looks at everything.
    squared = (scaled**2).sum(axis=1)
    distance = squared[chosen, None] + squared[pool] - 2 * scaled[chosen] @ scaled[pool].T
    apart = np.linalg.norm(surface.points[chosen, None] - surface.points[pool][None], axis=2)
    distance[apart < 0.08 * surface.size] = np.inf
    likes = min(LIKES, len(pool))
    nearest = np.argpartition(distance, likes - 1, axis=1)[:, :likes]
    first = np.repeat(chosen, likes)
    second = pool[nearest.ravel()]
    fits = np.isfinite(np.take_along_axis(distance, nearest, axis=1).ravel())
    return first[fits], second[fits]


def _candidates(
    surface: _Surface, first: IntArray, second: IntArray
) -> tuple[Float64Array, Float64Array]:
    """Linear parts ``(C, 3, 3)`` and shifts ``(C, 3)`` of maps worth trying."""
    p, q = surface.points[first], surface.points[second]
    n, m = surface.normals[first], surface.normals[second]
    middle = (p + q) / 2
    across = (p - q) / np.linalg.norm(p - q, axis=1, keepdims=True)
    mirrored = n - 2 * (n * across).sum(axis=1, keepdims=True) * across
    is_mirror = (mirrored * m).sum(axis=1) > 0.95
    axis = n + m
    length = np.linalg.norm(axis, axis=1)
    axis = axis / np.maximum(length, 1e-9)[:, None]
    is_turn = (length > 0.5) & (np.abs((axis * across).sum(axis=1)) < 0.1)
    linear = [_reflections(across[is_mirror]), _half_turns(axis[is_turn])]
    about = [middle[is_mirror], middle[is_turn]]

    _, axes = np.linalg.eigh(np.cov(surface.points.T))
    main = axes.T
    centre = np.repeat(surface.points.mean(axis=0)[None], 3, axis=0)
    linear += [_reflections(main), _half_turns(main)]
    about += [centre, centre]
    for parts in TURNS:
        turns = Rotation.from_rotvec(main * (2 * np.pi / parts)).as_matrix()
        linear.append(turns)
        about.append(centre)
    every, fixed = np.concatenate(linear), np.concatenate(about)
    return every, fixed - np.einsum("cij,cj->ci", every, fixed)


def _reflections(across: Float64Array) -> Float64Array:
    return np.eye(3) - 2 * across[:, :, None] * across[:, None, :]


def _half_turns(axes: Float64Array) -> Float64Array:
    return 2 * axes[:, :, None] * axes[:, None, :] - np.eye(3)
