"""Letters, chips and the colour bar of result pictures."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from btp_core.inspection.results import VerdictStatus
from btp_core.rendering.camera import round_length
from btp_core.rendering.colormap import CALM_RGB, NOT_CHECKED_RGB, color_bar

INK = (28, 32, 40)
FAINT_INK = (100, 107, 120)
# Sign and word besides the colour: a verdict must be readable without seeing colours.
CHIPS: dict[VerdictStatus, tuple[str, tuple[int, int, int]]] = {
    "pass": ("\N{CHECK MARK} PASS", (27, 120, 68)),
    "fail": ("\N{BALLOT X} FAIL", (176, 32, 46)),
    "not checked": ("? NOT CHECKED", (92, 98, 112)),
}


@lru_cache(maxsize=32)
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """DejaVu Sans, which comes with matplotlib: no font of the machine is needed."""
    import matplotlib as mpl  # slow; the window shall open before it

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(Path(mpl.get_data_path()) / "fonts" / "ttf" / name, size)


def draw_chip(draw: ImageDraw.ImageDraw, position: tuple[int, int], status: VerdictStatus) -> int:
    """Draw the verdict's chip with its upper left corner at ``position``; returns its right end."""
    text, color = CHIPS[status]
    x, y = position
    width = int(draw.textlength(text, font=font(26, bold=True))) + 36
    draw.rounded_rectangle((x, y, x + width, y + 46), radius=10, fill=color)
    draw.text((x + 18, y + 23), text, font=font(26, bold=True), fill="white", anchor="lm")
    return x + width


def draw_text(
    draw: ImageDraw.ImageDraw,
    position: tuple[int, int],
    text: str,
    *,
    size: int,
    width: int,
    bold: bool = False,
    fill: tuple[int, int, int] = INK,
) -> None:
    """Draw one line with its upper left corner at ``position``, cut to ``width`` pixels."""
    # Line breaks in a file name would break the layout, and lone surrogates the drawing.
    text = " ".join(text.split()).encode("utf-8", errors="replace").decode("utf-8")
    letters = font(size, bold=bold)
    while text and draw.textlength(text, font=letters) > width:
        text = text[: -max(2, len(text) // 20)].rstrip() + "\N{HORIZONTAL ELLIPSIS}"
    draw.text(position, text, font=letters, fill=fill)


def draw_label(draw: ImageDraw.ImageDraw, position: tuple[int, int], text: str) -> None:
    """Draw a few words on a light plate, readable on any picture."""
    letters = font(16)
    left, top, right, bottom = draw.textbbox(position, text, font=letters)
    draw.rounded_rectangle((left - 6, top - 5, right + 6, bottom + 5), radius=5, fill="white")
    draw.text(position, text, font=letters, fill=INK)


def draw_color_bar(
    picture: Image.Image,
    box: tuple[int, int, int, int],
    threshold: float,
    *,
    any_not_checked: bool,
) -> None:
    """Draw the fixed scale from 0 to 1 with the threshold marked.

    Parameters
    ----------
    picture
        Drawn into.
    box
        Left, upper, right and lower end of the bar itself; numbers stand right of it.
    threshold
        Marked left of the bar, in [0, 1].
    any_not_checked
        Whether to explain the colour of points without a score.
    """
    left, top, right, bottom = box
    draw = ImageDraw.Draw(picture)
    colors = color_bar(threshold, bottom - top)[::-1, None]
    bar = np.repeat(colors, right - left, axis=1)
    picture.paste(Image.fromarray(np.ascontiguousarray(bar)), (left, top))
    draw.rectangle((left, top, right - 1, bottom - 1), outline=FAINT_INK)
    draw.text((left, top - 34), "score", font=font(17), fill=INK)
    for value in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = round(bottom - value * (bottom - top))
        draw.line((right, y, right + 6, y), fill=FAINT_INK, width=2)
        draw.text((right + 12, y), f"{value:g}", font=font(16), fill=INK, anchor="lm")
    y = round(bottom - min(max(threshold, 0.0), 1.0) * (bottom - top))
    draw.polygon([(left - 14, y - 8), (left - 14, y + 8), (left - 1, y)], fill=INK)
    draw.line((left, y, right, y), fill=INK, width=2)
    legend = [(CALM_RGB, "below threshold")]
    if any_not_checked:
        legend.append((NOT_CHECKED_RGB, "not checked"))
    for row, (color, label) in enumerate(legend):
        y = bottom + 24 + 26 * row
        draw.rectangle((left - 30, y, left - 16, y + 14), fill=color, outline=FAINT_INK)
        draw.text((left - 10, y + 7), label, font=font(14), fill=FAINT_INK, anchor="lm")


def draw_scale_bar(
    draw: ImageDraw.ImageDraw, position: tuple[int, int], pixels_per_unit: float, longest: int
) -> None:
    """Draw a bar of a round length, at most ``longest`` pixels, left end at ``position``."""
    length = round_length(longest / pixels_per_unit)
    x, y = position
    end = x + length * pixels_per_unit
    plate = (x - 8, y - 32, max(end, x + 8 * len(f"{length:g}")) + 8, y + 10)
    draw.rounded_rectangle(plate, radius=5, fill="white")
    draw.line((x, y, end, y), fill=INK, width=3)
    for tick in (x, end):
        draw.line((tick, y - 5, tick, y + 5), fill=INK, width=2)
    draw.text((x, y - 12), f"{length:g}", font=font(15), fill=INK, anchor="ls")
