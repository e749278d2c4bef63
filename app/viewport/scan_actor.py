"""One drawable version of a mesh: added once, then only its values change."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyvista as pv
from vtkmodules.vtkCommonDataModel import vtkPlaneCollection

from app.theme.overlay import lay_over
from app.viewport.base import Coloring, ViewStyle
from app.viewport.lookup import LookupTables, type_values
from btp_core.base.arrays import Float32Array, IntArray, UInt8Array
from btp_core.rendering.shading import AMBIENT

SCORES = "scores"
COLORS = "colors"
BLENDED = "blended"
TYPES = "types"

INTERPOLATED = (Coloring.HEATMAP, Coloring.DIFFERENCE, Coloring.DEVIATION)


class ScanActor:
    """A mesh with its scores.

    Scores are written into the array that the graphics already hold; adding the mesh again for
    each recolouring leaks and freezes the range.
    """

    def __init__(
        self,
        points: Float32Array,
        faces: IntArray,
        colors: UInt8Array | None,
        tables: LookupTables,
        planes: vtkPlaneCollection,
    ) -> None:
        self._tables = tables
        self.mesh = _poly_data(points, faces)
        self.mesh.point_data[SCORES] = np.full(len(points), np.nan, dtype=np.float32)
        self._scores: Any = self.mesh.point_data[SCORES]
        self._has_scores = self._has_types = False
        self._colors = None if colors is None else np.ascontiguousarray(colors)
        if self._colors is not None:
            self.mesh.point_data[COLORS] = self._colors
        self.mesh.set_active_scalars(None)
        self._mapper = pv.DataSetMapper(self.mesh)
        self._mapper.SetScalarModeToUsePointFieldData()
        self._mapper.lookup_table = tables.scores
        self._mapper.SetUseLookupTableScalarRange(True)
        self._mapper.SetClippingPlanes(planes)
        self.actor = pv.Actor(mapper=self._mapper)
        prop = self.actor.prop
        prop.interpolation = "flat"
        # With the lights of the interactor, the light and shade of a drawn cloud.
        prop.ambient, prop.diffuse, prop.specular = AMBIENT, 1.0, 0.0

    def set_scores(self, scores: Float32Array | None, types: UInt8Array | None) -> None:
        """Write scores and numbers of types, one per drawn point."""
        self._has_scores = scores is not None
        self._has_types = scores is not None and types is not None
        self._scores[:] = np.nan if scores is None else scores
        if scores is not None and types is not None:
            self.mesh.point_data[TYPES] = type_values(scores, types)

    def set_coloring(self, style: ViewStyle) -> None:
        """Choose which array the colours come from; the theme's body where there is none."""
        coloring, mapper = style.coloring, self._mapper
        colored = {
            Coloring.HEATMAP: self._has_scores,
            Coloring.DIFFERENCE: self._has_scores,
            Coloring.TYPES: self._has_types,
            Coloring.ORIGINAL: self._colors is not None,
            Coloring.DEVIATION: self._has_scores,
            Coloring.REFERENCE: False,
        }[coloring]
        over_own = coloring is Coloring.HEATMAP and colored and self.is_laid_over_own_colors(style)
        mapper.SetScalarVisibility(colored)
        # Mapped per pixel, so that the threshold is a sharp line across a triangle, and a new
        # lookup table is one small texture and not a million colours.
        smooth = coloring in INTERPOLATED and not over_own
        mapper.SetInterpolateScalarsBeforeMapping(colored and smooth)
        if not colored:
            self.actor.prop.color = style.theme.body
        elif coloring is Coloring.ORIGINAL:
            mapper.SelectColorArray(COLORS)
            mapper.SetColorModeToDirectScalars()
        elif over_own:
            self._blend(style)
            mapper.SelectColorArray(BLENDED)
            mapper.SetColorModeToDirectScalars()
        else:
            mapper.lookup_table = self._tables.of(coloring)
            mapper.SelectColorArray(TYPES if coloring is Coloring.TYPES else SCORES)
            mapper.SetColorModeToMapScalars()

    def is_laid_over_own_colors(self, style: ViewStyle) -> bool:
        """Whether the scan's own colours are to be seen through the heatmap."""
        return self._colors is not None and style.opacity < 1.0

    def _blend(self, style: ViewStyle) -> None:
        assert self._colors is not None
        self.mesh.point_data[BLENDED] = lay_over(
            self._colors,
            np.asarray(self._scores),
            style.colormap,
            style.threshold,
            style.below,
            style.span,
            style.opacity,
            style.theme.no_measurement,
        )


def _poly_data(points: Float32Array, faces: IntArray) -> pv.PolyData:
    mesh = pv.PolyData()
    # VTK keeps float32; PyVista's signatures name float64 only.
    vertices: Any = points
    mesh.points = vertices
    mesh.faces = np.column_stack([np.full(len(faces), 3), faces]).ravel()
    return mesh
