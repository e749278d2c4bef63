"""Asks before an edited wording that was not saved is lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox

from app.features.prompts.panel import STOCK_SETS, PromptsPanel
from app.i18n.translation import translate
from btp_core.text.prompts import PromptSet


class UnsavedPrompts(QObject):
    """Knows whether the wording in force exists anywhere else.

    Parameters
    ----------
    save
        Asks for a file and writes the wording; returns whether it was written.
    """

    def __init__(self, panel: PromptsPanel, save: Callable[[], bool]) -> None:
        super().__init__(panel)
        self._panel, self._save = panel, save
        self._kept = panel.prompts
        self._box: QMessageBox | None = None

    @property
    def is_unsaved(self) -> bool:
        """Whether an edited wording is in no file; stock wordings can always be loaded again."""
        self._panel.finish_edit()
        prompts = self._panel.prompts
        if prompts == self._kept:
            return False
        return all(prompts != PromptSet.stock(name) for name in STOCK_SETS)

    def forget(self) -> None:
        """The wording in force is saved, or came from a file."""
        self._kept = self._panel.prompts

    def ask(self, go_on: Callable[[], object]) -> None:
        """Go on, after asking whether to save if something would be lost."""
        if not self.is_unsaved:
            go_on()
            return
        if self._box is not None:
            self._box.raise_()
            return
        box = self._box = QMessageBox(self._panel.window())
        button = QMessageBox.StandardButton
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(translate("QMessageBox", "Save the wording?"))
        box.setText(translate("QMessageBox", "The wording was edited and is in no file yet."))
        box.setInformativeText(
            translate("QMessageBox", "Without saving it, the edited phrases are lost.")
        )
        box.setStandardButtons(button.Save | button.Discard | button.Cancel)
        box.setDefaultButton(button.Save)
        box.finished.connect(lambda _result: self._answered(box, go_on))
        box.open()

    def _answered(self, box: QMessageBox, go_on: Callable[[], object]) -> None:
        self._box = None
        chosen = box.standardButton(box.clickedButton())
        box.deleteLater()
        if chosen == QMessageBox.StandardButton.Save:
            if self._save():
                go_on()
        elif chosen == QMessageBox.StandardButton.Discard:
            go_on()
