"""What a change in the settings dialog does to the window, at once where that is possible."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from platformdirs import user_cache_path
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app import settings as keys
from app.actions import Actions
from app.features.settings.dialog import SettingsDialog
from app.features.settings.language_menu import LanguageMenu
from app.features.view.commands import ViewCommands
from app.features.view.heatmap_panel import HeatmapPanel
from app.session.session import Session
from app.setting_kind import Setting
from app.settings import Settings


class SettingsCommands(QObject):
    """Opens the dialog and carries its changes to the parts of the window.

    Parameters
    ----------
    window
        Over which the dialog opens.
    settings
        Where values are kept.
    actions, heatmap, view, languages, session
        What a changed value acts on.
    keep
        Writes what the window shows now into the settings, for the dialog to begin with.
    """

    def __init__(
        self,
        window: QWidget,
        settings: Settings,
        actions: Actions,
        heatmap: HeatmapPanel,
        view: ViewCommands,
        languages: LanguageMenu,
        session: Session,
        keep: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._window, self._settings, self._keep = window, settings, keep
        self._languages, self._session = languages, session
        self._apply: dict[str, Callable[[Any], object]] = {
            keys.THEME.key: lambda choice: actions[f"theme_{choice}"].trigger(),
            keys.LANGUAGE.key: self._choose_language,
            keys.PARALLEL.key: actions["parallel"].setChecked,
            keys.REDUCE_MOVING.key: actions["reduce_moving"].setChecked,
            keys.POINT_SIZE.key: view.set_point_size,
            keys.COLORMAP.key: lambda name: heatmap.colormap.setCurrentIndex(
                heatmap.colormap.findData(name)
            ),
            keys.THRESHOLD.key: heatmap.number.setValue,
            keys.DETAIL.key: self._choose_detail,
            keys.UNITS.key: lambda units: actions[f"units_{units or 'none'}"].trigger(),
        }

    def open(self) -> None:
        """Show the dialog."""
        self._keep()
        caches = user_cache_path("btp-inspect", appauthor=False)
        dialog = SettingsDialog(self._settings, caches, self._window)
        dialog.changed.connect(self.apply)
        dialog.open()

    def apply(self, setting: Setting, value: Any) -> None:
        """Keep a value and put it in force; some wait for the next start."""
        handler = self._apply.get(setting.key)
        if handler is not None:
            handler(value)
        self._settings.set(setting, value)

    def _choose_language(self, choice: str) -> None:
        for action in self._languages.group.actions():
            if action.data() == choice:
                action.trigger()

    def _choose_detail(self, detail: str) -> None:
        self._session.detail = detail
