"""What scores and types look like, as lookup tables of the graphics system."""

from __future__ import annotations

import numpy as np
import pyvista as pv

from app.theme.overlay import type_table
from app.viewport.base import Coloring, ViewStyle
from app.viewport.geometry import NO_TYPE
from btp_core.base.arrays import Float32Array, UInt8Array
from btp_core.rendering.colormap import ROUNDING, diverging_table, rgb_of

LAST_SCORE = np.float32(0.999)  # a score of one must not read as the next type


class LookupTables:
    """Shared by all actors and changed in place: a threshold touches nothing else."""

    def __init__(self) -> None:
        self.scores = pv.LookupTable()
        self.types = pv.LookupTable()
        self.differences = pv.LookupTable()
        self.apply(ViewStyle())

    def of(self, coloring: Coloring) -> pv.LookupTable:
        """The table for what is shown."""
        by_coloring = {
            Coloring.TYPES: self.types,
            Coloring.DIFFERENCE: self.differences,
            Coloring.DEVIATION: self.differences,
        }
        return by_coloring.get(coloring, self.scores)

    def apply(self, style: ViewStyle) -> None:
        """Take a style's colours."""
        self.scores.values = style.table()
        # The entry of a score is the one that it has in pictures.
        self.scores.scalar_range = (-ROUNDING, 1.0 - ROUNDING)
        colors = [color for _, color in style.types] or [None]
        self.types.values = type_table(colors, style.threshold, style.theme.body)
        self.types.scalar_range = (0.0, float(len(colors)))
        self.differences.values = diverging_table(style.theme.body)
        self.differences.scalar_range = (0.0, 1.0)
        for table in (self.scores, self.types, self.differences):
            table.nan_color = style.theme.no_measurement
            table.Modified()


def type_values(scores: Float32Array, types: UInt8Array) -> Float32Array:
    """Type before the point, score behind it ``(N,)``: one table answers both.

    Without a type the score counts as 0; a point without measurement stays NaN.
    """
    known = np.clip(scores, np.float32(0.0), LAST_SCORE)
    return np.where(types == NO_TYPE, 0 * known, types + known).astype(np.float32)


def look_up(table: pv.LookupTable, values: Float32Array, unknown: str) -> UInt8Array:
    """Colours ``(P, 3)`` that the graphics system would give to values ``(P,)``."""
    colors = np.vstack([np.asarray(table.values)[:, :3], [rgb_of(unknown)]]).astype(np.uint8)
    low, high = table.scalar_range
    size = len(colors) - 1
    along = (values - np.float32(low)) * np.float32(size / (high - low))
    none = np.isnan(along)
    entries = np.clip(np.where(none, 0, along), 0, size - 1).astype(np.int32)
    entries[none] = size
    return colors[entries]
