"""The panels around the view, as docks that can be moved and hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import (
    QDockWidget,
    QMainWindow,
    QScrollArea,
    QTabBar,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.i18n.translation import translate
from app.widgets.scrolled import keep_from_wheel
from app.widgets.section import Section, rule

PANEL_WIDTH = 352
NARROW = 900
"""Width of a window in which list, view and panel do not fit beside each other."""
LIST_WIDTH = 264
PICKS_HEIGHT = 170


class Docks:
    """The docks by name: ``scans``, ``result``, ``prompts``, ``picks``, ``log``."""

    def __init__(self, docks: dict[str, QDockWidget]) -> None:
        self._docks = docks

    def __getitem__(self, name: str) -> QDockWidget:
        return self._docks[name]

    def __iter__(self) -> Iterator[QDockWidget]:
        return iter(self._docks.values())

    def bring(self, name: str) -> None:
        """Show a dock, in front of those it shares its place with."""
        self[name].show()
        self[name].raise_()

    def hide_leftovers(self, window: QMainWindow) -> None:
        """Hide tabs that Qt left behind while it laid docks out that were not shown yet.

        A row of tabs that is in use lies directly over its docks; Qt shows one again when it
        needs it.
        """
        tops = {
            (dock.geometry().left(), dock.geometry().top()) for dock in self if dock.isVisible()
        }
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        for tabs in window.findChildren(QTabBar, options=direct):
            place = tabs.geometry()
            if (place.left(), place.bottom() + 1) not in tops:
                tabs.hide()

    def lay_out(self, window: QMainWindow) -> None:
        """Give the docks their first sizes in a window that has its own.

        On a small screen the scans are a third tab on the right: the view needs the room.
        """
        right = max(PANEL_WIDTH, self["result"].minimumSizeHint().width())
        if window.width() < NARROW:
            window.tabifyDockWidget(self["prompts"], self["scans"])
            self["result"].raise_()
        window.resizeDocks(
            [self["scans"], self["result"]], [LIST_WIDTH, right], Qt.Orientation.Horizontal
        )


def make_docks(
    window: QMainWindow,
    scans: QWidget,
    result: Sequence[Section],
    prompts: Section,
    picks: QWidget,
    log: QWidget,
) -> Docks:
    """Scans on the left, result and prompts as two tabs on the right, picks and log below."""
    area = Qt.DockWidgetArea
    window.setTabPosition(area.RightDockWidgetArea, QTabWidget.TabPosition.North)
    docks = Docks(
        {
            "scans": _dock(window, "scansDock", translate("Docks", "Scans"), scans),
            "result": _dock(window, "resultDock", translate("Docks", "Result"), _scrolled(result)),
            "prompts": _dock(
                window, "promptsDock", translate("Docks", "Words"), _scrolled([prompts])
            ),
            "picks": _dock(window, "picksDock", translate("Docks", "Picked points"), picks),
            "log": _dock(window, "logDock", translate("Docks", "Log"), log),
        }
    )
    for name in ("result", "prompts"):
        # The tab is the title.
        docks[name].setTitleBarWidget(QWidget())
    window.addDockWidget(area.LeftDockWidgetArea, docks["scans"])
    window.addDockWidget(area.RightDockWidgetArea, docks["result"])
    window.tabifyDockWidget(docks["result"], docks["prompts"])
    docks["result"].raise_()
    window.addDockWidget(area.BottomDockWidgetArea, docks["picks"])
    window.resizeDocks([docks["picks"]], [PICKS_HEIGHT], Qt.Orientation.Vertical)
    window.addDockWidget(area.BottomDockWidgetArea, docks["log"])
    window.tabifyDockWidget(docks["picks"], docks["log"])
    # Nobody picked anything yet; the first pick shows it. The log is there on request.
    docks["picks"].hide()
    docks["log"].hide()
    for corner, side in [
        (Qt.Corner.BottomLeftCorner, area.LeftDockWidgetArea),
        (Qt.Corner.BottomRightCorner, area.RightDockWidgetArea),
    ]:
        window.setCorner(corner, side)
    return docks


class _PanelArea(QScrollArea):
    """Scrolls up and down only: it is never narrower than what is in it."""

    def minimumSizeHint(self) -> QSize:
        """As wide as its widget needs."""
        bar = self.verticalScrollBar().sizeHint().width()
        body = self.widget()
        width = 0 if body is None else body.minimumSizeHint().width()
        return QSize(width + bar, 120)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for another width when its widget does."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


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
    if len(sections) == 1:
        # It takes what is left of the height, up to a limit; then comes nothing.
        column.setStretchFactor(sections[0], 1)
    column.addStretch()
    area = _PanelArea()
    area.setObjectName("panelArea")
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(body)
    keep_from_wheel(body)
    return area


def _dock(window: QMainWindow, name: str, title: str, widget: QWidget) -> QDockWidget:
    dock = QDockWidget(title, window)
    dock.setObjectName(name)
    dock.setWidget(widget)
    # Closing and reopening is in the View menu; buttons on every title are clutter.
    dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetMovable)
    return dock
