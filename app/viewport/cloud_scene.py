"""A cloud as a closed surface: quick and coarse while the view moves, and sharp at rest."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import numpy as np
from PIL import Image
from PySide6.QtCore import QObject, Signal

from app.viewport.base import ViewStyle
from app.viewport.cloud_colors import CloudColors
from app.viewport.cloud_layer import Drawn, draw_points
from app.viewport.geometry import DisplayGeometry
from app.viewport.lookup import LookupTables
from app.viewport.still_maker import StillMaker
from btp_core.base.arrays import BoolArray, Float32Array, Float64Array, IntArray, UInt8Array
from btp_core.rendering.colormap import rgb_of
from btp_core.rendering.layer import PITCH
from btp_core.rendering.paint import ring_around
from btp_core.rendering.projection import Projection

STILL_POINTS = 1_500_000
"""So many at rest, at most."""
MOVING_POINTS = 40_000
FINER_POINTS = 250_000
"""While the view moves; and where the user wants all that can be drawn then."""
FRAME_SECONDS = 0.03
"""What drawing may take while the view moves, of the fifteenth of a second that a frame has."""
LEAST_ENLARGED, MOST_ENLARGED = 1.0, 3.0
BEHIND = 0.02
"""Of the scan's radius: what lies farther behind the surface in view is hidden by it."""
MOVING_SHARE = 0.5
"""Of the view's width and height: a moving picture is drawn in so many pixels, and stretched."""


class CloudScene(QObject):
    """Draws the points of one scan; only for the GUI thread.

    Attributes
    ----------
    improved
        Emitted when a sharper picture is there to be shown.
    """

    improved = Signal()

    def __init__(
        self, geometry: DisplayGeometry, tables: LookupTables, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.geometry = geometry
        self._colors = CloudColors(geometry, tables)
        self._style = ViewStyle()
        self._still: Drawn | None = None
        self._quick: Drawn | None = None
        self._asked: tuple[object, ...] | None = None
        self._enlarged = 1.5
        self._selected: BoolArray | None = None
        self._maker = StillMaker(self)
        self._maker.made.connect(self._keep_still)

    @property
    def shown(self) -> Drawn | None:
        """What is in view."""
        return self._still if self._quick is None else self._quick

    @property
    def sharp(self) -> bool:
        """Whether that is the picture at rest, with all its points."""
        return self._still is not None and self._quick is None

    def set_scores(self, scores: Float32Array | None, types: UInt8Array | None) -> None:
        """Take scores and types ``(N,)`` of the file's points."""
        self._colors.set_scores(scores, types)

    def set_style(self, style: ViewStyle) -> None:
        """Take colours and sizes."""
        self._style = style
        self._colors.style = style

    def set_selected(self, points: IntArray | None) -> None:
        """Draw a line around points, by their numbers in the file."""
        self._selected = None
        if points is not None and len(points):
            marked = np.zeros(self.geometry.n_file_points, np.bool_)
            marked[points[points < len(marked)]] = True
            self._selected = self.geometry.select(marked)

    def draw(
        self,
        projection: Projection,
        size: tuple[int, int],
        bounds: Float64Array | None,
        background: UInt8Array,
        *,
        moving: bool,
        at_once: bool = False,
    ) -> tuple[UInt8Array, int]:
        """The picture to be shown now; unless ``moving``, a sharp one follows.

        Parameters
        ----------
        projection, size
            Of the view, in device pixels.
        bounds
            ``(2, 3)`` lowest and highest coordinates of what is shown; None for all.
        background
            ``(height, width, 3)``.
        at_once
            Draw the sharp one, however long it takes.

        Returns
        -------
        tuple
            ``(height, width, 3)``, and the number of points drawn.
        """
        key = self._key(projection, size, bounds)
        if self._still is not None and self._still.key == key:
            shown, self._quick = self._still, None
        elif at_once:
            shown = self._still = self._job(key, projection, size, bounds)(lambda: False)
            self._quick, self._asked = None, None
            self._maker.drop()
        else:
            shown = self._quick_draw(key, projection, size, bounds)
            if moving:
                self._asked = None
                self._maker.drop()
            elif self._asked != key:
                self._asked = key
                self._maker.ask(self._job(key, projection, size, bounds))
        if shown is not self._quick:
            # All of them: where they lie closer than pixels, the picture shows all there is.
            return self._paint(shown, background), self.geometry.n_shown
        width, height = shown.size
        # Rows of a gradient: any of them will do.
        rows = np.linspace(0, len(background) - 1, height).astype(np.int64)
        small = Image.fromarray(self._paint(shown, background[rows, :width]))
        # VTK would show the middle of a smaller picture only.
        return np.asarray(small.resize(size, Image.Resampling.BILINEAR)), shown.count

    def cut_out(
        self,
        projection: Projection,
        size: tuple[int, int],
        bounds: Float64Array | None,
        factor: float,
    ) -> UInt8Array:
        """The sharp picture of any size without a background, ``(height, width, 4)``.

        ``factor`` of its pixels stand for one of the view.
        """
        drawn = self._job((), projection, size, bounds, factor)(lambda: False)
        if drawn.layer is None or drawn.relief is None:
            return np.zeros((size[1], size[0], 4), np.uint8)
        return drawn.relief.cut_out(self._colors.of(drawn.layer, drawn.relief))

    def pitch(self, pixels_per_unit: float) -> float:
        """Pixels from a point to the next, about."""
        if self._style.point_size:
            return float(self._style.point_size)
        assert self.geometry.spacing is not None
        return float(np.median(self.geometry.spacing[:1000])) * pixels_per_unit

    def is_hidden(self, places: Float64Array) -> BoolArray:
        """``(K,)`` bool: which places ``(K, 3)`` lie behind the surface in view."""
        shown = self.shown
        hidden: BoolArray = np.zeros(len(places), np.bool_)
        if shown is None or shown.layer is None or not len(places):
            return hidden
        layer, radius = shown.layer, self.geometry.radius
        seen, scales = shown.projection.project(places.astype(np.float32))
        height, width = layer.index.shape
        for number, (column, row, depth) in enumerate(seen.T / layer.enlarged):
            x, y = int(column), int(row)
            if scales[number] > 0 and 0 <= y < height and 0 <= x < width:
                reach = BEHIND * radius * scales[number] / layer.enlarged + 2.0 * PITCH
                behind = layer.depth[y, x] - depth
                hidden[number] = layer.index[y, x] >= 0 and behind > reach
        return hidden

    def close(self) -> None:
        """End the work beside the GUI thread."""
        self._maker.shutdown()

    def _key(
        self, projection: Projection, size: tuple[int, int], bounds: Float64Array | None
    ) -> tuple[object, ...]:
        return (
            projection.axes.tobytes(),
            projection.target.tobytes(),
            projection.middle,
            projection.pixels_per_unit,
            projection.distance,
            size,
            None if bounds is None else bounds.tobytes(),
            self._style.point_size,
        )

    def _quick_draw(
        self,
        key: tuple[object, ...],
        projection: Projection,
        size: tuple[int, int],
        bounds: Float64Array | None,
    ) -> Drawn:
        if self._quick is not None and self._quick.key == key:
            return self._quick
        started = time.perf_counter()
        finer = not self._style.reduce_moving
        enlarged = 1.0 if finer else self._enlarged
        most = FINER_POINTS if finer else MOVING_POINTS
        share = 1.0 if finer else MOVING_SHARE
        self._quick = draw_points(
            self.geometry,
            self._style.point_size * share,
            key,
            projection.scaled(share),
            (max(round(size[0] * share), 1), max(round(size[1] * share), 1)),
            bounds,
            enlarged,
            most,
        )
        took = time.perf_counter() - started
        # Follows the machine, and what else it does, in small steps: a frame says little.
        factor = min(max(math.sqrt(took / FRAME_SECONDS), 0.9), 1.15)
        self._enlarged = min(max(self._enlarged * factor, LEAST_ENLARGED), MOST_ENLARGED)
        return self._quick

    def _job(
        self,
        key: tuple[object, ...],
        projection: Projection,
        size: tuple[int, int],
        bounds: Float64Array | None,
        factor: float = 1.0,
    ) -> Callable[[Callable[[], bool]], Drawn]:
        geometry, point_size = self.geometry, self._style.point_size * factor

        def work(is_stale: Callable[[], bool]) -> Drawn:
            return draw_points(
                geometry, point_size, key, projection, size, bounds, 1.0, STILL_POINTS, is_stale
            )

        return work

    def _keep_still(self, drawn: Drawn) -> None:
        self._still, self._asked = drawn, None
        self.improved.emit()

    def _paint(self, drawn: Drawn, background: UInt8Array) -> UInt8Array:
        if drawn.layer is None or drawn.relief is None:
            return background
        picture = drawn.relief.paint(self._colors.of(drawn.layer, drawn.relief), background)
        if self._selected is not None:
            sharp = drawn is not self._quick
            ring = ring_around(drawn.layer, drawn.relief, self._selected, 3 if sharp else 1)
            picture[ring] = rgb_of(self._style.theme.accent)
        return picture
