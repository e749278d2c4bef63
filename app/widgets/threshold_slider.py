"""The decision threshold as a handle on the histogram of the scores."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n.numbers import decimal_text
from app.viewport.base import ViewStyle
from app.viewport.image_arrays import image_of
from app.widgets.gradient import paint_gradient
from btp_core.base.arrays import Float64Array

STEP = 0.01
PAGE = 0.1
MARGIN = 9  # pixels at either end, for half the handle
BAR_HEIGHT = 14
HANDLE_HEIGHT = 11


class ThresholdSlider(QWidget):
    """A histogram over [0, 1], the colour map under it, and a handle to drag.

    The histogram's height is logarithmic: a defect is a handful of points among many.
    """

    value_changed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setAccessibleName(self.tr("Decision threshold"))
        self._value = 0.5
        self._histogram: Float64Array | None = None
        self._style = ViewStyle()

    @property
    def value(self) -> float:
        """The threshold, in [0, 1]."""
        return self._value

    def set_value(self, value: float) -> None:
        """Move the handle, rounded to the step and kept within [0, 1]."""
        value = round(round(min(max(value, 0.0), 1.0) / STEP) * STEP, 4)
        if value != self._value:
            self._value = value
            self.setAccessibleDescription(decimal_text(value, 2))
            self.update()
            self.value_changed.emit(value)

    def set_histogram(self, histogram: Float64Array | None) -> None:
        """Show counts per bin over [0, 1], or none."""
        self._histogram = histogram
        self.update()

    def set_style(self, style: ViewStyle) -> None:
        """Use the viewport's colours; the threshold is the handle's."""
        self._style = style
        self.update()

    def sizeHint(self) -> QSize:
        """A strip as wide as its panel."""
        return QSize(240, 82)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Bring the handle to the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.set_value(self._value_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the handle."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.set_value(self._value_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows by a step, page keys by ten, home and end to the ends."""
        steps = {
            Qt.Key.Key_Left: -STEP,
            Qt.Key.Key_Down: -STEP,
            Qt.Key.Key_Right: STEP,
            Qt.Key.Key_Up: STEP,
            Qt.Key.Key_PageDown: -PAGE,
            Qt.Key.Key_PageUp: PAGE,
            Qt.Key.Key_Home: -1.0,
            Qt.Key.Key_End: 1.0,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.set_value(self._value + step)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw histogram, colour map and handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() - 2 * MARGIN
        bar = QRectF(MARGIN, self.height() - BAR_HEIGHT - HANDLE_HEIGHT - 3, width, BAR_HEIGHT)
        self._paint_histogram(painter, QRectF(MARGIN, 4, width, bar.top() - 6))
        table = replace(self._style, threshold=self._value).table()
        border = self._style.theme.border
        paint_gradient(painter, bar, image_of(table[None]), border, vertical=False, corner=3)
        self._paint_handle(painter, bar)
        painter.end()

    def _paint_histogram(self, painter: QPainter, box: QRectF) -> None:
        theme = self._style.theme
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if self._histogram is None or not self._histogram.any():
            return
        heights = np.log1p(self._histogram)
        heights = heights / heights.max() * box.height()
        step = box.width() / len(heights)
        painter.setPen(Qt.PenStyle.NoPen)
        above, below = QColor(theme.failed), QColor(theme.muted)
        above.setAlpha(210)
        below.setAlpha(130)
        for index, height in enumerate(heights):
            if height > 0:
                # A bin belongs above when its lower edge does.
                painter.setBrush(above if index / len(heights) >= self._value - 1e-9 else below)
                painter.drawRect(
                    QRectF(box.left() + index * step, box.bottom() - height, step - 0.6, height)
                )

    def _paint_handle(self, painter: QPainter, bar: QRectF) -> None:
        theme = self._style.theme
        x = bar.left() + self._value * bar.width()
        painter.setPen(QPen(QColor(theme.text), 1.6))
        painter.drawLine(QPointF(x, 4), QPointF(x, bar.bottom()))
        tip = bar.bottom() + 1
        half = HANDLE_HEIGHT * 0.62
        shape = QPolygonF(
            [
                QPointF(x, tip),
                QPointF(x + half, tip + 5),
                QPointF(x + half, tip + HANDLE_HEIGHT),
                QPointF(x - half, tip + HANDLE_HEIGHT),
                QPointF(x - half, tip + 5),
            ]
        )
        painter.setBrush(QColor(theme.accent if self.hasFocus() else theme.text))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(shape)

    def _value_at(self, x: float) -> float:
        return (x - MARGIN) / max(self.width() - 2 * MARGIN, 1)
