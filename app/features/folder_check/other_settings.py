"""What to do with a run file whose scans were asked something else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from app.i18n.core_messages import core_text
from btp_core.base.errors import OtherSettingsError

MOST_RUNS = 1000


def free_name(path: Path) -> Path:
    """A name beside a run file that no file has: ``run-2.h5``, ``run-3.h5``."""
    for number in range(2, MOST_RUNS):
        other = path.with_stem(f"{path.stem}-{number}")
        if not other.exists():
            return other
    return path.with_stem(f"{path.stem}-{MOST_RUNS}")


def ask_about(
    error: OtherSettingsError,
    score_again: Callable[[], None],
    inspect_again: Callable[[], None],
    window: QWidget,
) -> QMessageBox:
    """Offer to score the run again, where its encodings serve, or to begin a new one."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("OtherSettings", text)

    box = QMessageBox(window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("Checked before"))
    box.setText(core_text(error.cause))
    again = None
    if error.can_rescore:
        box.setInformativeText(
            tr(
                "Scoring again takes what the model saw before and is done in seconds. "
                "A new run inspects every scan again. Both leave the results of before as they are."
            )
        )
        again = box.addButton(tr("Score again"), QMessageBox.ButtonRole.AcceptRole)
    else:
        box.setInformativeText(
            tr("A new run inspects every scan again and leaves the results of before as they are.")
        )
    new = box.addButton(tr("New run"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(again or new)

    def answered(_result: int) -> None:
        if again is not None and box.clickedButton() is again:
            score_again()
        elif box.clickedButton() is new:
            inspect_again()

    box.finished.connect(answered)
    box.open()
    return box
