"""A sign that there is more to know; a click tells it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton, QToolTip

from app.widgets.plain import plain_tip


class NotesButton(QPushButton):
    """Counts notes, and shows them at a click or while the mouse rests on it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notes")
        self.clicked.connect(self._tell)
        self.show_notes(())

    def show_notes(self, notes: Sequence[str]) -> None:
        """Take other notes, or none."""
        self.setText(self.tr("%n note(s)", "", len(notes)))
        self.setToolTip(plain_tip("\n".join(notes)))
        self.setVisible(bool(notes))

    def _tell(self) -> None:
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), self.toolTip(), self)
