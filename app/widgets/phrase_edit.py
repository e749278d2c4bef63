"""A text field with one phrase per line."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit

MOST_LINES = 8


class PhraseEdit(QPlainTextEdit):
    """A field with one phrase per line, as high as ``lines`` lines or a few more."""

    def __init__(self, name: str, lines: int = 4) -> None:
        super().__init__()
        self._lines = lines
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)  # a scan dropped here is to be opened, not to be typed
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setMaximumHeight(self._height(max(lines, MOST_LINES)))

    def sizeHint(self) -> QSize:
        """A few lines; the layout gives more where there is room."""
        return QSize(super().sizeHint().width(), self._height(self._lines))

    def minimumSizeHint(self) -> QSize:
        """The same: a phrase field of one line invites one phrase."""
        return QSize(super().minimumSizeHint().width(), self._height(self._lines))

    def _height(self, lines: int) -> int:
        return QFontMetrics(self.font()).lineSpacing() * lines + 22

    def phrases(self) -> tuple[str, ...]:
        """The lines that are not empty."""
        return tuple(line.strip() for line in self.toPlainText().splitlines() if line.strip())

    def set_phrases(self, phrases: tuple[str, ...]) -> None:
        """Replace the text without announcing it; the cursor stays if nothing changes."""
        if phrases != self.phrases():
            with QSignalBlocker(self):
                self.setPlainText("\n".join(phrases))
