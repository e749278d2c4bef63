"""What the user does with the Help menu."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow, QMenu

from app.actions import Actions
from app.features.help.dialogs import about_box
from app.features.help.guide import GuideDialog
from app.features.help.shortcuts import ShortcutsDialog


class HelpCommands(QObject):
    """Opens the guide, the sheet of keys, and the box about the program.

    Parameters
    ----------
    window
        Over which dialogs open; its menus are on the sheet.
    prompts
        The menu of the prompts, which is not in the menu bar.
    actions
        The commands to connect.
    """

    def __init__(self, window: QMainWindow, prompts: QMenu, actions: Actions) -> None:
        super().__init__(window)
        self._window, self._prompts = window, prompts
        self._model = self._device = ""
        actions.connect(
            {
                "guide": lambda: GuideDialog(window).show(),
                "shortcuts": lambda: ShortcutsDialog(self._sheet(), window).open(),
                "about": lambda: about_box(self._model, self._device, window).open(),
            }
        )

    def set_model(self, name: str, device: str) -> None:
        """A model is in force, and runs on a device."""
        self._model, self._device = name, device

    def _sheet(self) -> list[list[tuple[str, QMenu]]]:
        """The menus as columns of the shortcuts' sheet."""
        bar = [action.menu() for action in self._window.menuBar().actions()]
        menus = [(m.title().replace("&", ""), m) for m in bar if isinstance(m, QMenu)]
        # The view's menu is as long as all others together; it stands before the last, the help.
        *others, view, about = menus
        return [[*others, (self.tr("Prompts"), self._prompts), about], [view]]
