"""The scan in the scene: in pieces that are made, scored and drawn when their turn comes."""

from __future__ import annotations

import numpy as np
from vtkmodules.vtkCommonDataModel import vtkPlaneCollection

from app.viewport.base import ViewStyle
from app.viewport.geometry import DisplayGeometry
from app.viewport.lookup import LookupTables
from app.viewport.scan_actor import ScanActor
from btp_core.base.arrays import Float32Array, UInt8Array

PART_POINTS = 20_000
"""So few that software rendering draws them in some 20 ms, beside a worker that computes."""

FIRST_LOOK_POINTS = 200_000
"""So many make a closed surface of points of a few pixels: the first picture of a large scan."""

ZOOM_STEP = 0.05
LARGEST_POINT, LARGEST_CLOSE_POINT, COARSE_POINT = 18.0, 26.0, 9.0
"""Pixels: of a thin cloud in whole, from near by, and while the view moves."""


class ScanScene:
    """All of a scan in one or more parts and, if it is large, a coarse version of it.

    A part of a cloud is every n-th point, so that each is a sample of the whole surface and
    drawing some of them shows all of it thinly. A mesh has one part. Parts are made, and new
    scores and colours reach them, when they are about to be drawn: none of it takes long.

    Attributes
    ----------
    n_parts
        Number of parts.
    first_look
        Number of parts that make a first picture, without gaps.
    made
        The parts made so far, by number.
    coarse
        What is drawn while the view moves; None for a scan small enough to be drawn whole.
    """

    def __init__(
        self, geometry: DisplayGeometry, tables: LookupTables, planes: vtkPlaneCollection
    ) -> None:
        self.geometry = geometry
        self._tables, self._planes = tables, planes
        self._style = ViewStyle()
        self._scores: Float32Array | None = None
        self._types: UInt8Array | None = None
        self._view_pixels = 700
        self._magnified = self._zoom = 1.0
        self.n_parts = part_count(geometry.n_shown) if geometry.faces is None else 1
        self.first_look = min(self.n_parts, -(-FIRST_LOOK_POINTS // PART_POINTS))
        self.made: dict[int, ScanActor] = {}
        self._fresh: set[int] = set()
        self.coarse: ScanActor | None = None
        if (index := geometry.coarse_index) is not None:
            self.coarse = ScanActor(
                geometry.points[index],
                geometry.coarse_faces,
                None if geometry.normals is None else geometry.normals[index],
                None if geometry.colors is None else geometry.colors[index],
                tables,
                planes,
            )
            self.coarse.actor.visibility = False

    @property
    def actors(self) -> list[ScanActor]:
        """All pieces made so far."""
        return [*self.made.values(), *([] if self.coarse is None else [self.coarse])]

    @property
    def is_coarse(self) -> bool:
        """Whether the coarse version is the one in view."""
        return self.coarse is not None and bool(self.coarse.actor.visibility)

    def set_scores(self, scores: Float32Array | None, types: UInt8Array | None) -> None:
        """Take scores and types ``(N,)`` of the file's points."""
        self._scores = None if scores is None else self.geometry.select(scores)
        self._types = None if types is None else self.geometry.select(types)
        self._fresh.clear()
        if self.coarse is not None:
            index = self.geometry.coarse_index
            self.coarse.set_scores(
                None if self._scores is None else self._scores[index],
                None if self._types is None else self._types[index],
            )
            self.coarse.set_coloring(self._style)

    def set_style(self, style: ViewStyle) -> None:
        """Take colours and sizes; those in the lookup tables reach every piece by themselves."""
        table_only = ("threshold", "types", "colormap", "grey_below", "span")
        before, self._style = self._style, style
        changed = {name for name in vars(style) if getattr(before, name) != getattr(style, name)}
        blends = any(piece.is_laid_over_own_colors(style) for piece in self.actors)
        if blends or changed - set(table_only):
            self._fresh.clear()
            if self.coarse is not None:
                self.coarse.set_coloring(style)
                self._size_coarse()

    def set_view_pixels(self, pixels: int) -> None:
        """Keep the points touching in a view whose narrower side has another length."""
        self._view_pixels = pixels
        for number, part in self.made.items():
            self._size(part, self._count_to_fill(number))
        if self.coarse is not None:
            self._size_coarse()

    def set_zoom(self, zoom: float) -> None:
        """Keep the points touching where the view is ``zoom`` times as close as the whole scan."""
        zoom = max(zoom, 1.0)
        if abs(zoom / self._zoom - 1.0) > ZOOM_STEP:
            self._zoom = zoom
            self.set_view_pixels(self._view_pixels)

    def twin(self, factor: float) -> ScanScene:
        """The same scan for another window whose pixels are ``factor`` times as many."""
        other = ScanScene(self.geometry, self._tables, self._planes)
        other._scores, other._types = self._scores, self._types
        other._magnified, other._zoom = factor, self._zoom
        other.set_style(self._style)
        other.set_view_pixels(self._view_pixels)
        return other

    def show_coarse(self) -> None:
        """Show the coarse version and nothing else: two versions would make a ghost."""
        assert self.coarse is not None
        for part in self.made.values():
            part.actor.visibility = False
        self.coarse.actor.visibility = True

    def show_parts(self, parts: range) -> list[ScanActor]:
        """Show some parts and nothing else; returns those that are new to the scene."""
        new = []
        if self.coarse is not None:
            self.coarse.actor.visibility = False
        for number in parts:
            if number not in self.made:
                self.made[number] = self._make(number)
                new.append(self.made[number])
            if number not in self._fresh:
                self._refresh(number)
        for number, part in self.made.items():
            part.actor.visibility = number in parts
        return new

    def points_in(self, parts: int) -> int:
        """Number of points in the first parts."""
        each, more = divmod(self.geometry.n_shown, self.n_parts)
        return parts * each + min(parts, more)

    @property
    def point_size(self) -> float:
        """Size of the points in pixels."""
        return self._style.point_size or self._automatic_size(self.geometry.n_shown)

    def _make(self, number: int) -> ScanActor:
        shown = self.geometry
        piece = slice(number, None, self.n_parts)
        part = ScanActor(
            np.ascontiguousarray(shown.points[piece]),
            shown.faces,
            None if shown.normals is None else np.ascontiguousarray(shown.normals[piece]),
            None if shown.colors is None else shown.colors[piece],
            self._tables,
            self._planes,
        )
        self._size(part, self._count_to_fill(number))
        return part

    def _refresh(self, number: int) -> None:
        part, piece = self.made[number], slice(number, None, self.n_parts)
        part.set_scores(
            None if self._scores is None else self._scores[piece],
            None if self._types is None else self._types[piece],
        )
        part.set_coloring(self._style)
        self._size(part, self._count_to_fill(number))
        self._fresh.add(number)

    def _count_to_fill(self, number: int) -> int:
        # The first look is seen alone for a moment, and must not look like a sieve.
        return self.points_in(self.first_look if number < self.first_look else self.n_parts)

    def _size(self, piece: ScanActor, count: int) -> None:
        size = self._style.point_size or self._automatic_size(count)
        piece.actor.prop.point_size = size * self._magnified

    def _size_coarse(self) -> None:
        # Quick rather than closed: large points cost as much as many.
        assert self.coarse is not None
        size = self._style.point_size or COARSE_POINT
        self.coarse.actor.prop.point_size = size * self._magnified

    def _automatic_size(self, count: int) -> float:
        return automatic_point_size(count, self._view_pixels, self._zoom)


def part_count(n_points: int) -> int:
    """In how many parts a cloud is drawn: a prime, so that every n-th point of a scan that was
    measured line by line is not always in the same column."""
    count = -(-n_points // PART_POINTS)
    while any(count % divisor == 0 for divisor in range(2, int(count**0.5) + 1)):
        count += 1
    return max(count, 1)


def automatic_point_size(count: int, view_pixels: int, zoom: float = 1.0) -> float:
    """Pixels that close the gaps in a closed surface that fills ``zoom`` times most of the view.

    Scattered points need about twice the size of points on a grid, or the far side shines
    through.
    """
    across = (max(count, 1) / 2) ** 0.5
    largest = min(LARGEST_POINT * zoom, LARGEST_CLOSE_POINT)
    return float(np.clip(2.4 * 0.7 * view_pixels * zoom / across, 2.0, largest))
