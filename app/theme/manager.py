"""Which theme is in force: the user's choice, or the system's."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.settings import THEME, Settings
from app.theme.style import apply_theme
from app.theme.tokens import DARK, LIGHT, Theme


class ThemeManager(QObject):
    """Applies the theme and follows the system while the user has not chosen one."""

    changed = Signal(object)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: self._refresh())
        self.theme = self._wanted()
        self._apply()

    @property
    def choice(self) -> str:
        """``"system"``, ``"light"`` or ``"dark"``."""
        return str(self._settings.get(THEME))

    def choose(self, choice: str) -> None:
        """Keep and apply a choice."""
        self._settings.set(THEME, choice)
        self._refresh()

    def _refresh(self) -> None:
        theme = self._wanted()
        if theme is not self.theme:
            self.theme = theme
            self._apply()
            self.changed.emit(theme)

    def _wanted(self) -> Theme:
        if self.choice == "system":
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        else:
            dark = self.choice == "dark"
        return DARK if dark else LIGHT

    def _apply(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, self.theme)
