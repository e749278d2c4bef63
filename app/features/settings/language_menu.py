"""The menu that chooses the window's language."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from app import settings as keys
from app.i18n.translation import LANGUAGES, SYSTEM
from app.notify import Notifier
from app.settings import Settings


class LanguageMenu(QObject):
    """Fills a menu with the languages, each in its own words, and keeps the choice."""

    def __init__(self, menu: QMenu, settings: Settings, notifier: Notifier) -> None:
        super().__init__(menu)
        self._settings, self._notifier = settings, notifier
        self.group = QActionGroup(menu)
        for choice, name in [(SYSTEM, self.tr("Like the &system")), *LANGUAGES.items()]:
            action = self.group.addAction(name)
            action.setCheckable(True)
            action.setData(choice)
            action.setChecked(choice == settings.get(keys.LANGUAGE))
            menu.addAction(action)
        self.group.triggered.connect(lambda action: self.choose(action.data()))

    def choose(self, choice: str) -> None:
        """Keep a choice."""
        if choice != self._settings.get(keys.LANGUAGE):
            self._settings.set(keys.LANGUAGE, choice)
            self._notifier.info(
                self.tr("Language"),
                self.tr("The new language is there when the program starts again."),
            )
