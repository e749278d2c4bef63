"""Shows a picture drawn elsewhere, as large as there is room, and knows what is where in it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from app.widgets.plain import plain_tip
from btp_core.base.arrays import Float64Array, IntArray

REACH = 9.0
"""Pixels around a value in which the mouse means it."""
REST = 150
"""Milliseconds after which a new size is taken for the last one."""


class PictureView(QWidget):
    """A picture with values in it.

    Attributes
    ----------
    wanted
        Emitted when a picture of the present size is needed.
    pointed
        Emitted with the number of the value under the mouse, which may answer by
        :meth:`show_tip`.
    chosen
        Emitted with the number of a value that was clicked.
    """

    wanted = Signal()
    pointed = Signal(int)
    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(QSize(320, 240))
        self.setMouseTracking(True)
        self._picture = QPixmap()
        self._text = ""
        self._places: Float64Array = np.zeros((0, 2))
        self._numbers: IntArray = np.zeros(0, dtype=np.int64)
        self._under = -1
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self.wanted)

    @property
    def has_picture(self) -> bool:
        """Whether a picture is shown."""
        return not self._picture.isNull()

    @property
    def places(self) -> Float64Array:
        """``(N, 2)`` pixels of the values."""
        return self._places

    def show_picture(
        self, png: bytes, places: Float64Array | None = None, numbers: IntArray | None = None
    ) -> None:
        """Show a picture, with the places of its values in it."""
        self._picture = QPixmap()
        self._picture.loadFromData(png)
        self._text = ""
        self._places = np.zeros((0, 2)) if places is None else places
        self._numbers = np.zeros(0, dtype=np.int64) if numbers is None else numbers
        self.update()

    def show_text(self, text: str) -> None:
        """Say why there is no picture."""
        self._picture, self._text = QPixmap(), text
        self._places, self._numbers = np.zeros((0, 2)), np.zeros(0, dtype=np.int64)
        self.update()

    def show_tip(self, text: str) -> None:
        """Say something at the mouse."""
        QToolTip.showText(self.cursor().pos(), plain_tip(text), self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for a picture of the new size once it rests."""
        super().resizeEvent(event)
        if self.isVisible():
            self._rest.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is wanted of what nobody sees."""
        super().hideEvent(event)
        self._rest.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, stretched while one of the right size is drawn; or the text."""
        painter = QPainter(self)
        if self.has_picture:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(self.rect(), self._picture)
        elif self._text:
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(40, 0, -40, 0), flags, self._text)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which value is under the mouse."""
        under = self._value_at(event.position().toPoint())
        if under != self._under:
            self._under = under
            self.setCursor(
                Qt.CursorShape.PointingHandCursor if under >= 0 else Qt.CursorShape.ArrowCursor
            )
            if under >= 0:
                self.pointed.emit(int(self._numbers[under]))
            else:
                QToolTip.hideText()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is elsewhere."""
        super().leaveEvent(event)
        self._under = -1

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the value that was clicked."""
        under = self._value_at(event.position().toPoint())
        if under >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(int(self._numbers[under]))

    def _value_at(self, place: QPoint) -> int:
        if not len(self._places) or not self.has_picture:
            return -1
        stretch = np.array(
            [self.width() / self._picture.width(), self.height() / self._picture.height()]
        )
        distance = np.linalg.norm(self._places * stretch - [place.x(), place.y()], axis=1)
        nearest = int(np.argmin(distance))
        return nearest if distance[nearest] <= REACH else -1
