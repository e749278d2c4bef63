"""Dots on the scan: where the user picked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyvista as pv

from btp_core.base.arrays import BoolArray, Float64Array

PIXELS = 13.0


class Marks:
    """A handful of dots of the same size on the screen at any distance."""

    def __init__(self) -> None:
        self._mesh = pv.PolyData()
        self._places, self._color = np.empty((0, 3)), "#000000"
        mapper = pv.DataSetMapper(self._mesh)
        # Just in front of the surface they lie on, hidden by what is in front of it.
        mapper.SetResolveCoincidentTopologyToPolygonOffset()
        mapper.SetRelativeCoincidentTopologyPointOffsetParameter(-500)
        self.actor = pv.Actor(mapper=mapper)
        self.actor.SetPickable(False)
        self.actor.visibility = False
        prop = self.actor.prop
        prop.point_size = PIXELS
        prop.render_points_as_spheres = True
        prop.lighting = False

    @property
    def places(self) -> Float64Array:
        """Of all dots ``(K, 3)``, in the scene."""
        return self._places

    @property
    def color(self) -> str:
        """Of the dots."""
        return self._color

    def twin(self, factor: float) -> Marks:
        """The same dots for another window, ``factor`` times as large."""
        other = Marks()
        other.actor.prop.point_size = PIXELS * factor
        other.set_places(self._places, self._color)
        return other

    def set_places(self, places: Float64Array, color: str) -> None:
        """Put dots at places ``(K, 3)`` of the scene."""
        self._places, self._color = places, color
        self.actor.prop.color = color
        self.hide(np.zeros(len(places), np.bool_))

    def hide(self, hidden: BoolArray) -> None:
        """Leave dots ``(K,)`` out: behind a surface that the graphics know nothing of."""
        shown = self._places[~hidden]
        self.actor.visibility = len(shown) > 0
        points: Any = np.ascontiguousarray(shown, dtype=np.float32)
        self._mesh.points = points
        self._mesh.verts = np.column_stack(
            [np.ones(len(shown), dtype=np.int64), np.arange(len(shown))]
        ).ravel()
        self._mesh.Modified()
