"""Which point is in front at each pixel, found with plain NumPy.

Each point becomes a small disc. Discs sink towards their rim, so that where several overlap on
one surface the nearest point wins, and colours meet half way between points.
"""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import BoolArray, Float32Array, IntArray

_EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)
_DEPTH_STEPS = 2**31
_INDEX_BITS = np.uint64(32)


def in_front(
    column: Float32Array,
    row: Float32Array,
    depth: Float32Array,
    cell: float,
    *,
    steepness: float = 8.0,
) -> BoolArray:
    """Which points are not hidden behind others, judged on a grid as coarse as their spacing.

    Parameters
    ----------
    column, row, depth
        ``(N,)`` in pixels; larger depth is nearer to the viewer.
    cell
        Size of a grid cell in pixels, about the distance between neighbouring points.
    steepness
        Slopes up to this (depth over width) do not hide themselves.

    Returns
    -------
    BoolArray
        ``(N,)``. Hidden is what lies behind its own cell's front by more than a steep slope
        explains, or behind the cells on two opposite sides (a gap in a sparse surface).
    """
    x = ((column - column.min()) / cell).astype(np.int64) + 1
    y = ((row - row.min()) / cell).astype(np.int64) + 1
    front = np.full((int(y.max()) + 2, int(x.max()) + 2), -np.inf, np.float32)
    np.maximum.at(front.reshape(-1), y * front.shape[1] + x, depth)
    beside = np.full_like(front, -np.inf)
    beside[1:-1] = np.minimum(front[:-2], front[2:])
    beside[:, 1:-1] = np.maximum(beside[:, 1:-1], np.minimum(front[:, :-2], front[:, 2:]))
    gap = front < beside - np.float32(2 * cell)
    limit = np.where(gap, np.float32(np.inf), front - np.float32(steepness * cell))
    shown: BoolArray = depth >= limit[y, x]
    return shown


def nearest_points(
    column: IntArray,
    row: IntArray,
    depth: Float32Array,
    radius: int | IntArray,
    shape: tuple[int, int],
) -> IntArray:
    """The point in front at each pixel.

    Parameters
    ----------
    column, row
        ``(N,)`` whole pixels, at most ``radius`` outside the picture.
    depth
        ``(N,)`` in pixels; larger is nearer to the viewer.
    radius
        Of the discs, or ``(N,)`` of each, in pixels, at least 1.
    shape
        Height and width.

    Returns
    -------
    IntArray
        ``(height, width)`` index of the point, -1 where there is none.
    """
    height, width = shape
    largest = int(np.max(radius))
    pad = 2 * largest
    stride = width + 2 * pad
    buffer = np.full((height + 2 * pad) * stride, _EMPTY, dtype=np.uint64)
    first = (row + pad) * stride + column + pad
    front, back = float(depth.max()) + 1.0, float(depth.min()) - largest - 1.0
    per_pixel = (_DEPTH_STEPS - 1) / (front - back)
    # Depth in the upper half of the key, the point's index in the lower: one minimum finds both.
    away = ((front - depth) * np.float64(per_pixel)).astype(np.uint64)
    keys = (away << _INDEX_BITS) | np.arange(len(depth), dtype=np.uint64)
    for size in np.unique(radius):
        some = np.s_[:] if np.ndim(radius) == 0 else np.flatnonzero(radius == size)
        places, values = first[some], keys[some]
        for down, across in _disc(int(size)):
            # Sunk alike whatever the size, or neighbours of two sizes would meet in a step.
            sunk = 0.5 * (down * down + across * across) / largest * per_pixel
            lower = np.uint64(sunk) << _INDEX_BITS
            np.minimum.at(buffer, places + (down * stride + across), values + lower)
    inner = buffer.reshape(-1, stride)[pad : pad + height, pad : pad + width]
    index = (inner & np.uint64(0xFFFFFFFF)).astype(np.int64)
    index[inner == _EMPTY] = -1
    return index


def close_gaps(index: IntArray, reach: int) -> None:
    """Fill, in place, pixels that have a surface within ``reach`` pixels on all four sides.

    Wider holes are the part's own and stay open.
    """
    mask = index >= 0
    between = _between(mask, reach, (0, 1)) & _between(mask, reach, (1, 0))
    rows, columns = np.nonzero(between & ~mask)
    height, width = index.shape
    for _ in range(reach):  # the surface grows inwards, a pixel at a time
        if not len(rows):
            break
        found = np.full(len(rows), -1, dtype=np.int64)
        for down, across in ((0, 1), (0, -1), (1, 0), (-1, 0)):
            y = np.clip(rows + down, 0, height - 1)
            x = np.clip(columns + across, 0, width - 1)
            found = np.maximum(found, index[y, x])
        index[rows, columns] = found
        rows, columns = rows[found < 0], columns[found < 0]


def _between(mask: BoolArray, reach: int, direction: tuple[int, int]) -> BoolArray:
    """Pixels with a set one within ``reach`` both before and behind, along one direction."""
    before, behind = mask.copy(), mask.copy()
    done, step = 0, 1
    # Doubling: a mask spread by n pixels, spread by n more, reaches 2 n.
    while done < reach:
        step = min(step, reach - done)
        down, across = direction[0] * step, direction[1] * step
        size = mask.shape[0] - down, mask.shape[1] - across
        if min(size) <= 0:
            break
        ahead, behindhand = np.s_[down:, across:], np.s_[: size[0], : size[1]]
        before[ahead] |= before[behindhand].copy()
        behind[behindhand] |= behind[ahead].copy()
        done += step
        step = done
    both: BoolArray = before & behind
    return both


def _disc(radius: int) -> list[tuple[int, int]]:
    """Pixels of a disc as (down, across)."""
    span = range(-radius, radius + 1)
    return [(y, x) for y in span for x in span if y * y + x * x <= radius * radius + 1]
