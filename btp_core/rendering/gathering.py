"""A picture of how often something lay at each place of a surface."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from btp_core.base.arrays import Float64Array, IntArray, UInt8Array
from btp_core.rendering.camera import choose_overviews
from btp_core.rendering.colormap import CALM_RGB, DEFAULT_COLORMAP, colormap_table, table_entries
from btp_core.rendering.lettering import draw_label, draw_scale_bar, draw_text
from btp_core.rendering.splat import draw

BAR_WIDTH = 12
BAR_ROOM = 58
FIRST_COLOUR = 0.25
"""Of the colour map: its darkest colours would not show on the grey of places without any."""


def gathering_rgb(counts: IntArray, most: int) -> UInt8Array:
    """Colours ``(N, 3)`` of counts ``(N,)``: none is grey, ``most`` the map's last colour."""
    along = FIRST_COLOUR + (1 - FIRST_COLOUR) * np.clip(counts / max(most, 1), 0, 0.9999)
    colors = colormap_table(DEFAULT_COLORMAP)[table_entries(along)]
    return np.where(counts[:, None] > 0, colors, np.array(CALM_RGB, dtype=np.uint8))


def render_gathering(
    points: Float64Array,
    counts: IntArray,
    spacing: float,
    *,
    size: tuple[int, int] = (900, 460),
    background: tuple[int, int, int] = (255, 255, 255),
    ink: tuple[int, int, int] = (28, 36, 48),
    other_side: str = "other side",
) -> Image.Image:
    """Draw a surface from two sides, with a bar that tells what the colours count.

    Parameters
    ----------
    points, spacing
        ``(N, 3)``, N at least 1, and the distance between neighbours.
    counts
        ``(N,)`` at each point.
    size
        Width and height in pixels.
    background, ink
        Colours around, and of the letters.
    other_side
        Title of the second view.
    """
    picture = Image.new("RGB", size, background)
    pen = ImageDraw.Draw(picture)
    positions = (points - points.mean(axis=0)).astype(np.float32)
    most = int(counts.max(initial=0))
    rgb = gathering_rgb(counts, most)
    width, height = max((size[0] - BAR_ROOM) // 2, 16), max(size[1], 16)
    for number, view in enumerate(choose_overviews(positions, counts > 0)):
        pixels, scale = draw(
            positions, rgb, view, (width, height), spacing=spacing, background=background
        )
        picture.paste(Image.fromarray(pixels), (number * width, 0))
        if number:
            draw_label(pen, (number * width + 10, 10), other_side)
        else:
            draw_scale_bar(pen, (16, height - 22), scale, width // 4)
    if most:
        _draw_bar(picture, pen, most, ink)
    return picture


def _draw_bar(
    picture: Image.Image, pen: ImageDraw.ImageDraw, most: int, ink: tuple[int, int, int]
) -> None:
    left, top = picture.width - BAR_ROOM + 10, 24
    height = picture.height - 2 * top
    steps = np.linspace(most, 1, height).astype(np.int64)
    colors = gathering_rgb(steps, most)
    bar = np.repeat(colors[:, None], BAR_WIDTH, axis=1)
    picture.paste(Image.fromarray(np.ascontiguousarray(bar)), (left, top))
    room = picture.width - left - BAR_WIDTH - 4
    for text, y in ((f"{most:,}", top - 4), ("1", top + height - 12)):
        draw_text(pen, (left + BAR_WIDTH + 5, y), text, size=13, width=room, fill=ink)
