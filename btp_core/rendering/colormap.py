"""Colours of scores and deviations: the one list of colour maps, for the window and all pictures.

Scores are calibrated, so the colours span a fixed range and never a scan's own minimum and
maximum: a good part must look calm. A score takes the colour of its entry in a table of
``TABLE_SIZE``, in the window's graphics as in pictures, so that it looks the same everywhere.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from btp_core.base.arrays import Float32Array, Float64Array, IntArray, UInt8Array

COLORMAP_TITLES = {
    "heat": "Heat",
    "inferno": "Inferno",
    "viridis": "Viridis",
    "cividis": "Cividis",
}
"""Every colour map by its name in settings and files, with what to call it; all but ``heat``, which
is ours, are Matplotlib's."""
COLORMAPS = tuple(COLORMAP_TITLES)
DEFAULT_COLORMAP = "heat"
TABLE_SIZE = 800
"""A multiple of a hundred: a threshold of two decimals lies between two entries."""
CALM_RGB = (185, 190, 198)
"""Colour of points below the threshold; the light theme's ``body``."""
NOT_CHECKED_RGB = (85, 96, 111)
"""Colour of points without a score; the light theme's ``no_measurement``."""
ROUNDING = 1e-7
"""Of a float32 in [0, 1]: a score that equals the threshold must not fall into the entry below."""

# From barely noticeable to alarming; lightness falls all the way, so the map also reads in
# grey and with any colour vision, and its dark end stands out on a light grey surface.
_HEAT = ("#fff0b3", "#fdc75a", "#f58634", "#e0402f", "#b01238", "#780540")
# The last few colours of some maps are nearly white; on a grey part they would read as calm.
_LAST = 0.97
# The two ends are equally dark: neither sign looks worse than the other.
_NEGATIVE = ("#123a80", "#4a86c8")
_POSITIVE = ("#cb5a3d", "#7d0f2a")


@cache
def colormap_table(name: str) -> UInt8Array:
    """Colours ``(TABLE_SIZE, 3)`` from score 0 to score 1; even to the eye, lightness runs one way.

    Raises
    ------
    ValueError
        No colour map has that name.
    """
    if name not in COLORMAPS:
        raise ValueError(f"unknown colour map {name!r}: choose one of {', '.join(COLORMAPS)}")
    if name == "heat":
        return _read_only(_even_steps(_HEAT, TABLE_SIZE))
    from matplotlib import colormaps  # a quarter of a second that the window does not wait for

    rgba = colormaps[name](np.linspace(0.0, _LAST, TABLE_SIZE), bytes=True)
    return _read_only(np.ascontiguousarray(rgba[:, :3]))


def score_table(
    name: str,
    threshold: float,
    below: str | None,
    span: tuple[float, float] = (0.0, 1.0),
    opacity: float = 1.0,
    under: str = "#b9bec6",
) -> UInt8Array:
    """A lookup table ``(TABLE_SIZE, 4)``, red, green, blue and alpha, over scores from 0 to 1.

    Parameters
    ----------
    name
        One of :data:`COLORMAPS`.
    threshold
        Scores under it become ``below``.
    below
        A colour ``#rrggbb``, or ``None`` to colour all scores.
    span
        Scores that take the map's first and last colour; beyond them colours stay the same.
    opacity, under
        Share of the map's colours in the mixture with the colour ``under`` them.
    """
    low, high = span
    scores = np.arange(TABLE_SIZE) / TABLE_SIZE
    along = (scores - low) / max(high - low, 1e-6)
    colors = colormap_table(name)[table_entries(along)]
    table = np.full((TABLE_SIZE, 4), 255, dtype=np.uint8)
    table[:, :3] = np.round(colors * opacity + np.array(rgb_of(under)) * (1.0 - opacity))
    if below is not None:
        table[: first_entry(threshold), :3] = rgb_of(below)
    return table


def first_entry(threshold: float) -> int:
    """The first entry that a threshold leaves coloured; ``TABLE_SIZE`` where it leaves none."""
    # An entry stands for the scores from i / size on; the one at the threshold is coloured.
    return int(threshold * TABLE_SIZE + ROUNDING)


def table_entries(scores: Float32Array | Float64Array) -> IntArray:
    """``(N,)`` entries of a table over [0, 1] that scores ``(N,)`` take; NaN takes the first."""
    place = np.nan_to_num(scores, nan=0.0).astype(np.float64) + ROUNDING
    return np.clip(place * TABLE_SIZE, 0, TABLE_SIZE - 1).astype(np.int64)


def heatmap_rgb(
    scores: Float32Array, threshold: float | None = 0.5, *, colormap: str = DEFAULT_COLORMAP
) -> UInt8Array:
    """Colours of scores, for pictures and files.

    Parameters
    ----------
    scores
        ``(N,)`` in [0, 1]; NaN means not checked.
    threshold
        Scores below it are grey; None colours all of them.
    colormap
        One of :data:`COLORMAPS`.

    Returns
    -------
    UInt8Array
        ``(N, 3)``, red, green and blue.

    Raises
    ------
    ValueError
        Unknown map.
    """
    scores = np.asarray(scores)
    rgb = colormap_table(colormap)[table_entries(scores)]
    if threshold is not None:
        rgb[scores < threshold] = CALM_RGB
    rgb[np.isnan(scores)] = NOT_CHECKED_RGB
    return rgb


def color_bar(threshold: float, steps: int) -> UInt8Array:
    """``(steps, 3)`` colours of a legend from score 0 to 1, each at the middle of its step."""
    return heatmap_rgb(((np.arange(steps) + 0.5) / steps).astype(np.float32), threshold)


def diverging_table(middle: str) -> UInt8Array:
    """A lookup table ``(TABLE_SIZE, 4)`` from less (blue) over ``middle`` to more (red).

    ``middle`` is the colour of a surface without deviation, ``#rrggbb``. Both halves run evenly
    to the eye and fall in lightness alike on a surface as light as :data:`CALM_RGB`.
    """
    half = TABLE_SIZE // 2
    table = np.full((TABLE_SIZE, 4), 255, dtype=np.uint8)
    table[:half, :3] = _even_steps((*_NEGATIVE, middle), half)
    table[half:, :3] = _even_steps((middle, *_POSITIVE), half)
    return table


def diverging_rgb(values: Float32Array, limit: float) -> UInt8Array:
    """``(N, 3)`` colours of signed values ``(N,)``; NaN means not checked.

    ``-limit`` and ``limit`` take the ends of :func:`diverging_table`, beyond them colours stay.
    """
    values = np.asarray(values)
    table = diverging_table(hex_of(CALM_RGB))
    rgb = table[table_entries(0.5 + 0.5 * values / limit), :3]
    rgb[np.isnan(values)] = NOT_CHECKED_RGB
    return rgb


def rgb_of(color: str) -> tuple[int, int, int]:
    """Red, green and blue of ``#rrggbb``."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def hex_of(rgb: tuple[int, int, int] | UInt8Array) -> str:
    """``#rrggbb`` of red, green and blue."""
    red, green, blue = (int(part) for part in rgb)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _read_only(table: UInt8Array) -> UInt8Array:
    table.setflags(write=False)
    return table


def _even_steps(anchors: tuple[str, ...], size: int) -> UInt8Array:
    """Go through the anchors in equal steps of perceived difference (distance in OKLab)."""
    lab = to_oklab(np.array([rgb_of(anchor) for anchor in anchors], dtype=np.float64) / 255)
    positions = np.linspace(0, 1, len(anchors))
    fine = np.linspace(0, 1, 4000)
    path = np.stack([np.interp(fine, positions, lab[:, axis]) for axis in range(3)], axis=1)
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    wanted = np.linspace(0, length[-1], size)
    even = np.stack([np.interp(wanted, length, path[:, axis]) for axis in range(3)], axis=1)
    return np.asarray(np.round(_from_oklab(even) * 255), dtype=np.uint8)


# Björn Ottosson, "A perceptual color space for image processing", 2020.
_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def to_oklab(rgb: Float64Array) -> Float64Array:
    """``(N, 3)`` lightness and two opponent colours of sRGB ``(N, 3)`` in [0, 1]."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T)


def _from_oklab(lab: Float64Array) -> Float64Array:
    linear = (lab @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_LMS).T
    linear = np.clip(linear, 0, 1)
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
