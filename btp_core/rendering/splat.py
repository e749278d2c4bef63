"""Draws points as a shaded surface: no display, no graphics library, no driver."""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float32Array, UInt8Array
from btp_core.rendering.camera import View
from btp_core.rendering.depth_buffer import close_gaps, in_front, nearest_points
from btp_core.rendering.shading import shade

OVERSAMPLING = 2
_MAX_RADIUS = 48


def draw(
    positions: Float32Array,
    rgb: UInt8Array,
    view: View,
    size: tuple[int, int],
    *,
    spacing: float,
    background: tuple[int, int, int] | None,
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
        Mean distance of neighbouring points; sets the size of the discs.
    background
        Colour where there is no point; None leaves it transparent.
    margin
        Share of the picture left free at each side.

    Returns
    -------
    tuple
        ``(height, width, 3)`` picture, or ``(height, width, 4)`` with opacity if it has no
        background, and pixels per unit of length.
    """
    width, height = (side * OVERSAMPLING for side in size)
    half_width, half_height = (max(side, 1e-12) for side in view.half_size)
    scale = min(width / half_width, height / half_height) * (0.5 - margin)
    seen = view.project(positions) * np.float32(scale)
    column, row = seen[:, 0] + np.float32(width / 2), np.float32(height / 2) - seen[:, 1]
    pitch = max(spacing * scale, 1.0)
    radius = int(np.clip(np.ceil(1.1 * pitch), 1, _MAX_RADIUS))
    inside = np.flatnonzero(
        (column >= 0) & (column < width - 0.5) & (row >= 0) & (row < height - 0.5)
    )
    picture = np.zeros((height, width, 3 if background else 4), np.float32)
    if background:
        picture[:] = background
    if len(inside):
        inside = inside[in_front(column[inside], row[inside], seen[inside, 2], 1.5 * pitch)]
        index = nearest_points(
            np.rint(column[inside]).astype(np.int64),
            np.rint(row[inside]).astype(np.int64),
            seen[inside, 2],
            radius,
            (height, width),
        )
        close_gaps(index, int(np.clip(np.ceil(1.6 * pitch), 2, 2 * _MAX_RADIUS)))
        mask = index >= 0
        points = inside[index]
        brightness = shade(np.where(mask, seen[points, 2], np.float32(0)), mask, radius)
        picture[mask, :3] = rgb[points[mask]] * brightness[mask][:, None]
        if background is None:
            picture[mask, 3] = 255
    small = _shrunk(picture)
    if background is None:
        # A mean over pixels some of which are empty: the colour is that of the others.
        small[..., :3] *= 255 / np.maximum(small[..., 3:], 1)
    return np.clip(small, 0, 255).astype(np.uint8), scale / OVERSAMPLING


def _shrunk(picture: Float32Array) -> Float32Array:
    """Means of blocks of pixels; adding whole pictures is faster than a mean over two axes."""
    steps = range(OVERSAMPLING)
    total = np.zeros_like(picture[::OVERSAMPLING, ::OVERSAMPLING])
    for i in steps:
        for j in steps:
            total += picture[i::OVERSAMPLING, j::OVERSAMPLING]
    return total / np.float32(OVERSAMPLING**2)
