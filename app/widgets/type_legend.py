"""Which colour is which defect type, over the 3D view."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.theme.tokens import LIGHT, Theme
from app.widgets.card import card_metrics, paint_card

WIDTH, ROW, TOP, FOOT = 140, 20, 32, 9
MOST_WIDTH, PAD = 220, 10
SWATCH = 11
NAME_LEFT = 32


class TypeLegend(QWidget):
    """A card with one row for each type that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme: Theme = LIGHT
        self._rows: list[tuple[str, str]] = []
        self.set_style(LIGHT, ())

    def sizeHint(self) -> QSize:
        """As high as its rows, and as wide as its words."""
        words = card_metrics(self)
        widest = [words.horizontalAdvance(text) for text in (self._title, self._nothing)]
        widest += [words.horizontalAdvance(name) + NAME_LEFT for name, _ in self._rows]
        width = min(max(WIDTH, max(widest) + 2 * PAD), MOST_WIDTH)
        return QSize(width, TOP + ROW * max(len(self._rows), 1) + FOOT)

    @property
    def _title(self) -> str:
        return self.tr("Likely defect type")

    @property
    def _nothing(self) -> str:
        return "" if self._rows else self.tr("No types in this wording")

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Name and colour of the types shown."""
        return tuple(self._rows)

    def set_style(self, theme: Theme, types: tuple[tuple[str, str | None], ...]) -> None:
        """Use the viewport's colours."""
        self._theme = theme
        self._rows = [(name, color) for name, color in types if color is not None]
        self.setFixedSize(self.sizeHint())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        theme = self._theme
        painter = QPainter(self)
        paint_card(painter, self, theme, self._title)
        flag = Qt.AlignmentFlag
        painter.drawText(QRectF(0, TOP, self.width(), ROW), flag.AlignCenter, self._nothing)
        for number, (name, color) in enumerate(self._rows):
            y = TOP + number * ROW
            painter.setPen(QColor(theme.border))
            painter.setBrush(QColor(color))
            painter.drawRoundedRect(QRectF(13, y + (ROW - SWATCH) / 2, SWATCH, SWATCH), 2, 2)
            painter.setPen(QColor(theme.text))
            room = QRectF(NAME_LEFT, y, self.width() - NAME_LEFT - 8, ROW)
            text = painter.fontMetrics().elidedText(
                name, Qt.TextElideMode.ElideRight, int(room.width())
            )
            painter.drawText(room, flag.AlignVCenter, text)
        painter.end()
