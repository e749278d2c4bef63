"""Dialogs: unexpected errors, about. None of them stops the event loop."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n.translation import translate
from app.notify import Notice


class ErrorDialog(QDialog):
    """An unexpected error with details to copy; the window behind it keeps working."""

    def __init__(self, notice: Notice, log_path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Unexpected error"))
        self.resize(640, 400)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        title = QLabel(notice.title)
        title.setObjectName("heading")
        layout.addWidget(title)
        text = QLabel(notice.text)
        text.setWordWrap(True)
        layout.addWidget(text)
        self.details = QPlainTextEdit(notice.details)
        self.details.setReadOnly(True)
        self.details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        layout.addWidget(self.details, 1)
        where = QLabel(self.tr("Log file: {0}").format(log_path))
        where.setObjectName("muted")
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(where)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = QPushButton(self.tr("Copy details"))
        buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.clicked.connect(self._copy)
        buttons.rejected.connect(self.close)
        layout.addWidget(buttons)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{versions()}\n\n{self.details.toPlainText()}")


def about_box(model: str, device: str, parent: QWidget) -> QMessageBox:
    """A box with the versions of everything that shapes a result."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(translate("QMessageBox", "About BTP Inspect"))
    box.setText(
        translate(
            "QMessageBox", "BTP Inspect finds defects in 3D scans of objects it has never seen."
        )
    )
    lines = [versions()]
    if model:
        lines.append(translate("QMessageBox", "Model: {0}").format(model))
    if device:
        lines.append(translate("QMessageBox", "Device: {0}").format(device))
    box.setInformativeText("\n".join(lines))
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return box


def versions() -> str:
    """Versions of the program and of what it stands on, a line each."""
    lines = [f"Python {sys.version.split()[0]}, {platform.system()} {platform.machine()}"]
    for package in ("btp-inspect", "torch", "numpy", "PySide6-Essentials", "pyvista", "vtk"):
        try:
            lines.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return "\n".join(lines)
