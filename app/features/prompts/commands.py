"""What the menu of the prompt panel does: stock wordings, files, undo."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog

from app import settings as keys
from app.features.prompts.panel import STOCK_SETS, PromptsPanel
from app.features.prompts.unsaved import UnsavedPrompts
from app.notify import Notifier
from app.settings import Settings
from btp_core.base.errors import InspectError
from btp_core.text.prompts import PromptSet

SUFFIX = ".toml"


class PromptCommands(QObject):
    """Fills the panel's menu and carries its commands out."""

    def __init__(self, panel: PromptsPanel, settings: Settings, notifier: Notifier) -> None:
        super().__init__(panel)
        self._panel, self._settings, self._notifier = panel, settings, notifier
        self.unsaved = UnsavedPrompts(panel, self.choose_and_save)
        titles = {
            "general": self.tr("&General wording"),
            "typed": self.tr("Wording with defect &types"),
        }
        menu = panel.menu
        for name in STOCK_SETS:
            action = menu.addAction(titles[name])
            action.triggered.connect(
                lambda _checked=False, name=name: self.unsaved.ask(lambda: self.take_stock(name))
            )
        menu.addSeparator()
        menu.addAction(self.tr("&Open prompts…")).triggered.connect(
            lambda: self.unsaved.ask(self.choose_and_load)
        )
        menu.addAction(self.tr("&Save prompts…")).triggered.connect(self.choose_and_save)
        menu.addSeparator()
        self.undo = menu.addAction(self.tr("&Undo change of wording"))
        self.redo = menu.addAction(self.tr("&Redo change of wording"))
        # The plain keys, which text fields take for themselves while they have the focus.
        self.undo.setShortcuts([QKeySequence("Ctrl+Alt+Z"), QKeySequence("Ctrl+Z")])
        self.redo.setShortcuts([QKeySequence("Ctrl+Alt+Shift+Z"), QKeySequence("Ctrl+Shift+Z")])
        self.reset = menu.addAction(self.tr("Back to the &first wording"))
        self.undo.triggered.connect(panel.undo)
        self.redo.triggered.connect(panel.redo)
        self.reset.triggered.connect(lambda: self.unsaved.ask(panel.reset))
        menu.aboutToShow.connect(self.refresh)
        menu.aboutToHide.connect(self._enable)
        # Reachable by key while the menu is closed.
        panel.addActions([self.undo, self.redo])

    def refresh(self) -> None:
        """Grey out what cannot be done, while the menu is open."""
        waiting = self._panel.pending
        self.undo.setEnabled(waiting or self._panel.history.can_undo)
        self.redo.setEnabled(not waiting and self._panel.history.can_redo)

    def _enable(self) -> None:
        # Their keys work at any time; where there is nothing to undo, nothing happens.
        self.undo.setEnabled(True)
        self.redo.setEnabled(True)

    def take_stock(self, name: str) -> None:
        """Put a stock wording in force."""
        try:
            self._panel.set_prompts(PromptSet.stock(name))
        except InspectError as error:
            self._notifier.report(error)

    def load(self, path: Path) -> None:
        """Put the wording of a file in force; a bad file changes nothing."""
        try:
            prompts = PromptSet.load(path)
        except InspectError as error:
            self._notifier.report(error)
            return
        self._settings.set(keys.PROMPT_FOLDER, str(path.parent))
        self._panel.set_prompts(prompts)
        self.unsaved.forget()

    def save(self, path: Path) -> bool:
        """Write the wording in force; False if that failed, which the user was told."""
        try:
            self._panel.prompts.save(path)
        except InspectError as error:
            self._notifier.report(error)
            return False
        self._settings.set(keys.PROMPT_FOLDER, str(path.parent))
        self.unsaved.forget()
        return True

    def choose_and_load(self) -> None:
        """Ask for a file and load it."""
        name, _ = QFileDialog.getOpenFileName(
            self._panel,
            self.tr("Open prompts"),
            self._settings.get(keys.PROMPT_FOLDER),
            self.tr("Prompt sets (*.toml)"),
        )
        if name:
            self.load(Path(name))

    def choose_and_save(self) -> bool:
        """Ask for a file and write it; False if the user cancelled."""
        suggestion = Path(self._settings.get(keys.PROMPT_FOLDER)) / f"prompts{SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(
            self._panel,
            self.tr("Save prompts"),
            str(suggestion),
            self.tr("Prompt sets (*.toml)"),
        )
        path = Path(name)
        return bool(name) and self.save(path if path.suffix else path.with_suffix(SUFFIX))
