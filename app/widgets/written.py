"""Says that a file was written, and offers to open it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget


def offer_to_open(window: QWidget, text: str, target: Path) -> QMessageBox:
    """Show a text and two buttons; does not stop the event loop."""
    box = QMessageBox(window)
    box.setWindowTitle(QCoreApplication.translate("OutputButton", "Written"))
    box.setIcon(QMessageBox.Icon.Information)
    # A path may look like rich text.
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setStandardButtons(QMessageBox.StandardButton.Open | QMessageBox.StandardButton.Close)
    box.accepted.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(target))))
    box.open()
    return box
