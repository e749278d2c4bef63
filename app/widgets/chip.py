"""A verdict as text and symbol; colour only repeats it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel

from app.theme.style import repolish
from btp_core.inspection.results import VerdictStatus

Outcome = VerdictStatus | Literal["not inspected"]
"""A verdict, which may be that none is possible, or that the file could not be inspected at all."""

SYMBOLS: dict[Outcome, str] = {"pass": "✓", "fail": "✕", "not checked": "?", "not inspected": "!"}


def verdict_text(status: Outcome) -> str:
    """Symbol and word, such as ``"✓ Pass"``."""
    words = {
        "pass": QCoreApplication.translate("Verdict", "Pass"),
        "fail": QCoreApplication.translate("Verdict", "Fail"),
        "not checked": QCoreApplication.translate("Verdict", "Not checked"),
        "not inspected": QCoreApplication.translate("Verdict", "Not inspected"),
    }
    return f"{SYMBOLS[status]} {words[status]}"


class Chip(QLabel):
    """A word in a rounded frame."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("chip")

    def set_look(self, look: str, text: str) -> None:
        """Show a text in the style sheet's colours of a verdict."""
        self.setText(text)
        self.setProperty("verdict", look)
        repolish(self)


class VerdictChip(Chip):
    """Shows a verdict; hidden while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.set_status(None)

    def set_status(self, status: Outcome | None) -> None:
        """Show a verdict, or nothing."""
        self.setVisible(status is not None)
        if status is None:
            self.clear()
        else:
            self.set_look(status, verdict_text(status))
