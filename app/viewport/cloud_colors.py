"""The colours of a drawn cloud: what they mean decides how they are laid on its pixels."""

from __future__ import annotations

import numpy as np

from app.theme.overlay import lay_over
from app.viewport.base import Coloring, ViewStyle
from app.viewport.geometry import DisplayGeometry
from app.viewport.lookup import LookupTables, look_up, type_values
from btp_core.base.arrays import Float32Array, UInt8Array
from btp_core.rendering.colormap import rgb_of
from btp_core.rendering.layer import Layer
from btp_core.rendering.paint import Relief, lay_values, nearest_numbers


class CloudColors:
    """Colours pixels of a drawn layer by scores, types or the scan's own colours.

    What the values at the pixels are is kept for the layer in view: a threshold that is dragged
    looks colours up and does nothing else.
    """

    def __init__(self, geometry: DisplayGeometry, tables: LookupTables) -> None:
        self._geometry, self._tables = geometry, tables
        self.style = ViewStyle()
        self._scores: Float32Array | None = None
        self._types: UInt8Array | None = None
        self._laid: tuple[Relief, bool, Float32Array] | None = None

    def set_scores(self, scores: Float32Array | None, types: UInt8Array | None) -> None:
        """Take scores and types ``(N,)`` of the file's points."""
        self._scores = None if scores is None else self._geometry.select(scores)
        self._types = None if types is None else self._geometry.select(types)
        self._laid = None

    def of(self, layer: Layer, relief: Relief) -> UInt8Array:
        """Colours ``(P, 3)`` of the pixels of a relief, or the one ``(3,)`` of all of them."""
        coloring, own = self.style.coloring, self._geometry.colors
        if coloring is Coloring.ORIGINAL and own is not None:
            return own[nearest_numbers(layer, relief)]
        typed = coloring is Coloring.TYPES
        scored = coloring in (Coloring.HEATMAP, Coloring.DIFFERENCE, Coloring.DEVIATION)
        if self._scores is None or not (scored or (typed and self._types is not None)):
            return np.array(rgb_of(self.style.theme.body), dtype=np.uint8)
        values = self._values(layer, relief, typed=typed)
        if coloring is Coloring.HEATMAP and own is not None and self.style.opacity < 1.0:
            return self._blend(own[nearest_numbers(layer, relief)], values)
        return look_up(self._tables.of(coloring), values, self.style.theme.no_measurement)

    def _values(self, layer: Layer, relief: Relief, *, typed: bool) -> Float32Array:
        if self._laid is None or self._laid[0] is not relief or self._laid[1] != typed:
            assert self._scores is not None
            if typed:
                assert self._types is not None
                nearest = nearest_numbers(layer, relief)
                values = type_values(self._scores[nearest], self._types[nearest])
            else:
                values = lay_values(layer, relief, self._scores)
            self._laid = relief, typed, values
        return self._laid[2]

    def _blend(self, own: UInt8Array, scores: Float32Array) -> UInt8Array:
        style = self.style
        return lay_over(
            own,
            scores,
            style.colormap,
            style.threshold,
            style.below,
            style.span,
            style.opacity,
            style.theme.no_measurement,
        )
