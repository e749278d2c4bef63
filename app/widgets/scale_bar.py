"""A bar over the 3D view whose length is a round number of the scan's units."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.i18n.numbers import short_text
from app.theme.tokens import LIGHT, Theme
from app.widgets.card import paint_plate
from btp_core.rendering.camera import round_length

LONGEST, SHORTEST = 150, 50
HEIGHT = 38
PAD = 11.0


class ScaleBar(QWidget):
    """True at the distance the camera looks at; everywhere in a parallel projection."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._longest = LONGEST
        self.setFixedSize(self.sizeHint())
        self._theme: Theme = LIGHT
        self._pixels_per_unit = 0.0
        self._units = ""

    def sizeHint(self) -> QSize:
        """Room for the longest bar."""
        return QSize(round(self._longest + 2 * PAD), HEIGHT)

    @property
    def pixels_per_unit(self) -> float:
        """How large a unit of the scan is drawn; 0 where there is no scale."""
        return self._pixels_per_unit

    @property
    def length(self) -> float:
        """Length of the bar in the scan's units; 0 where there is no scale."""
        if self._pixels_per_unit <= 0.0:
            return 0.0
        return round_length(self._longest / self._pixels_per_unit)

    def set_room(self, width: int) -> None:
        """Be no wider than that, as far as a length can be read."""
        self._longest = round(min(max(width - 2 * PAD, SHORTEST), LONGEST))
        self.setFixedSize(self.sizeHint())
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.update()

    def set_units(self, units: str) -> None:
        """Say what the lengths are in; empty where nobody has told."""
        self._units = units
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
        extent = length * self._pixels_per_unit
        text = f"{short_text(length)} {self._units}".rstrip()
        words = painter.fontMetrics().horizontalAdvance(text)
        width = max(extent, words + 10.0) + 2 * PAD
        plate = QRectF((self.width() - width) / 2, 0, width, HEIGHT)
        paint_plate(painter, plate, self._theme)
        painter.setPen(QPen(QColor(self._theme.text), 1.6))
        y, left = HEIGHT - 10.0, (self.width() - extent) / 2
        right = left + extent
        painter.drawLine(QPointF(left, y), QPointF(right, y))
        for x in (left, right):
            painter.drawLine(QPointF(x, y - 4), QPointF(x, y + 4))
        above = QRectF(plate.left(), 3, plate.width(), HEIGHT - 18)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
