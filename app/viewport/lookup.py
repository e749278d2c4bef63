"""What scores and types look like, as lookup tables of the graphics system."""

from __future__ import annotations

import pyvista as pv

from app.theme.overlay import type_table
from app.viewport.base import Coloring, ViewStyle
from btp_core.rendering.colormap import ROUNDING, diverging_table


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
