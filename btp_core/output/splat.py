"""Draws points as a shaded surface, in plain NumPy: no display, no graphics library, no driver.

Each point becomes a small disc in a depth buffer. Discs sink towards their rim, so that where
several overlap on one surface the nearest point wins, and colours meet half way between points.
Light comes from the viewer, upper left; folds and rims are darkened by their depth (eye-dome
lighting, Boucheny 2009).
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from btp_core.arrays import BoolArray, Float32Array, IntArray, UInt8Array
from btp_core.output.camera import View

_T = TypeVar("_T", bound=np.generic)

OVERSAMPLING = 2
_MAX_RADIUS = 28
_EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)
_DEPTH_STEPS = 2**31


def draw(
    positions: Float32Array,
    rgb: UInt8Array,
    view: View,
    size: tuple[int, int],
    *,
    spacing: float,
    background: tuple[int, int, int],
    margin: float = 0.06,
) -> tuple[UInt8Array, float]:
    """Draw points.

    Parameters
    ----------
    positions
        ``(N, 3)``.
    rgb
        ``(N, 3)`` colours.
    view
        Where to look from, and what must fit into the picture.
    size
        Width and height in pixels.
    spacing
        Typical distance of neighbouring points; sets the size of the discs.
    background
        Colour where there is no point.
    margin
        Share of the picture left free at each side.

    Returns
    -------
    tuple
        ``(height, width, 3)`` picture, and pixels per unit of length.
    """
    width, height = (side * OVERSAMPLING for side in size)
    half_width, half_height = (max(side, 1e-12) for side in view.half_size)
    scale = min(width / half_width, height / half_height) * (0.5 - margin)
    seen = view.project(positions)
    column = np.rint(seen[:, 0] * scale + width / 2)
    row = np.rint(height / 2 - seen[:, 1] * scale)
    radius = int(np.clip(np.ceil(2.2 * spacing * scale), 1, _MAX_RADIUS))
    inside = np.flatnonzero(
        (column >= -radius) & (column < width + radius) & (row >= -radius) & (row < height + radius)
    )
    picture = np.empty((height, width, 3), np.float32)
    picture[:] = background
    if len(inside):
        depth = seen[inside, 2] * scale  # in pixels, larger is nearer
        index, nearest = _nearest_points(
            column[inside].astype(np.int64),
            row[inside].astype(np.int64),
            depth,
            radius,
            (height, width),
        )
        mask = index >= 0
        shade = _shade(nearest, mask, radius)
        picture[mask] = rgb[inside[index[mask]]] * shade[mask][:, None]
    small = picture.reshape(size[1], OVERSAMPLING, size[0], OVERSAMPLING, 3).mean(axis=(1, 3))
    return np.clip(small, 0, 255).astype(np.uint8), scale / OVERSAMPLING


def _nearest_points(
    column: IntArray, row: IntArray, depth: Float32Array, radius: int, shape: tuple[int, int]
) -> tuple[IntArray, Float32Array]:
    """Per pixel the point in front (its index, -1 for none) and its depth in pixels."""
    height, width = shape
    pad = 2 * radius
    stride = width + 2 * pad
    buffer = np.full((height + 2 * pad) * stride, _EMPTY, dtype=np.uint64)
    first = (row + pad) * stride + column + pad
    front, back = float(depth.max()) + 1.0, float(depth.min()) - radius - 1.0
    per_pixel = (_DEPTH_STEPS - 1) / (front - back)
    # Depth in the upper half of the key, the point's index in the lower: one minimum finds both.
    point = np.arange(len(depth), dtype=np.uint64)
    away = (front - depth).astype(np.float64)
    for down in range(-radius, radius + 1):
        for across in range(-radius, radius + 1):
            distance = down * down + across * across
            if distance > radius * radius + 1:
                continue
            sunk = 0.5 * distance / radius
            keys = (((away + sunk) * per_pixel).astype(np.uint64) << np.uint64(32)) | point
            np.minimum.at(buffer, first + (down * stride + across), keys)
    keys = buffer.reshape(-1, stride)[pad : pad + height, pad : pad + width]
    empty = keys == _EMPTY
    index = (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)
    index[empty] = 0
    nearest = np.where(empty, np.float32(0), depth[index])
    index[empty] = -1
    return index, nearest


def _shade(depth: Float32Array, mask: BoolArray, radius: int) -> Float32Array:
    """Brightness per pixel, about 0.35 to 1.1."""
    # Discs are flat: smooth over about their size, without letting the background in.
    sigma = max(2.0, 1.2 * radius)
    weight = gaussian_filter(mask.astype(np.float32), sigma, truncate=2.5)
    smooth = gaussian_filter(np.where(mask, depth, 0), sigma, truncate=2.5)
    smooth = smooth / np.maximum(weight, 1e-6)
    step = max(2, radius)
    slope_x, slope_y = _slope(smooth, step, 1), _slope(smooth, step, 0)
    length = np.sqrt(slope_x**2 + slope_y**2 + 1)
    # The normal is (-dz/dx, -dz/dy, 1); rows grow downwards. Light: upper left, from the viewer.
    light = np.array([-0.35, 0.45, 0.82], np.float32)
    light /= np.linalg.norm(light)
    lambert = (-slope_x * light[0] + slope_y * light[1] + light[2]) / length
    facing = 1 / length
    shade = 0.48 + 0.40 * np.clip(lambert, 0, 1) + 0.20 * facing
    return (shade * _eye_dome(depth, mask, 2 * step)).astype(np.float32)


def _slope(depth: Float32Array, step: int, axis: int) -> Float32Array:
    """Depth difference per pixel; the gentler of both sides, so that rims do not smear."""
    ahead = (_shifted(depth, -step, axis) - depth) / step
    behind = (depth - _shifted(depth, step, axis)) / step
    return np.where(np.abs(ahead) < np.abs(behind), ahead, behind)


def _shifted(image: NDArray[_T], by: int, axis: int) -> NDArray[_T]:
    """The image moved along an axis; what enters at the rim is the rim itself."""
    last = image.shape[axis] - 1
    return image.take(np.clip(np.arange(last + 1) - by, 0, last), axis=axis)


def _eye_dome(depth: Float32Array, mask: BoolArray, step: int) -> NDArray[np.float32]:
    """Darkens pixels whose neighbours are nearer to the viewer."""
    hidden = np.zeros_like(depth)
    for axis, by in ((0, step), (0, -step), (1, step), (1, -step)):
        neighbour = _shifted(depth, by, axis)
        there = _shifted(mask, by, axis) & mask
        # Slopes alone must not darken: only what rises more than 60 degrees above the pixel.
        rise = np.where(there, neighbour - depth - 1.7 * step, 0)
        hidden += np.clip(rise / (6 * step), 0, 1)
    darkened: NDArray[np.float32] = np.exp(-0.5 * hidden).astype(np.float32)
    return darkened
