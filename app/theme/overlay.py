"""Colours that only the window needs: a heatmap over a scan's own colours, and defect types."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from btp_core.base.arrays import Float32Array, UInt8Array
from btp_core.rendering.colormap import first_entry, rgb_of, score_table, table_entries

TYPE_STEPS = 200  # per type; the threshold moves in steps of a hundredth


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
        As for :func:`~btp_core.rendering.colormap.score_table`.
    opacity
        Share of the map's colours in the mixture.
    """
    table = score_table(name, threshold, below, span)[:, :3]
    entry = table_entries(scores)
    share = np.full(len(scores), opacity, dtype=np.float32)
    if below is not None:
        share[entry < first_entry(threshold)] = 1.0
    mixed = colors + (table[entry] - colors.astype(np.float32)) * share[:, None]
    mixed[np.isnan(scores)] = rgb_of(unchecked)
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
    table[:, :, :3] = rgb_of(below)
    table[:, :, 3] = 255
    defective = np.arange(TYPE_STEPS) >= np.floor(threshold * TYPE_STEPS)
    defective[0] = False  # where points without a type are
    for number, color in enumerate(colors):
        if color is not None:
            table[number, defective, :3] = rgb_of(color)
    return table.reshape(-1, 4)
