"""The 3D view with what lies over it: legend, notices and the welcome."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.session.open_scan import OpenScan
from app.viewport.base import Coloring, Viewport, ViewStyle
from app.viewport.geometry import DisplayGeometry
from app.widgets.axes import Axes
from app.widgets.callouts import Callouts
from app.widgets.legend import Legend
from app.widgets.notices import MOST_NOTICES, NoticeStack
from app.widgets.overlay import MARGIN, Overlay
from app.widgets.plain import plain_label
from app.widgets.scale_bar import ScaleBar
from app.widgets.type_legend import TypeLegend
from app.widgets.welcome import Welcome
from btp_core.base.arrays import Float32Array

LEAST_SCALE = 100
"""Pixels that a readable scale takes."""
WELCOME_NOTICES = 1
"""There is room for above the welcome."""


class Comparison(Enum):
    """Which map is in view."""

    AFTER = "after"
    BEFORE = "before"
    DIFFERENCE = "difference"

    def next(self) -> Comparison:
        """The map that the key shows next."""
        order = list(Comparison)
        return order[(order.index(self) + 1) % len(order)]


class ViewArea(QWidget):
    """Shows the scan in view and keeps the overlays consistent with it."""

    def __init__(self, style: ViewStyle, make_view: Callable[[QWidget], Viewport]) -> None:
        super().__init__()
        self.setMinimumSize(160, 120)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.viewport = make_view(self)
        layout.addWidget(self.viewport)
        self.style_shown = style
        self.legend = Legend()
        self.notices = NoticeStack(self)
        self.type_legend = TypeLegend()
        self.scale_bar = ScaleBar()
        self.viewport.scale_changed.connect(self.scale_bar.set_scale)
        self.axes = Axes()
        self.viewport.scale_changed.connect(self._follow_camera)
        self.welcome = Welcome()
        self.comparison = Comparison.AFTER
        self.caption = plain_label()
        self.caption.setObjectName("viewCaption")
        self.caption.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.caption.hide()
        self.callouts = Callouts(self)
        self.callouts.hide()
        self.overlay = overlay = Overlay(self)
        flag = Qt.AlignmentFlag
        overlay.add(self.legend, flag.AlignRight | flag.AlignVCenter)
        overlay.add(self.type_legend, flag.AlignRight | flag.AlignVCenter)
        overlay.add(self.scale_bar, flag.AlignHCenter | flag.AlignBottom)
        overlay.keep_between(self.scale_bar, self.axes, self.legend)
        overlay.add(self.axes, flag.AlignLeft | flag.AlignBottom)
        overlay.add(self.caption, flag.AlignLeft | flag.AlignTop)
        overlay.add(self.welcome, flag.AlignCenter)
        overlay.add(self.notices, flag.AlignHCenter | flag.AlignTop)
        self.callouts.others = (self.scale_bar, self.axes)
        self.viewport.set_margins(
            right=self.legend.width() + MARGIN, bottom=self.scale_bar.sizeHint().height()
        )
        self._has_scores = False
        self._axes_fit = True
        self._geometry: DisplayGeometry | None = None
        self._shown: OpenScan | None = None
        self._reference: tuple[OpenScan, DisplayGeometry] | None = None
        self.set_style(style)
        self.show_scan(None)

    def set_style(self, style: ViewStyle) -> None:
        """Change colours and looks of the view and its legend."""
        before, self.style_shown = self.style_shown, style
        self.viewport.set_style(style)
        self.legend.set_style(style)
        self.type_legend.set_style(style.theme, style.types)
        self.scale_bar.set_theme(style.theme)
        self.callouts.set_theme(style.theme)
        self.axes.set_theme(style.theme)
        if self._shown is not None and _layer(before) != _layer(style):
            self.show_scores(self._shown)
        self._update_legend()

    def show_scan(self, open_scan: OpenScan | None) -> None:
        """Bring a scan into view, with its scores if it has them."""
        self.welcome.setVisible(open_scan is None)
        self.notices.set_most(WELCOME_NOTICES if open_scan is None else MOST_NOTICES)
        if open_scan is None:
            self.notices.dismiss_all()
        self._shown = open_scan
        self._show_caption(open_scan)
        if open_scan is None or open_scan.geometry is None:
            self.viewport.clear()
            self._geometry = None
            self._has_scores = False
            self._update_legend()
            return
        self._geometry = open_scan.geometry
        self.viewport.show_geometry(open_scan.geometry)
        self.look_at_worst(open_scan)
        self.show_scores(open_scan)

    def look_at_worst(self, open_scan: OpenScan) -> None:
        """Begin with a view of the worst place, once it is known and unless the user turned it."""
        if open_scan.direction is not None:
            self.viewport.look_from(open_scan.direction)

    def show_scores(self, open_scan: OpenScan) -> None:
        """Colour the scan in view by its newest scores."""
        geometry = self._geometry_of(open_scan)
        if geometry is not None and geometry is not self._geometry:
            self._geometry = geometry
            self.viewport.show_geometry(geometry, keep_camera=True)
        scores = self._scores_of(open_scan)
        self.viewport.set_scores(scores, open_scan.region_types)
        self._show_caption(open_scan)
        self._has_scores = scores is not None
        if scores is not None and open_scan.geometry is not None:
            shown = open_scan.geometry.select(scores)
            self.legend.set_has_unchecked(bool(np.isnan(shown).any()))
        self._update_legend()

    def set_reference(self, open_scan: OpenScan, reference: DisplayGeometry) -> None:
        """Take the design's surface, as it lies on a scan; shown by its own colouring."""
        self._reference = open_scan, reference
        if open_scan is self._shown:
            self.show_scores(open_scan)

    def explanations(self) -> list[QWidget]:
        """What lies over the view and belongs in a picture of it."""
        shown = (self.legend, self.type_legend, self.scale_bar, self.axes, self.caption)
        return [widget for widget in shown if not widget.isHidden()]

    def set_comparison(self, comparison: Comparison, open_scan: OpenScan | None) -> None:
        """Show the map of this wording, of the one before, or what changed."""
        self.comparison = comparison
        self._show_caption(open_scan)
        if open_scan is not None and open_scan.geometry is not None:
            self.show_scores(open_scan)

    def _show_caption(self, open_scan: OpenScan | None) -> None:
        """Say what the map is when it is not the newest one of the wording in force."""
        text = {
            Comparison.AFTER: self._layer_text(open_scan),
            Comparison.BEFORE: self.tr("Before the last change of wording"),
            Comparison.DIFFERENCE: self.tr("Change by the last edit of the wording"),
        }[self.comparison]
        stored = (
            open_scan.stored if open_scan is not None and open_scan.scores is not None else None
        )
        if not text and stored is not None:
            text = self.tr("Stored map of {0}").format(stored.run.name)
        self.caption.setText(text)
        self.caption.setVisible(bool(text))
        self.caption.adjustSize()

    def _layer_text(self, open_scan: OpenScan | None) -> str:
        coloring = self.style_shown.coloring
        scores = None if open_scan is None else open_scan.scores
        if scores is None or coloring not in (Coloring.DEVIATION, Coloring.REFERENCE):
            return ""
        if scores.shown.alignment is None and scores.shown.deviation is None:
            return self.tr("Nothing to compare with: the scan does not lie on a design")
        if coloring is Coloring.REFERENCE:
            name = scores.design.name if scores.design is not None else ""
            return self.tr("Reference surface of {0}").format(name)
        return ""

    def _geometry_of(self, open_scan: OpenScan) -> DisplayGeometry | None:
        if self.style_shown.coloring is Coloring.REFERENCE and self._reference is not None:
            of_scan, reference = self._reference
            if of_scan is open_scan and open_scan.geometry is not None:
                return reference
        return open_scan.geometry

    def _scores_of(self, open_scan: OpenScan) -> Float32Array | None:
        if open_scan.scores is None or self.style_shown.coloring is Coloring.REFERENCE:
            return None
        if self.style_shown.coloring is Coloring.DEVIATION:
            return _on_table(open_scan.scores.shown.deviation, self.style_shown.deviation_limit)
        after, before = open_scan.scores.shown.point_scores, open_scan.scores_before
        if before is None or len(before) != len(after) or self.comparison is Comparison.AFTER:
            return after
        if self.comparison is Comparison.BEFORE:
            return before
        # No change lies in the middle of the table; half a unit either way is its end.
        return np.asarray(np.clip(0.5 + (after - before), 0.0, 1.0), dtype=np.float32)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let callouts lie over all of the view, and notices be no wider than it."""
        super().resizeEvent(event)
        self.notices.set_room(self.width() - 2 * MARGIN)
        self.legend.set_room(self.height() - 2 * MARGIN)
        # On a small screen the scale is worth more than the axes.
        beside = self.legend.width() + 3 * MARGIN
        self._axes_fit = self.width() - beside - self.axes.width() - 2 * MARGIN >= LEAST_SCALE
        taken = beside + (self.axes.width() + MARGIN if self._axes_fit else 0)
        self.scale_bar.set_room(self.width() - taken)
        if not self._axes_fit:
            self.axes.hide()
        self.callouts.setGeometry(self.rect())

    def _follow_camera(self, pixels_per_unit: float) -> None:
        self.axes.setVisible(pixels_per_unit > 0.0 and self._axes_fit)
        self.axes.set_axes(self.viewport.orientation())

    def shutdown(self) -> None:
        """Release graphics and timers."""
        self.notices.dismiss_all()
        self.viewport.shutdown()

    def _update_legend(self) -> None:
        coloring = self.style_shown.coloring
        scored = coloring in (Coloring.HEATMAP, Coloring.DIFFERENCE, Coloring.DEVIATION)
        self.legend.setVisible(self._has_scores and scored)
        self.type_legend.setVisible(self._has_scores and coloring is Coloring.TYPES)
        legends = [one for one in (self.legend, self.type_legend) if not one.isHidden()]
        self.callouts.spare = max((one.width() + MARGIN for one in legends), default=0)


def _layer(style: ViewStyle) -> tuple[Coloring, float] | None:
    """What of a style the drawn values depend on; None for scores and all that goes with them."""
    if style.coloring is Coloring.REFERENCE:
        return style.coloring, 0.0
    return (style.coloring, style.deviation_limit) if style.coloring is Coloring.DEVIATION else None


def _on_table(deviation: Float32Array | None, limit: float) -> Float32Array | None:
    """Signed lengths ``(N,)`` as places in a table whose middle is none; NaN stays."""
    if deviation is None:
        return None
    return np.asarray(np.clip(0.5 + 0.5 * deviation / limit, 0.0, 1.0), dtype=np.float32)
