"""A bar over the 3D view whose length is a round number of the scan's units."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.i18n.numbers import short_text
from app.theme.tokens import LIGHT, Theme
from btp_core.rendering.camera import round_length

LONGEST = 150
HEIGHT = 30


class ScaleBar(QWidget):
    """True at the distance the camera looks at; everywhere in a parallel projection."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(self.sizeHint())
        self._theme: Theme = LIGHT
        self._pixels_per_unit = 0.0

    def sizeHint(self) -> QSize:
        """Room for the longest bar."""
        return QSize(LONGEST + 12, HEIGHT)

    @property
    def length(self) -> float:
        """Length of the bar in the scan's units; 0 where there is no scale."""
        if self._pixels_per_unit <= 0.0:
            return 0.0
        return round_length(LONGEST / self._pixels_per_unit)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.update()

    def set_scale(self, pixels_per_unit: float) -> None:
        """Follow the camera."""
        if pixels_per_unit != self._pixels_per_unit:
            self._pixels_per_unit = pixels_per_unit
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar and its length."""
        length = self.length
        if length == 0.0:
            return
        painter = QPainter(self)
        painter.setPen(QPen(QColor(self._theme.text), 1.6))
        y, left = HEIGHT - 6.0, 2.0
        right = left + length * self._pixels_per_unit
        painter.drawLine(QPointF(left, y), QPointF(right, y))
        for x in (left, right):
            painter.drawLine(QPointF(x, y - 4), QPointF(x, y + 4))
        painter.drawText(QPointF(left + 5, y - 5), short_text(length))
        painter.end()
