"""A part of a panel that opens and closes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget


class Disclosure(QWidget):
    """A heading with an arrow over a widget that it shows or hides."""

    def __init__(self, title: str, body: QWidget) -> None:
        super().__init__()
        self.button = QToolButton()
        self.button.setObjectName("disclosure")
        self.button.setText(title)
        self.button.setCheckable(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.body = body
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.button)
        column.addWidget(body)
        self.button.toggled.connect(self.set_open)
        self.set_open(False)

    @property
    def is_open(self) -> bool:
        """Whether the body is to be seen."""
        return self.button.isChecked()

    def set_open(self, is_open: bool) -> None:
        """Show or hide the body."""
        self.button.setChecked(is_open)
        arrow = Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow
        self.button.setArrowType(arrow)
        self.body.setVisible(is_open)
