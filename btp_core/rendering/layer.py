"""The surface that points make in a picture: which point is in front at each pixel, and its shade.

Colours are laid on later (:mod:`~btp_core.rendering.paint`), so that new ones cost milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from btp_core.base.arrays import Float32Array, IntArray
from btp_core.rendering.depth_buffer import close_gaps, in_front, nearest_points
from btp_core.rendering.projection import Projection
from btp_core.rendering.shading import shade

OVERLAP = 1.1
"""Radius of a point's disc, in distances between points."""
GAP = 1.6
"""Holes up to so many distances between points are gaps of the sampling."""
CELL, STEEPNESS = 2.0, 6.0
"""Distances between points across a cell that hides what is behind it: one in fifty is empty where
points fall at random; and slopes that do not hide themselves."""
LARGEST_RADIUS = 12
"""Pixels of the layer; a thin cloud is drawn in a layer with larger pixels."""
PITCH = 3.5
"""Pixels of the layer between neighbouring points, at most: more would show no more."""
COVER = 0.6
"""How soft the outline is, in radii of a disc."""


@dataclass(frozen=True, eq=False)
class Layer:
    """Points as a shaded surface, in ``(h, w)`` pixels that may be larger than the picture's.

    Attributes
    ----------
    index
        ``(h, w)`` number of the point in front, -1 where there is none.
    depth
        ``(h, w)`` in pixels of the layer, larger is nearer to the viewer.
    brightness
        ``(h, w)`` factor of the colour, about 0.3 to 1.1.
    cover
        ``(h, w)`` how much of the neighbourhood has a surface, 0 to 1; gives a soft outline.
    softness
        Standard deviation, in pixels of the layer, that ``cover`` was smoothed with.
    size
        Width and height of the picture.
    enlarged
        Length of a pixel of the layer in pixels of the picture, at least 1.
    """

    index: IntArray
    depth: Float32Array
    brightness: Float32Array
    cover: Float32Array
    softness: float
    size: tuple[int, int]
    enlarged: float

    def numbered(self, numbers: IntArray) -> Layer:
        """The same, drawn of some points that have other numbers ``(N,)`` among more of them."""
        return replace(self, index=np.where(self.index >= 0, numbers[self.index], -1))


class Stale(Exception):
    """Nobody wants the picture any more."""


def draw_layer(
    positions: Float32Array,
    spacing: Float32Array,
    projection: Projection,
    size: tuple[int, int],
    *,
    enlarged: float = 1.0,
    radius: float = 0.0,
    is_stale: Callable[[], bool] = lambda: False,
) -> Layer | None:
    """Draw points as a closed surface.

    Parameters
    ----------
    positions
        ``(N, 3)``.
    spacing
        ``(N,)`` distance between neighbours around each point.
    projection, size
        Of the picture; width and height in pixels.
    enlarged
        Least length of a pixel of the layer, in pixels of the picture. It is larger where
        points are far apart.
    radius
        Of all discs, in pixels of the picture; 0 closes the surface.
    is_stale
        Asked between the steps.

    Returns
    -------
    Layer or None
        None where no point is in the picture.

    Raises
    ------
    Stale
        ``is_stale`` said so.
    """
    from scipy.ndimage import gaussian_filter  # slow; the window opens before it

    seen, scales = projection.project(positions)
    pitches = spacing * scales
    room = np.maximum(3.0 * pitches, np.float32(radius))
    inside = np.flatnonzero(
        (scales > 0)
        & (seen[0] > -room)
        & (seen[0] < size[0] + room)
        & (seen[1] > -room)
        & (seen[1] < size[1] + room)
    )
    if not len(inside):
        return None
    _check(is_stale)
    pitch = radius / OVERLAP if radius else _front_pitch(seen[:, inside], pitches[inside], size)
    enlarged = max(enlarged, pitch / PITCH)
    size_here = tuple(max(round(side / enlarged), 1) for side in size)
    seen, pitch = seen[:, inside] / np.float32(enlarged), max(pitch / enlarged, 1.0)
    # Outside of the picture some points are needed, for the discs that reach into it.
    margin = int(np.ceil(2 * OVERLAP * pitch)) + 2
    seen[:2] += np.float32(margin)
    shape = size_here[1] + 2 * margin, size_here[0] + 2 * margin
    within = (seen[0] >= 0) & (seen[0] < shape[1] - 1) & (seen[1] >= 0) & (seen[1] < shape[0] - 1)
    seen, inside = seen[:, within], inside[within]
    if not len(inside):
        return None
    front = in_front(seen[0], seen[1], seen[2], CELL * pitch, steepness=STEEPNESS)
    seen, inside = seen[:, front], inside[front]
    _check(is_stale)
    radii = np.full(len(inside), radius, np.float32) if radius else OVERLAP * pitches[inside]
    radii = np.clip(np.ceil(radii / np.float32(enlarged)), 1, LARGEST_RADIUS).astype(np.int64)
    grain = int(np.median(radii))
    index = nearest_points(
        np.rint(seen[0]).astype(np.int64), np.rint(seen[1]).astype(np.int64), seen[2], radii, shape
    )
    _check(is_stale)
    if not radius:
        close_gaps(index, int(np.clip(np.ceil(GAP * pitch), 2, 2 * LARGEST_RADIUS)))
    mask = index >= 0
    depth = np.where(mask, seen[2][index], np.float32(0))
    _check(is_stale)
    brightness = shade(depth, mask, grain)
    _check(is_stale)
    softness = COVER * grain if enlarged > 1.0 or grain > 2 else 0.7
    cover = gaussian_filter(mask.astype(np.float32), softness, truncate=2.5)
    inner = np.s_[margin : shape[0] - margin, margin : shape[1] - margin]
    numbers = np.where(mask, inside[index], -1)
    return Layer(
        numbers[inner],
        depth[inner],
        brightness[inner],
        cover[inner],
        softness,
        size,
        size[0] / size_here[0],
    )


def _front_pitch(seen: Float32Array, pitches: Float32Array, size: tuple[int, int]) -> float:
    """Pixels between neighbours on the surface in front, of points ``(3, N)`` of a picture.

    From close by, most points lie behind that surface, far away and close together.
    """
    # Cells so large that each has a point of the front, which may be the sparsest part.
    order = np.argsort(pitches)
    area = np.cumsum(pitches[order].astype(np.float64) ** 2)
    cell = max(2.0 * float(pitches[order[np.searchsorted(area, 0.9 * area[-1])]]), 8.0)
    column = np.clip(seen[0] / cell, 0, size[0] / cell).astype(np.int64)
    row = np.clip(seen[1] / cell, 0, size[1] / cell).astype(np.int64)
    cells = row * (int(size[0] / cell) + 1) + column
    nearest = np.full(int(cells.max()) + 1, -np.inf, np.float32)
    np.maximum.at(nearest, cells, seen[2])
    return float(np.median(pitches[seen[2] >= nearest[cells]]))


def _check(is_stale: Callable[[], bool]) -> None:
    if is_stale():
        raise Stale
