"""Where to look from: the sides of a scan that show most of it, and most of what is defective."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product

import numpy as np

from btp_core.base.arrays import BoolArray, Float32Array, Float64Array
from btp_core.rendering.depth_buffer import in_front

_TEST_POINTS = 15_000
_TEST_CELLS = 44
_WELL_FACED = 0.6
_THIN = 0.12
"""Of the scan's diagonal: so near a second sheet is the other side of a wall."""


@dataclass(frozen=True, eq=False)
class View:
    """A parallel projection.

    Attributes
    ----------
    axes
        ``(3, 3)`` rows: to the right, up, and towards the viewer.
    centre
        ``(3,)`` point in the middle of the picture.
    half_size
        Half the width and half the height of what must be seen, in the scan's units.
    """

    axes: Float32Array
    centre: Float32Array
    half_size: tuple[float, float]

    def project(self, positions: Float32Array) -> Float32Array:
        """``(N, 3)``: right, up, towards the viewer, relative to the centre."""
        projected: Float32Array = np.matmul(positions - self.centre, self.axes.T)
        return projected


def view_axes(direction: Float64Array) -> Float32Array:
    """``(3, 3)`` axes of a view from ``direction``, with z upwards where that makes sense."""
    toward = direction / np.linalg.norm(direction)
    up = np.array([0.0, 0.0, 1.0]) if abs(toward[2]) < 0.98 else np.array([0.0, 1.0, 0.0])
    right = np.cross(up, toward)
    right /= np.linalg.norm(right)
    return np.stack([right, np.cross(toward, right), toward]).astype(np.float32)


def candidate_directions() -> Float64Array:
    """``(26, 3)`` unit vectors: along the axes, the edges and the corners of a cube."""
    grid = np.array([d for d in product((-1, 0, 1), repeat=3) if any(d)], dtype=np.float64)
    # A little lower than the cube's corner: parts look more natural so.
    grid[:, 2] *= np.where(np.abs(grid[:, :2]).any(axis=1), 0.75, 1.0)
    unit: Float64Array = grid / np.linalg.norm(grid, axis=1, keepdims=True)
    return unit


def overview(axes: Float32Array, positions: Float32Array) -> View:
    """A view of all of ``(N, 3)`` positions."""
    seen = positions @ axes.T
    half = (seen.max(axis=0) - seen.min(axis=0)) / 2
    middle = (seen.max(axis=0) + seen.min(axis=0)) / 2
    return View(axes, (middle @ axes).astype(np.float32), (float(half[0]), float(half[1])))


def choose_overviews(positions: Float32Array, hot: BoolArray) -> tuple[View, View]:
    """Two views of a whole scan that together show most.

    Parameters
    ----------
    positions
        ``(N, 3)``, stray points left out.
    hot
        ``(N,)`` points that matter most.

    Returns
    -------
    tuple of View
        The first shows most of the surface and of its hot points, the second most of what the
        first one hides.
    """
    chosen = _few(len(positions), hot)
    points, hot = positions[chosen], hot[chosen]
    directions = candidate_directions()
    seen = np.stack([visible(points, overview(view_axes(d), points)) for d in directions])
    oblique = (np.abs(directions) > 0.1).sum(axis=1) / 3
    taste = 0.15 * oblique + 0.06 * directions[:, 2] - 0.03 * directions[:, 1]

    def best(counts: BoolArray, preference: Float64Array) -> int:
        value = preference + counts.mean(axis=1)
        if hot.any():
            value = value + counts[:, hot].mean(axis=1)
        return int(np.argmax(value))

    first = best(seen, taste)
    # The same view twice tells nothing, even where the first hides nothing.
    nearness = np.maximum(directions @ directions[first], 0)
    second = best(seen & ~seen[first], taste - 0.5 * nearness)
    step = max(1, len(positions) // 200_000)
    views = [overview(view_axes(directions[i]), positions[::step]) for i in (first, second)]
    return views[0], views[1]


def choose_direction(positions: Float32Array, worst: Float32Array) -> Float64Array:
    """``(3,)`` unit vector towards the viewer from where a place is seen, and most of the scan.

    Parameters
    ----------
    positions
        ``(N, 3)``, the whole scan.
    worst
        ``(K, 3)`` points of the place, K at least 1.
    """
    directions = candidate_directions()
    shown, facing = seen_from(positions, worst, directions)
    few = positions[_few(len(positions), np.zeros(len(positions), np.bool_))]
    whole = np.array([visible(few, overview(view_axes(d), few)).mean() for d in directions])
    oblique = (np.abs(directions) > 0.1).sum(axis=1) / 3
    taste = 0.15 * oblique + 0.06 * directions[:, 2] - 0.03 * directions[:, 1]
    # Squarely is flat: a little from the side, a place shows its shape.
    squarely = np.minimum(facing / _WELL_FACED, 1.0)
    best = int(np.argmax(2.5 * shown * squarely + whole + 2.0 * taste))
    return np.asarray(directions[best])


def seen_from(
    positions: Float32Array, place: Float32Array, directions: Float64Array
) -> tuple[Float64Array, Float64Array]:
    """How well a place of a scan is seen from ``(D, 3)`` directions.

    Returns
    -------
    tuple
        ``(D,)`` share of the place's points that nothing hides, and ``(D,)`` how squarely its
        surface is looked at, 0 to 1.
    """
    few = positions[_few(len(positions), np.zeros(len(positions), np.bool_))]
    some = place[:: max(1, len(place) // 1000)]
    points = np.vstack([few, some])
    is_place = np.arange(len(points)) >= len(few)
    shown = [visible(points, overview(view_axes(d), points))[is_place].mean() for d in directions]
    flat = place - place.mean(axis=0) if len(place) > 2 else np.zeros((1, 3), np.float32)
    normal = np.linalg.svd(flat.T @ flat)[2][2].astype(np.float64)
    side = _outer_side(positions, place, normal)
    # The back of a thin wall is too near for the coarse grid to tell that it is hidden.
    from_outside = directions @ normal * side > -1e-3 if side else np.True_
    return np.array(shown) * from_outside, np.abs(directions @ normal)


def _outer_side(positions: Float32Array, place: Float32Array, normal: Float64Array) -> int:
    """On which side of a place in a thin wall the viewer must be: 1, -1, or 0 for any."""
    centre = np.median(place, axis=0)
    offset = (positions - centre).astype(np.float64)
    diagonal = float(np.linalg.norm(np.ptp(positions, axis=0)))
    height = offset @ normal
    aside = np.sqrt(np.maximum((offset**2).sum(axis=1) - height**2, 0.0))
    around = (place - centre).astype(np.float64)
    reach = max(0.5 * float(np.quantile(np.linalg.norm(around, axis=1), 0.9)), 0.02 * diagonal)
    own = 3.0 * float(np.std(around @ normal)) + 0.004 * diagonal
    height = height[aside < reach]
    gaps = []
    for sheet in (-height[height < -own], height[height > own]):
        gaps.append(float(np.quantile(sheet, 0.1)) if len(sheet) > 2 else np.inf)
    behind, before = gaps
    if min(gaps) > _THIN * diagonal:
        return 0
    return 1 if behind < before else -1


def choose_closeup(positions: Float32Array, region: Float32Array, diagonal: float) -> View:
    """A view close to one group of points, from where it is seen best.

    Parameters
    ----------
    positions
        ``(N, 3)``, the whole scan, stray points left out.
    region
        ``(K, 3)``, the points to show, K at least 1.
    diagonal
        Of the scan: a small region is shown with some surroundings.
    """
    centre = np.median(region, axis=0).astype(np.float32)
    radius = max(float(np.quantile(np.linalg.norm(region - centre, axis=1), 0.98)), 1e-9)
    size = max(1.6 * radius, 0.11 * diagonal)
    near = positions[np.linalg.norm(positions - centre, axis=1) < max(radius, 0.04 * diagonal)]
    flat = near - near.mean(axis=0) if len(near) > 2 else np.zeros((1, 3), np.float32)
    normal = np.linalg.svd(flat.T @ flat)[2][2].astype(np.float64)
    directions = np.vstack([candidate_directions(), normal, -normal])

    # Whether a region's point is hidden depends on all points, so both are looked at together.
    few = positions[_few(len(positions), np.zeros(len(positions), np.bool_))]
    points = np.vstack([few, region[:: max(1, len(region) // 2000)]])
    is_region = np.arange(len(points)) >= len(few)
    views = [overview(view_axes(d), points) for d in directions]
    shown = np.array([visible(points, view)[is_region].mean() for view in views])
    facing = np.abs(directions @ normal)
    best = int(np.argmax(shown * (0.35 + 0.65 * facing) + 0.02 * directions[:, 2]))
    return View(views[best].axes, centre, (size, size))


def visible(positions: Float32Array, view: View) -> BoolArray:
    """``(N,)`` bool: which points no other point hides, judged on a coarse grid."""
    seen = view.project(positions)
    cell = 2 * max(*view.half_size, 1e-12) / _TEST_CELLS
    return in_front(seen[:, 0], seen[:, 1], seen[:, 2], cell, steepness=4.0)


def _few(count: int, keep: BoolArray) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Indices of a random few points, the ones to keep among them in good number."""
    generator = np.random.default_rng(0)
    some = generator.integers(0, count, min(count, _TEST_POINTS))
    kept = np.flatnonzero(keep)
    if len(kept) > _TEST_POINTS // 5:
        kept = kept[generator.integers(0, len(kept), _TEST_POINTS // 5)]
    return np.unique(np.concatenate([some, kept]))


def round_length(longest: float) -> float:
    """The largest of 1, 2 or 5 times a power of ten that is not above ``longest``."""
    power = 10.0 ** math.floor(math.log10(longest))
    return max(step * power for step in (1, 2, 5) if step * power <= longest * (1 + 1e-9))
