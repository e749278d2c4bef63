"""Deviations in pictures: the range of their colours, the colour bar, and the numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from PIL import Image, ImageDraw

from btp_core.rendering.colormap import NOT_CHECKED_RGB, diverging_rgb
from btp_core.rendering.lettering import FAINT_INK, INK, font

MINUS = "\N{MINUS SIGN}"
LEAST_IN_RESIDUALS = 8.0
"""A good part must look calm: its own noise takes no more than an eighth of the range."""
LEAST_IN_SIZES = 1e-3
ROUND = (1.0, 2.0, 5.0, 10.0)


def deviation_limit(largest: Iterable[float], residual: float, size: float) -> float:
    """The deviation at both ends of the colours, a round number.

    Parameters
    ----------
    largest
        Deviations that must not run off the scale: those of the regions; NaN counts for nothing.
    residual
        Typical deviation of the scan as a whole.
    size
        Diagonal of the scan.
    """
    known = [abs(value) for value in largest if math.isfinite(value)]
    noise = LEAST_IN_RESIDUALS * residual if math.isfinite(residual) else 0.0
    wanted = max([*known, noise, LEAST_IN_SIZES * size, 1e-300])
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(step * power for step in ROUND if step * power >= wanted * (1.0 - 1e-9))


def deviation_text(value: float, units: str = "") -> str:
    """A deviation with its sign and two significant digits, e.g. ``"-0.42 mm"`` (a true minus)."""
    digits = f"{abs(value):.2g}"
    if "e" in digits:
        digits = f"{abs(value):.0f}" if abs(value) >= 1.0 else digits
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return f"{sign}{digits} {units}".rstrip()


def region_text(deviation: float, missing: bool, units: str) -> str:
    """What a region's tag says beside its number; empty where the design says nothing."""
    if missing:
        return "missing"
    return deviation_text(deviation, units) if math.isfinite(deviation) else ""


def draw_deviation_bar(
    picture: Image.Image,
    box: tuple[int, int, int, int],
    limit: float,
    units: str,
    *,
    any_silent: bool,
    size: int = 16,
) -> None:
    """Draw the scale from ``-limit`` to ``limit``.

    Parameters
    ----------
    picture
        Drawn into.
    box
        Left, upper, right and lower end of the bar itself; numbers stand right of it.
    limit, units
        The deviation at its ends, and its unit of length.
    any_silent
        Whether to explain the colour of points where the design says nothing.
    size
        Of the letters.
    """
    left, top, right, bottom = box
    pen = ImageDraw.Draw(picture)
    values = np.linspace(limit, -limit, bottom - top, dtype=np.float32)
    bar = np.repeat(diverging_rgb(values, limit)[:, None], right - left, axis=1)
    picture.paste(Image.fromarray(np.ascontiguousarray(bar)), (left, top))
    pen.rectangle((left, top, right - 1, bottom - 1), outline=FAINT_INK)
    pen.text((left, top - 2 * size), units, font=font(size + 1), fill=INK)
    for share in (-1.0, -0.5, 0.0, 0.5, 1.0):
        y = round(0.5 * (top + bottom) - 0.5 * share * (bottom - top))
        pen.line((right, y, right + 6, y), fill=FAINT_INK, width=2)
        pen.text(
            (right + 11, y), deviation_text(share * limit), font=font(size), fill=INK, anchor="lm"
        )
    if any_silent:
        y = bottom + size + 8
        pen.rectangle((left - 30, y, left - 16, y + 14), fill=NOT_CHECKED_RGB, outline=FAINT_INK)
        pen.text((left - 10, y + 7), "not compared", font=font(14), fill=FAINT_INK, anchor="lm")
