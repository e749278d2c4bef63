"""A mesh in the scene and, if it is large, a coarse version that is drawn while the view moves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyvista as pv
from vtkmodules.vtkCommonDataModel import vtkPlaneCollection

from app.viewport.base import ViewStyle
from app.viewport.geometry import DisplayGeometry
from app.viewport.lookup import LookupTables
from app.viewport.scan_actor import ScanActor
from btp_core.base.arrays import Float32Array, IntArray, UInt8Array


class MeshScene:
    """Draws the triangles of one scan.

    Attributes
    ----------
    whole
        All of it.
    outline
        A line around what is selected.
    coarse
        What is drawn while the view moves; None for a mesh small enough to be drawn whole.
    """

    def __init__(
        self, geometry: DisplayGeometry, tables: LookupTables, planes: vtkPlaneCollection
    ) -> None:
        assert geometry.faces is not None
        self.geometry = geometry
        self._tables, self._planes = tables, planes
        self._style = ViewStyle()
        self._given: tuple[Float32Array | None, UInt8Array | None] = None, None
        self.whole = ScanActor(geometry.points, geometry.faces, geometry.colors, tables, planes)
        self._line = pv.PolyData()
        mapper = pv.DataSetMapper(self._line)
        mapper.SetScalarVisibility(False)
        mapper.SetResolveCoincidentTopologyToPolygonOffset()
        mapper.SetRelativeCoincidentTopologyLineOffsetParameters(-3, -300)
        self.outline = pv.Actor(mapper=mapper)
        self.outline.prop.line_width, self.outline.prop.lighting = 3.5, False
        self.outline.visibility = False
        self.coarse: ScanActor | None = None
        if (index := geometry.coarse_index) is not None and geometry.coarse_faces is not None:
            colors = None if geometry.colors is None else geometry.colors[index]
            self.coarse = ScanActor(
                geometry.points[index], geometry.coarse_faces, colors, tables, planes
            )
            self.coarse.actor.visibility = False

    @property
    def actors(self) -> list[ScanActor]:
        """All versions."""
        return [self.whole, *([] if self.coarse is None else [self.coarse])]

    def set_scores(self, scores: Float32Array | None, types: UInt8Array | None) -> None:
        """Take scores and types ``(N,)`` of the file's points."""
        self._given = scores, types
        scores = None if scores is None else self.geometry.select(scores)
        types = None if types is None else self.geometry.select(types)
        self.whole.set_scores(scores, types)
        if self.coarse is not None:
            index = self.geometry.coarse_index
            self.coarse.set_scores(
                None if scores is None else scores[index], None if types is None else types[index]
            )
        self._color()

    def set_style(self, style: ViewStyle) -> None:
        """Take colours; those in the lookup tables reach every version by themselves."""
        table_only = ("threshold", "types", "colormap", "grey_below", "span")
        before, self._style = self._style, style
        changed = {name for name in vars(style) if getattr(before, name) != getattr(style, name)}
        blends = any(piece.is_laid_over_own_colors(style) for piece in self.actors)
        if blends or changed - set(table_only):
            self._color()

    def set_selected(self, points: IntArray | None) -> None:
        """Draw a line around points, by their numbers in the file."""
        self.outline.visibility = False
        if points is None or not len(points):
            return
        marked = np.zeros(self.geometry.n_file_points, np.float32)
        marked[points[points < len(marked)]] = 1.0
        at_points = self.geometry.select(marked)
        assert self.geometry.faces is not None
        # Only the triangles that the line can run through: meshes may have a million of them.
        touched = at_points[self.geometry.faces].any(axis=1)
        faces = self.geometry.faces[touched]
        corners: Any = self.geometry.points
        triangles: Any = faces
        piece = pv.PolyData.from_regular_faces(corners, triangles)
        piece.point_data["marked"] = at_points
        line = piece.contour([0.5], scalars="marked")
        if line.n_points:
            self._line.copy_from(line)
            self.outline.prop.color = self._style.theme.accent
            self.outline.visibility = True

    def show(self, *, coarse: bool) -> int:
        """Show one version; returns the number of its points."""
        coarse = coarse and self.coarse is not None
        self.whole.actor.visibility = not coarse
        if self.coarse is not None:
            self.coarse.actor.visibility = coarse
            if coarse:
                return int(self.coarse.mesh.n_points)
        return self.geometry.n_shown

    def twin(self) -> MeshScene:
        """The same mesh for another window, without its coarse version."""
        other = MeshScene(self.geometry, self._tables, self._planes)
        other.set_scores(*self._given)
        other.set_style(self._style)
        return other

    def _color(self) -> None:
        for piece in self.actors:
            piece.set_coloring(self._style)
