"""One drawable piece of a scan: added once, then only its values change."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyvista as pv
from vtkmodules.vtkCommonDataModel import vtkPlaneCollection

from app.theme.overlay import lay_over
from app.viewport.base import Coloring, ViewStyle
from app.viewport.geometry import NO_TYPE
from app.viewport.lookup import LookupTables
from btp_core.base.arrays import Float32Array, IntArray, UInt8Array

SCORES = "scores"
COLORS = "colors"
BLENDED = "blended"
TYPES = "types"

INTERPOLATED = (Coloring.HEATMAP, Coloring.DIFFERENCE, Coloring.DEVIATION)
LAST_SCORE = np.float32(0.999)  # a score of one must not read as the next type


class ScanActor:
    """A cloud or a mesh with its scores.

    Scores are written into the array that the graphics already hold; adding the mesh again for
    each recolouring leaks and freezes the range.
    """

    def __init__(
        self,
        points: Float32Array,
        faces: IntArray | None,
        normals: Float32Array | None,
        colors: UInt8Array | None,
        tables: LookupTables,
        planes: vtkPlaneCollection,
    ) -> None:
        self._tables = tables
        self.mesh = _poly_data(points, faces)
        self.is_mesh = faces is not None
        if normals is not None:
            given: Any = normals
            self.mesh.point_data.active_normals = given
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
        prop.style = "surface" if self.is_mesh else "points"
        prop.interpolation = "flat" if self.is_mesh else "gouraud"
        prop.lighting = self.is_mesh or normals is not None
        prop.ambient, prop.diffuse, prop.specular = 0.34, 0.72, 0.0
        if not self.is_mesh and normals is not None:
            _turn_normals_to_viewer(self.actor)

    def set_scores(self, scores: Float32Array | None, types: UInt8Array | None) -> None:
        """Write scores and numbers of types, one per drawn point."""
        self._has_scores = scores is not None
        self._has_types = scores is not None and types is not None
        self._scores[:] = np.nan if scores is None else scores
        if scores is not None and types is not None:
            # The type before the point, the score behind it: one table answers both.
            known = np.clip(scores, 0.0, LAST_SCORE)
            # Without a type the score counts as 0; a point without measurement stays NaN.
            self.mesh.point_data[TYPES] = np.where(types == NO_TYPE, 0 * known, types + known)

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


def _turn_normals_to_viewer(actor: pv.Actor) -> None:
    """Light both sides of a cloud's surface: its normals have no sign.

    VTK does so for triangles, whose winding it sees, and not for points.
    """
    actor.GetShaderProperty().AddFragmentShaderReplacement(
        "//VTK::Normal::Impl",
        True,  # before VTK's own replacements, which fill in the inner tag
        "//VTK::Normal::Impl\n"
        "  if (normalVCVSOutput.z < 0.0) { normalVCVSOutput = -normalVCVSOutput; }\n",
        False,
    )


def _poly_data(points: Float32Array, faces: IntArray | None) -> pv.PolyData:
    mesh = pv.PolyData()
    # VTK keeps float32; PyVista's signatures name float64 only.
    vertices: Any = points
    mesh.points = vertices
    if faces is not None:
        mesh.faces = np.column_stack([np.full(len(faces), 3), faces]).ravel()
        return mesh
    # One cell for all points: a million cells of one point each take a third of a second.
    mesh.verts = np.concatenate([[len(points)], np.arange(len(points))])
    return mesh
