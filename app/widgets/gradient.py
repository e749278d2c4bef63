"""Painting a colour map."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath


def paint_gradient(
    painter: QPainter, box: QRectF, image: QImage, border: str, *, vertical: bool, corner: float
) -> None:
    """Paint a colour map, one row of pixels, into ``box``; ``vertical`` has score 1 on top."""
    painter.save()
    path = QPainterPath()
    path.addRoundedRect(box, corner, corner)
    painter.setClipPath(path)
    if vertical:
        painter.translate(box.left(), box.bottom())
        painter.rotate(-90)
        painter.drawImage(QRectF(0, 0, box.height(), box.width()), image)
    else:
        painter.drawImage(box, image)
    painter.restore()
    painter.setPen(QColor(border))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
