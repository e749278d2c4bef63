"""Text that others wrote, shown as it stands: a name may hold what Qt takes for rich text."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def plain_label(text: str = "") -> QLabel:
    """A label that never takes its text for rich text."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def plain_tip(text: str) -> str:
    """A tool tip that shows a text as it stands, wrapped where it is long."""
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>" if text else ""
