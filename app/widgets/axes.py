"""Where x, y and z point in the 3D view, on a plate that keeps them readable over the part."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.theme.tokens import LIGHT, Theme
from app.widgets.card import paint_plate
from btp_core.base.arrays import Float32Array

SIDE = 74
LENGTH = 18.0
LETTER = 9.0
# Dull colours: bright ones would look like scores.
COLORS = ("#b0686e", "#5f8f6c", "#5f7fb4")


class Axes(QWidget):
    """Turns with the camera."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(self.sizeHint())
        self._theme: Theme = LIGHT
        self._axes: Float32Array = np.eye(3, dtype=np.float32)

    def sizeHint(self) -> QSize:
        """Fixed."""
        return QSize(SIDE, SIDE)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        self.update()

    def set_axes(self, axes: Float32Array) -> None:
        """Follow a camera whose right, up and direction to the viewer are the rows ``(3, 3)``."""
        if not np.array_equal(axes, self._axes):
            self._axes = axes
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the plate and the arrows, the farthest first."""
        painter = QPainter(self)
        paint_plate(painter, QRectF(self.rect()), self._theme)
        middle = QPointF(SIDE / 2, SIDE / 2)
        for axis in np.argsort(self._axes[2]):
            right, up, toward = (float(value) for value in self._axes[:, axis])
            painter.setOpacity(1.0 if toward > -0.35 else 0.55)
            tip = middle + QPointF(right, -up) * LENGTH
            pen = QPen(QColor(COLORS[axis]), 2.4)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(middle, tip)
            letter = tip + QPointF(right, -up) * LETTER
            if abs(right) + abs(up) < 0.25:  # along the view: beside the middle
                letter = middle + QPointF(-LETTER, LETTER)
            painter.setPen(QColor(self._theme.text))
            box = QRectF(letter.x() - 8, letter.y() - 8, 16, 16)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "XYZ"[axis])
        painter.end()
