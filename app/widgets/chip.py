"""A verdict as text and symbol; colour only repeats it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QWidget

from btp_core.inspection.results import VerdictStatus

SYMBOLS: dict[VerdictStatus, str] = {"pass": "✓", "fail": "✕", "not checked": "–"}  # noqa: RUF001


def verdict_text(status: VerdictStatus) -> str:
    """Symbol and word, such as ``"✓ Pass"``."""
    words = {
        "pass": QCoreApplication.translate("Verdict", "Pass"),
        "fail": QCoreApplication.translate("Verdict", "Fail"),
        "not checked": QCoreApplication.translate("Verdict", "Not checked"),
    }
    return f"{SYMBOLS[status]} {words[status]}"


class VerdictChip(QLabel):
    """Shows a verdict; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chip")
        self.set_status(None)

    def set_status(self, status: VerdictStatus | None) -> None:
        """Show a verdict, or nothing."""
        self.setVisible(status is not None)
        if status is None:
            self.clear()
            return
        self.setText(verdict_text(status))
        self.setProperty("verdict", status)
        # A style sheet looks at properties only when the widget is polished anew.
        self.style().unpolish(self)
        self.style().polish(self)
