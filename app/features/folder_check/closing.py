"""What becomes of a check when its window, or the program, is closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget


def ask_before_closing(
    window: QWidget, *, hide: Callable[[], object], stop: Callable[[], object]
) -> QMessageBox:
    """Closing the check's window: it may go on unseen, or stop."""
    box = _question(window, _tr("Finished scans are kept either way."))
    go_on = box.addButton(_tr("Keep checking"), QMessageBox.ButtonRole.AcceptRole)
    end = box.addButton(_tr("Stop the check"), QMessageBox.ButtonRole.DestructiveRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    return _opened(box, go_on, {go_on: hide, end: stop})


def ask_to_stop(window: QWidget, stop: Callable[[], object]) -> QMessageBox:
    """Closing the program, which ends the check."""
    text = _tr("Closing stops it. Finished scans are kept; the next start resumes the check.")
    box = _question(window, text)
    end = box.addButton(_tr("Stop and close"), QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    return _opened(box, cancel, {end: stop})


def _question(window: QWidget, text: str) -> QMessageBox:
    box = QMessageBox(window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(_tr("A check is running"))
    box.setText(_tr("The folder check is not finished."))
    box.setInformativeText(text)
    return box


def _opened(
    box: QMessageBox, default: QPushButton, answers: dict[QPushButton, Callable[[], object]]
) -> QMessageBox:
    box.setDefaultButton(default)

    def answered(_result: int) -> None:
        for button, act in answers.items():
            if box.clickedButton() is button:
                act()

    box.finished.connect(answered)
    box.open()
    return box


def _tr(text: str) -> str:
    return QCoreApplication.translate("FolderClosing", text)
