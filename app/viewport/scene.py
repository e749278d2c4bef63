"""The scan in the scene: added once, then only its values change."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyvista as pv

from app.theme.colormaps import difference_table, threshold_table, type_table
from app.viewport.base import Coloring, ViewStyle
from app.viewport.geometry import DisplayGeometry
from btp_core.arrays import Float32Array, IntArray, UInt8Array

SCORES = "scores"
COLORS = "colors"
TYPES = "types"


LAST_SCORE = np.float32(0.999)  # a score of one must not read as the next type


class LookupTables:
    """What scores and types look like; shared by all actors and changed in place."""

    def __init__(self) -> None:
        self.scores = pv.LookupTable()
        self.types = pv.LookupTable()
        self.differences = pv.LookupTable()
        self.apply(ViewStyle())

    def of(self, coloring: Coloring) -> pv.LookupTable:
        """The table for what is shown."""
        by_coloring = {Coloring.TYPES: self.types, Coloring.DIFFERENCE: self.differences}
        return by_coloring.get(coloring, self.scores)

    def apply(self, style: ViewStyle) -> None:
        """Take a style's colours."""
        below = style.theme.body if style.grey_below else None
        self.scores.values = threshold_table(style.colormap, style.threshold, below, style.span)
        self.scores.scalar_range = (0.0, 1.0)
        colors = [color for _, color in style.types] or [None]
        self.types.values = type_table(colors, style.threshold, style.theme.body)
        self.types.scalar_range = (0.0, float(len(colors)))
        self.differences.values = difference_table(style.theme.body)
        self.differences.scalar_range = (0.0, 1.0)
        for table in (self.scores, self.types, self.differences):
            table.nan_color = style.theme.no_measurement
            table.Modified()


class ScanActor:
    """One drawable version of a scan: all of it, or the coarse one.

    Scores are written into the array that the graphics already hold; adding the mesh anew for
    each recolouring leaks and freezes the range.
    """

    def __init__(
        self,
        points: Float32Array,
        faces: IntArray | None,
        normals: Float32Array | None,
        colors: UInt8Array | None,
        tables: LookupTables,
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
        self._has_colors = colors is not None
        if colors is not None:
            self.mesh.point_data[COLORS] = np.ascontiguousarray(colors)
        self.mesh.set_active_scalars(None)
        self._mapper = pv.DataSetMapper(self.mesh)
        self._mapper.SetScalarModeToUsePointFieldData()
        self._mapper.lookup_table = tables.scores
        self._mapper.SetUseLookupTableScalarRange(True)
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
            self.mesh.point_data[TYPES] = types + np.clip(scores, 0.0, LAST_SCORE)

    def set_coloring(self, coloring: Coloring, body: str) -> None:
        """Choose which array the colours come from; ``body`` where there is none."""
        mapper = self._mapper
        colored = {
            Coloring.HEATMAP: self._has_scores,
            Coloring.DIFFERENCE: self._has_scores,
            Coloring.TYPES: self._has_types,
            Coloring.ORIGINAL: self._has_colors,
        }[coloring]
        mapper.SetScalarVisibility(colored)
        # Mapped per pixel, so that the threshold is a sharp line across a triangle, and a new
        # lookup table is one small texture and not a million colours.
        smooth = coloring in (Coloring.HEATMAP, Coloring.DIFFERENCE)
        mapper.SetInterpolateScalarsBeforeMapping(colored and smooth)
        if not colored:
            self.actor.prop.color = body
        elif coloring is Coloring.ORIGINAL:
            mapper.SelectColorArray(COLORS)
            mapper.SetColorModeToDirectScalars()
        else:
            mapper.lookup_table = self._tables.of(coloring)
            mapper.SelectColorArray(TYPES if coloring is Coloring.TYPES else SCORES)
            mapper.SetColorModeToMapScalars()


class ScanScene:
    """All of a scan and, if it is large, a coarse version to be drawn while the view moves."""

    def __init__(self, geometry: DisplayGeometry, tables: LookupTables) -> None:
        self.geometry = geometry
        self.full = ScanActor(
            geometry.points, geometry.faces, geometry.normals, geometry.colors, tables
        )
        self.coarse: ScanActor | None = None
        if (index := geometry.coarse_index) is not None:
            self.coarse = ScanActor(
                geometry.points[index],
                geometry.coarse_faces,
                None if geometry.normals is None else geometry.normals[index],
                None if geometry.colors is None else geometry.colors[index],
                tables,
            )
            self.coarse.actor.visibility = False

    @property
    def actors(self) -> list[ScanActor]:
        """All versions."""
        return [self.full] if self.coarse is None else [self.full, self.coarse]

    @property
    def is_coarse(self) -> bool:
        """Whether the coarse version is the one in view."""
        return self.coarse is not None and bool(self.coarse.actor.visibility)

    def set_scores(self, scores: Float32Array | None, types: UInt8Array | None) -> None:
        """Write scores and types ``(N,)`` of the file's points into all versions."""
        shown = None if scores is None else self.geometry.select(scores)
        kinds = None if types is None else self.geometry.select(types)
        self.full.set_scores(shown, kinds)
        if self.coarse is not None:
            index = self.geometry.coarse_index
            self.coarse.set_scores(
                None if shown is None else shown[index], None if kinds is None else kinds[index]
            )

    def show_coarse(self, coarse: bool) -> None:
        """Show one version or the other, never both: two would make a ghost."""
        if self.coarse is not None:
            self.full.actor.visibility = not coarse
            self.coarse.actor.visibility = coarse

    def set_point_size(self, wanted: int, view_pixels: int) -> None:
        """Set the size in pixels; 0 closes the gaps between the points of a typical cloud."""
        for version in self.actors:
            size = wanted or automatic_point_size(version.mesh.n_points, view_pixels)
            version.actor.prop.point_size = size


def automatic_point_size(count: int, view_pixels: int) -> float:
    """Pixels that close the gaps in a closed surface that fills most of the view.

    Scattered points need about twice the size of points on a grid, or the far side shines
    through.
    """
    across = (max(count, 1) / 2) ** 0.5
    return float(np.clip(2.4 * 0.7 * view_pixels / across, 2.0, 9.0))


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
