"""The panels around the view, as docks that can be moved and hidden."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QScrollArea, QVBoxLayout, QWidget

from app.i18n.translation import translate
from app.widgets.section import Section, rule

PANEL_WIDTH = 352
LIST_WIDTH = 264
PICKS_HEIGHT = 170


def make_docks(
    window: QMainWindow, scans: QWidget, sections: Sequence[Section], picks: QWidget, log: QWidget
) -> list[QDockWidget]:
    """Scans on the left, inspection on the right, picks and log at the bottom, in this order."""
    left = _dock(window, "scansDock", translate("Docks", "Scans"), scans, LIST_WIDTH)
    right = _dock(
        window, "inspectDock", translate("Docks", "Inspection"), _scrolled(sections), PANEL_WIDTH
    )
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, left)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, right)
    window.resizeDocks([left, right], [LIST_WIDTH, PANEL_WIDTH], Qt.Orientation.Horizontal)
    bottom = _dock(window, "picksDock", translate("Docks", "Picked points"), picks, 0)
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, bottom)
    window.resizeDocks([bottom], [PICKS_HEIGHT], Qt.Orientation.Vertical)
    log_dock = _dock(window, "logDock", translate("Docks", "Log"), log, 0)
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, log_dock)
    window.tabifyDockWidget(bottom, log_dock)
    # Nobody picked anything yet; the first pick shows it. The log is there on request.
    bottom.hide()
    log_dock.hide()
    for corner, side in [
        (Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea),
        (Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea),
    ]:
        window.setCorner(corner, side)
    return [left, right, bottom, log_dock]


def _scrolled(sections: Sequence[Section]) -> QScrollArea:
    body = QWidget()
    body.setObjectName("panelBody")
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for number, section in enumerate(sections):
        if number:
            column.addWidget(rule())
        column.addWidget(section)
    # The last one takes what is left of the height, up to a limit; then comes nothing.
    column.setStretchFactor(sections[-1], 1)
    column.addStretch()
    area = QScrollArea()
    area.setObjectName("panelArea")
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(body)
    return area


def _dock(window: QMainWindow, name: str, title: str, widget: QWidget, width: int) -> QDockWidget:
    dock = QDockWidget(title, window)
    dock.setObjectName(name)
    widget.setMinimumWidth(max(width - 30, 0))
    dock.setWidget(widget)
    # Closing and reopening is in the View menu; buttons on every title are clutter.
    dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetMovable)
    return dock
