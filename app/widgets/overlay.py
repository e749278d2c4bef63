"""Keeps widgets at their places over another widget."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtWidgets import QWidget

MARGIN = 14


class Overlay(QObject):
    """Places children of ``host`` at its corners or middle, whenever either changes its size."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._placed: list[tuple[QWidget, Qt.AlignmentFlag]] = []
        self._beside: dict[QWidget, tuple[QWidget, QWidget]] = {}
        host.installEventFilter(self)

    def add(self, widget: QWidget, alignment: Qt.AlignmentFlag) -> None:
        """Put a widget over the host."""
        widget.setParent(self._host)
        self._placed.append((widget, alignment))
        widget.installEventFilter(self)
        widget.move(self.place(widget, self._host.size()))
        widget.raise_()

    def keep_between(self, widget: QWidget, left: QWidget, right: QWidget) -> None:
        """Where a widget in the middle would lie on one at either side, put it between them."""
        self._beside[widget] = left, right

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Place again after a change of size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest):
            for widget, _ in self._placed:
                if watched is self._host or watched is widget:
                    widget.move(self.place(widget, self._host.size()))
        return False

    def place(self, widget: QWidget, room: QSize) -> QPoint:
        """The upper left corner of a widget added here in a host of a size."""
        alignment = next(flags for placed, flags in self._placed if placed is widget)
        flag = Qt.AlignmentFlag
        x = (room.width() - widget.width()) // 2
        y = (room.height() - widget.height()) // 2
        if widget in self._beside:
            x = self._between(x, widget, room)
        if alignment & flag.AlignLeft:
            x = MARGIN
        elif alignment & flag.AlignRight:
            x = room.width() - widget.width() - MARGIN
        if alignment & flag.AlignTop:
            y = MARGIN
        elif alignment & flag.AlignBottom:
            y = room.height() - widget.height() - MARGIN
        return QPoint(max(x, 0), max(y, 0))

    def _between(self, x: int, widget: QWidget, room: QSize) -> int:
        left, right = self._beside[widget]
        first = 0 if left.isHidden() else left.width() + 2 * MARGIN
        last = room.width() - (0 if right.isHidden() else right.width() + 2 * MARGIN)
        if first <= x and x + widget.width() <= last:
            return x
        return (first + last - widget.width()) // 2
