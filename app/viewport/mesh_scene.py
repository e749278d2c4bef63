"""A mesh in the scene and, if it is large, a coarse version that is drawn while the view moves."""

from __future__ import annotations

from vtkmodules.vtkCommonDataModel import vtkPlaneCollection

from app.viewport.base import ViewStyle
from app.viewport.geometry import DisplayGeometry
from app.viewport.lookup import LookupTables
from app.viewport.scan_actor import ScanActor
from btp_core.base.arrays import Float32Array, UInt8Array


class MeshScene:
    """Draws the triangles of one scan.

    Attributes
    ----------
    whole
        All of it.
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
