"""A titled part of the right-hand panel."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget


class Section(QWidget):
    """A heading, room for a button beside it, and a column of widgets."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 9, 16, 10)
        self.column.setSpacing(7)
        self.header = QHBoxLayout()
        self.header.setSpacing(4)
        self._title = QLabel()
        self._title.setObjectName("heading")
        self._title.hide()
        self.header.addWidget(self._title)
        self.header.addStretch()
        self.column.addLayout(self.header)

    def set_title(self, title: str) -> None:
        """Set the heading; without one there is no room kept for it."""
        self._title.setText(title)
        self._title.show()


def rule() -> QWidget:
    """A hairline between sections."""
    line = QWidget()
    line.setObjectName("rule")
    line.setFixedHeight(1)
    return line
