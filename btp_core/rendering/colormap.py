"""Colours of anomaly scores: the same score has the same colour in every picture.

Scores are calibrated, so the colours span a fixed range and never a scan's own minimum and
maximum: a good part must look calm.
"""

from __future__ import annotations

from functools import lru_cache

import matplotlib as mpl
import numpy as np

from btp_core.base.arrays import Float32Array, UInt8Array

# All are perceptually even (lightness rises steadily), and readable with colour-blind eyes.
COLORMAPS = ("plasma", "inferno", "magma", "viridis", "cividis")
DEFAULT_COLORMAP = "plasma"
CALM_RGB = (178, 180, 184)
"""Colour of points below the threshold."""
NOT_CHECKED_RGB = (74, 82, 98)
"""Colour of points without a score."""


def heatmap_rgb(
    scores: Float32Array,
    threshold: float | None = 0.5,
    *,
    colormap: str = DEFAULT_COLORMAP,
    score_range: tuple[float, float] = (0.0, 1.0),
) -> UInt8Array:
    """Colours of scores.

    Parameters
    ----------
    scores
        ``(N,)`` in [0, 1]; NaN means not checked.
    threshold
        Scores below it are grey; None colours all of them.
    colormap
        One of :data:`COLORMAPS`.
    score_range
        Scores that take the map's first and last colour; beyond them colours stay the same.

    Returns
    -------
    UInt8Array
        ``(N, 3)``, red, green and blue.

    Raises
    ------
    ValueError
        Unknown map, or a range that does not rise.
    """
    table = _colors(colormap)
    low, high = score_range
    if not high > low:
        raise ValueError(f"the score range must rise, got {score_range}")
    scores = np.asarray(scores)
    unknown = np.isnan(scores)
    position = (np.where(unknown, low, scores) - low) * ((len(table) - 1) / (high - low))
    rgb = table[np.clip(np.rint(position), 0, len(table) - 1).astype(np.uint8)]
    if threshold is not None:
        rgb[scores < threshold] = CALM_RGB
    rgb[unknown] = NOT_CHECKED_RGB
    return rgb


def lookup_table(
    threshold: float | None = 0.5,
    *,
    colormap: str = DEFAULT_COLORMAP,
    score_range: tuple[float, float] = (0.0, 1.0),
    size: int = 256,
) -> UInt8Array:
    """``(size, 4)`` red, green, blue, alpha of evenly spaced scores over ``score_range``.

    What a viewport's lookup table or a colour bar needs; entry ``i`` is the colour at the middle
    of the i-th of ``size`` equal steps.
    """
    low, high = score_range
    steps = (np.arange(size) + 0.5) / size
    middles = (low + steps * (high - low)).astype(np.float32)
    rgb = heatmap_rgb(middles, threshold, colormap=colormap, score_range=score_range)
    return np.hstack([rgb, np.full((size, 1), 255, np.uint8)])


@lru_cache(maxsize=len(COLORMAPS))
def _colors(colormap: str) -> UInt8Array:
    if colormap not in COLORMAPS:
        raise ValueError(f"unknown colour map {colormap!r}: choose one of {', '.join(COLORMAPS)}")
    # The last few colours of some maps are nearly white; on a grey part they would read as calm.
    rgba = mpl.colormaps[colormap](np.linspace(0.0, 0.97, 256), bytes=True)
    table: UInt8Array = np.ascontiguousarray(rgba[:, :3])
    table.setflags(write=False)
    return table
