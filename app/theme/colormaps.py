"""Colour maps that are even to the eye, as tables; used by the viewport and by widgets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from btp_core.base.arrays import Float32Array, Float64Array, UInt8Array

COLORMAP_NAMES = ("heat", "inferno", "viridis", "cividis")
TABLE_SIZE = 512
TYPE_STEPS = 200  # per type; the threshold moves in steps of a hundredth

# From barely noticeable to alarming; lightness falls all the way, so the map also reads in
# grey and with any colour vision, and its dark end stands out on a light grey surface.
_HEAT_ANCHORS = ("#fff0b3", "#fdc75a", "#f58634", "#e0402f", "#b01238", "#780540")


@cache
def colormap_table(name: str) -> UInt8Array:
    """Colours ``(TABLE_SIZE, 3)`` from score 0 to score 1.

    Raises
    ------
    KeyError
        No colour map has that name.
    """
    if name not in COLORMAP_NAMES:
        raise KeyError(name)
    if name == "heat":
        return _even_steps([_rgb(anchor) for anchor in _HEAT_ANCHORS])
    from matplotlib import colormaps

    colors = colormaps[name](np.linspace(0, 1, TABLE_SIZE))[:, :3]
    return np.asarray(np.round(colors * 255), dtype=np.uint8)


def threshold_table(
    name: str,
    threshold: float,
    below: str | None,
    span: tuple[float, float] = (0.0, 1.0),
    opacity: float = 1.0,
    under: str = "#b9bec6",
) -> UInt8Array:
    """A lookup table ``(TABLE_SIZE, 4)`` over scores from 0 to 1.

    Parameters
    ----------
    name
        Of a colour map.
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
    along = np.clip((scores - low) / max(high - low, 1e-6), 0.0, 1.0 - 1e-9)
    table = np.empty((TABLE_SIZE, 4), dtype=np.uint8)
    heat = colormap_table(name)[np.round(along * TABLE_SIZE, 6).astype(np.int64)]
    table[:, :3] = np.round(heat * opacity + np.array(_rgb(under)) * (1.0 - opacity))
    table[:, 3] = 255
    if below is not None:
        # An entry stands for the scores from i / size on; the one at the threshold is coloured.
        table[np.arange(TABLE_SIZE) < np.floor(threshold * TABLE_SIZE), :3] = _rgb(below)
    return table


def lay_over(
    colors: UInt8Array,
    scores: Float32Array,
    name: str,
    threshold: float,
    below: str | None,
    span: tuple[float, float],
    opacity: float,
    unchecked: str,
) -> UInt8Array:
    """The heatmap laid over colours ``(N, 3)``; grey below the threshold stays as it is.

    Parameters
    ----------
    scores
        ``(N,)``; NaN, not checked, becomes ``unchecked``.
    name, threshold, below, span
        As for :func:`threshold_table`.
    opacity
        Share of the map's colours in the mixture.
    """
    table = threshold_table(name, threshold, below, span)[:, :3]
    known = np.isfinite(scores)
    entry = np.where(known, np.clip(scores, 0.0, 1.0), 0.0) * TABLE_SIZE
    entry = np.minimum(entry.astype(np.int64), TABLE_SIZE - 1)
    share = np.full(len(scores), opacity, dtype=np.float32)
    if below is not None:
        share[entry < np.floor(threshold * TABLE_SIZE)] = 1.0
    mixed = colors + (table[entry] - colors.astype(np.float32)) * share[:, None]
    mixed[~known] = _rgb(unchecked)
    return np.asarray(np.round(mixed), dtype=np.uint8)


def type_table(colors: Sequence[str | None], threshold: float, below: str) -> UInt8Array:
    """A lookup table over ``type + score``, scores in [0, 1): one colour per type.

    Parameters
    ----------
    colors
        One ``#rrggbb`` per type; ``None`` makes a type look like good surface.
    threshold
        Scores under it become ``below``.
    """
    table = np.empty((len(colors), TYPE_STEPS, 4), dtype=np.uint8)
    table[:, :, :3] = _rgb(below)
    table[:, :, 3] = 255
    defective = np.arange(TYPE_STEPS) >= np.floor(threshold * TYPE_STEPS)
    defective[0] = False  # where points without a type are
    for number, color in enumerate(colors):
        if color is not None:
            table[number, defective, :3] = _rgb(color)
    return table.reshape(-1, 4)


def difference_table(middle: str) -> UInt8Array:
    """A lookup table ``(TABLE_SIZE, 4)`` from lower (blue) over no change to higher (red)."""
    lower = _even_steps([_rgb("#123a80"), _rgb("#4a86c8"), _rgb(middle)])
    higher = _even_steps([_rgb(middle), _rgb("#d8694a"), _rgb("#7d0f2a")])
    table = np.full((TABLE_SIZE, 4), 255, dtype=np.uint8)
    table[:, :3] = np.concatenate([lower[::2], higher[::2]])
    return table


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _even_steps(anchors: list[tuple[int, int, int]]) -> UInt8Array:
    """Go through the anchors in equal steps of perceived difference (distance in OKLab)."""
    lab = _to_oklab(np.array(anchors, dtype=np.float64) / 255)
    positions = np.linspace(0, 1, len(anchors))
    fine = np.linspace(0, 1, 4000)
    path = np.stack([np.interp(fine, positions, lab[:, axis]) for axis in range(3)], axis=1)
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    wanted = np.linspace(0, length[-1], TABLE_SIZE)
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


def _to_oklab(rgb: Float64Array) -> Float64Array:
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T)


def _from_oklab(lab: Float64Array) -> Float64Array:
    linear = (lab @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_LMS).T
    linear = np.clip(linear, 0, 1)
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
