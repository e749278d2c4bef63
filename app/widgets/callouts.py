"""Numbers beside the regions in the 3D view, each with a line to its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QMarginsF, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.theme.tokens import LIGHT, Theme
from btp_core.base.arrays import BoolArray, Float64Array
from btp_core.rendering.tags import place_tag

MOST = 8
RADIUS = 11.0
PAD = 6.0
EDGE = 8
FADED = 0.45
"""Opacity of the number of a region that something hides."""


@dataclass(frozen=True)
class Callout:
    """A region's number, counted from one, its length in the scan's units, and a few words."""

    number: int
    length: float
    text: str = ""


class Badge(QWidget):
    """One number, to be clicked."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.callout = Callout(0, 0.0)
        self.is_selected = self.is_faded = False
        self.theme: Theme = LIGHT

    def fit(self) -> None:
        """Take the size of the number and its words."""
        words = QFontMetricsF(self._font()).horizontalAdvance(self.callout.text)
        width = 2 * RADIUS + 2 + (words + 2 * PAD if self.callout.text else 0.0)
        self.setFixedSize(round(width), round(2 * RADIUS + 2))
        self.setAccessibleName(self.tr("Region {0}").format(self.callout.number))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the region."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self.callout.number)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the circle and the words."""
        painter = QPainter(self)
        self.draw(painter)
        painter.end()

    def draw(self, painter: QPainter) -> None:
        """Draw with the upper left corner at the painter's origin."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(FADED if self.is_faded and not self.is_selected else 1.0)
        theme, flag = self.theme, Qt.AlignmentFlag
        painter.setFont(self._font())
        if self.callout.text:
            plate = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.setBrush(QColor(theme.surface))
            painter.drawRoundedRect(plate, RADIUS, RADIUS)
            words = plate.adjusted(2 * RADIUS + PAD - 2, 0, 0, 0)
            painter.setPen(QColor(theme.text))
            painter.drawText(words, flag.AlignLeft | flag.AlignVCenter, self.callout.text)
        circle = QRectF(1, 1, 2 * RADIUS, 2 * RADIUS)
        painter.setPen(QPen(QColor(theme.accent if self.is_selected else theme.text), 1.6))
        painter.setBrush(QColor(theme.accent if self.is_selected else theme.surface))
        painter.drawEllipse(circle)
        painter.setPen(QColor(theme.accent_text if self.is_selected else theme.text))
        painter.drawText(circle, flag.AlignCenter, str(self.callout.number))
        painter.setOpacity(1.0)

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        font.setPointSizeF(max(font.pointSizeF() * 0.95, 6.0))
        return font


class Callouts(QWidget):
    """Lies over the view and lets the mouse through, but for the numbers.

    Attributes
    ----------
    chosen
        Emitted with the number that was clicked.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._badges: list[Badge] = []
        self._lines: list[tuple[QPointF, QPointF, bool]] = []
        self._theme: Theme = LIGHT
        self._selected = 0
        self.spare = 0
        """Pixels at the right that other widgets take."""
        self.others: Sequence[QWidget] = ()
        """Widgets over the view that no number is to lie on."""

    @property
    def shown(self) -> list[Badge]:
        """The numbers in view."""
        return [badge for badge in self._badges if not badge.isHidden()]

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme
        for badge in self._badges:
            badge.theme = theme
            badge.update()
        self.update()

    def set_callouts(self, callouts: Sequence[Callout]) -> None:
        """Show other regions; they are placed by the next :meth:`place`."""
        parent = self.parentWidget()
        assert parent is not None
        for badge in self._badges:
            badge.deleteLater()
        self._badges, self._lines = [], []
        for callout in callouts[:MOST]:
            badge = Badge(parent)
            badge.callout, badge.theme = callout, self._theme
            badge.chosen.connect(self.chosen)
            badge.fit()
            badge.hide()
            self._badges.append(badge)
        self.set_selected(self._selected)
        self.update()

    def set_selected(self, number: int) -> None:
        """Light a number up; 0 for none."""
        self._selected = number
        for badge in self._badges:
            badge.is_selected = badge.callout.number == number
            badge.update()

    def place(self, targets: Float64Array, in_front: BoolArray, pixels_per_unit: float) -> None:
        """Put the numbers beside their regions, which are seen at ``targets`` ``(K, 2)``."""
        width, height = self.width(), self.height()
        taken: list[Float64Array] = []
        self._lines = []
        others = [other.geometry() for other in self.others if not other.isHidden()]
        middle = np.array([width / 2, height / 2])
        for badge, target, clear in zip(self._badges, targets, in_front, strict=True):
            inside = bool(
                np.isfinite(target).all() and 0 < target[0] < width and 0 < target[1] < height
            )
            badge.setVisible(inside)
            if not inside:
                continue
            half = badge.callout.length * pixels_per_unit / 2
            reach = float(np.clip(half + 26.0, 38.0, 0.35 * min(width, height)))
            free = max(width - badge.width() - self.spare, 80)
            room = (EDGE, EDGE, free, height - 2 * EDGE)
            apart = (2.0 * RADIUS + 4.0, badge.width() + 4.0 if badge.callout.text else 0.0)
            outward = target - middle if np.abs(target - middle).max() > 20 else np.array([1, -1])
            # The words stand to the right of the middle.
            grow = QMarginsF(badge.width() - RADIUS, RADIUS, RADIUS, RADIUS)
            boxes = [QRectF(box).marginsAdded(grow) for box in others]
            blocked = [(box.left(), box.top(), box.right(), box.bottom()) for box in boxes]
            spot = place_tag(target, outward, reach, room, taken, apart, blocked)
            taken.append(spot)
            badge.is_faded = not clear
            badge.move(round(spot[0] - RADIUS), round(spot[1] - RADIUS))
            badge.update()
            self._lines.append((QPointF(*spot), QPointF(*target), clear))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines."""
        painter = QPainter(self)
        self._draw_lines(painter)
        painter.end()

    def draw(self, painter: QPainter, at: QPoint) -> None:
        """Draw all of it into a picture, the view's upper left corner at a place."""
        painter.save()
        painter.translate(at)
        self._draw_lines(painter)
        for badge in self.shown:
            painter.save()
            painter.translate(badge.pos() - self.pos())
            badge.draw(painter)
            painter.restore()
        painter.restore()

    def sizeHint(self) -> QSize:
        """Whatever the view has."""
        return self.size()

    def _draw_lines(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for start, end, clear in self._lines:
            painter.setOpacity(1.0 if clear else FADED)
            style = Qt.PenStyle.SolidLine if clear else Qt.PenStyle.DotLine
            # A light line under a dark one can be seen on any surface.
            painter.setPen(QPen(QColor(self._theme.surface), 3.2, style))
            painter.drawLine(start, end)
            painter.setPen(QPen(QColor(self._theme.text), 1.3, style))
            painter.drawLine(start, end)
            if clear:
                painter.setBrush(QColor(self._theme.text))
                painter.drawEllipse(end, 2.2, 2.2)
        painter.setOpacity(1.0)
