"""The card that legends over the 3D view are drawn on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from app.theme.tokens import Theme

OPACITY = 232
CORNER = 9
SMALLER = 0.88


def paint_card(painter: QPainter, widget: QWidget, theme: Theme, title: str) -> None:
    """Fill a widget with a card and its title; the painter is left with the card's font."""
    paint_plate(painter, QRectF(widget.rect()), theme)
    painter.setFont(_smaller(painter.font()))
    painter.setPen(QColor(theme.muted))
    painter.drawText(QRectF(0, 8, widget.width(), 18), Qt.AlignmentFlag.AlignCenter, title)


def card_metrics(widget: QWidget) -> QFontMetrics:
    """Of the font that :func:`paint_card` leaves the painter with."""
    return QFontMetrics(_smaller(widget.font()))


def _smaller(font: QFont) -> QFont:
    font = QFont(font)
    font.setPointSizeF(font.pointSizeF() * SMALLER)
    return font


def paint_plate(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """Fill a box with a card: what is drawn on it can be read over any part."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    card = QColor(theme.surface)
    card.setAlpha(OPACITY)
    painter.setBrush(card)
    painter.setPen(QColor(theme.border))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)
