"""The colour bar over the 3D view."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.i18n.numbers import column_texts, decimal_text
from app.viewport.base import Coloring, ViewStyle
from app.viewport.image_arrays import image_of
from app.widgets.card import card_metrics, paint_card
from app.widgets.gradient import paint_gradient
from btp_core.rendering.colormap import diverging_table

WIDTH, HEIGHT = 104, 272
"""The least width: words of another language may take more."""
BAR_WIDTH = 14
LEAST_HEIGHT, LEAST_STEP = 130, 22
SWATCH_ROOM, TITLE_PAD = 28, 10


class Legend(QWidget):
    """What the colours mean: the scale is 0 to 1 for every scan."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._style = ViewStyle()
        self._has_unchecked = False
        self._height = HEIGHT
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """As wide as its words, and no higher than its room; it does not grow with the view."""
        words = card_metrics(self)
        title = words.horizontalAdvance(self._title) + 2 * TITLE_PAD
        foot = SWATCH_ROOM + words.horizontalAdvance(self._foot) if self._foot else 0
        return QSize(max(WIDTH, title, foot + TITLE_PAD), self._height)

    @property
    def _title(self) -> str:
        return {
            Coloring.DIFFERENCE: self.tr("Change of score"),
            Coloring.DEVIATION: self.tr("Deviation, {0}").format(self._style.units),
        }.get(self._style.coloring, self.tr("Anomaly score"))

    @property
    def _foot(self) -> str:
        """What the colour of points without a score stands for; empty where there are none."""
        if not self._has_unchecked:
            return ""
        without_reference = self._style.coloring is Coloring.DEVIATION
        return self.tr("No reference") if without_reference else self.tr("Not measured")

    def set_style(self, style: ViewStyle) -> None:
        """Use the viewport's colours."""
        self._style = style
        self._show()

    def set_room(self, height: int) -> None:
        """Be no higher than that, as far as numbers can be told apart."""
        self._height = max(min(HEIGHT, height), LEAST_HEIGHT)
        self._show()

    def set_has_unchecked(self, has_unchecked: bool) -> None:
        """Whether to explain the colour of points that were not checked."""
        self._has_unchecked = has_unchecked
        self._show()

    def _show(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a card with the colour bar, its numbers and the threshold."""
        style, theme = self._style, self._style.theme
        difference = style.coloring in (Coloring.DIFFERENCE, Coloring.DEVIATION)
        painter = QPainter(self)
        paint_card(painter, self, theme, self._title)
        foot = 34 if self._has_unchecked else 14
        bar = QRectF(18, 36, BAR_WIDTH, self.height() - 36 - foot)
        table = diverging_table(theme.body) if difference else style.table()
        paint_gradient(painter, bar, image_of(table[None]), theme.border, vertical=True, corner=3)
        if difference:
            self._paint_changes(painter, bar)
        else:
            self._paint_ticks(painter, bar)
        if self._has_unchecked:
            self._paint_unchecked(painter, bar.bottom() + 12)
        painter.end()

    def _paint_ticks(self, painter: QPainter, bar: QRectF) -> None:
        theme, threshold = self._style.theme, self._style.threshold
        at_threshold = bar.bottom() - threshold * bar.height()
        few = bar.height() < 5 * LEAST_STEP
        for tenth in (0, 5, 10) if few else (0, 2, 4, 6, 8, 10):
            y = bar.bottom() - tenth / 10 * bar.height()
            if abs(y - at_threshold) < 13:
                continue  # the threshold's own number stands there
            painter.setPen(QPen(QColor(theme.muted), 1))
            painter.drawLine(QPointF(bar.right() + 3, y), QPointF(bar.right() + 7, y))
            painter.drawText(
                QRectF(bar.right() + 11, y - 9, 60, 18),
                Qt.AlignmentFlag.AlignVCenter,
                decimal_text(tenth / 10, 1),
            )
        painter.setPen(QPen(QColor(theme.text), 2))
        painter.drawLine(
            QPointF(bar.left() - 4, at_threshold), QPointF(bar.right() + 9, at_threshold)
        )
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.drawText(
            QRectF(bar.right() + 13, at_threshold - 9, 60, 18),
            Qt.AlignmentFlag.AlignVCenter,
            decimal_text(threshold, 2),
        )
        font.setBold(False)
        painter.setFont(font)

    def _paint_changes(self, painter: QPainter, bar: QRectF) -> None:
        painter.setPen(QPen(QColor(self._style.theme.muted), 1))
        deviation = self._style.coloring is Coloring.DEVIATION
        limit = self._style.deviation_limit if deviation else 0.5
        steps = (-1.0, -0.5, 0.0, 0.5, 1.0) if deviation else (-1.0, 0.0, 1.0)
        for place, text in signed_ticks(limit, steps):
            y = bar.bottom() - place * bar.height()
            painter.drawLine(QPointF(bar.right() + 3, y), QPointF(bar.right() + 7, y))
            painter.drawText(
                QRectF(bar.right() + 11, y - 9, 60, 18), Qt.AlignmentFlag.AlignVCenter, text
            )

    def _paint_unchecked(self, painter: QPainter, top: float) -> None:
        painter.setPen(QColor(self._style.theme.border))
        painter.setBrush(QColor(self._style.theme.no_measurement))
        painter.drawRoundedRect(QRectF(12, top, 11, 11), 2, 2)
        painter.setPen(QColor(self._style.theme.muted))
        painter.drawText(
            QRectF(SWATCH_ROOM, top - 4, self.width() - SWATCH_ROOM, 18),
            Qt.AlignmentFlag.AlignVCenter,
            self._foot,
        )


def signed_ticks(limit: float, steps: tuple[float, ...]) -> list[tuple[float, str]]:
    """Places in [0, 1] and texts of multiples of ``limit``, as few decimals as tell them apart."""
    texts = column_texts((abs(step) * limit for step in steps), digits=2)
    signs = {-1: "\N{MINUS SIGN}", 0: "", 1: "+"}
    return [
        (0.5 + step / 2, signs[(step > 0) - (step < 0)] + (text if step else "0"))
        for step, text in zip(steps, texts, strict=True)
    ]
