"""The commands of the window as Qt's actions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QWidget

from app.command_table import COMMANDS
from app.i18n.translation import translate
from app.theme.icons import icon
from app.theme.tokens import Theme


class Actions:
    """The actions by name, e.g. ``actions["open"]``.

    Keys that are plain characters act only where :meth:`give_keys` puts them: typed with the focus
    in a list, they look for a name there.
    """

    def __init__(self, window: QMainWindow) -> None:
        self._actions: dict[str, QAction] = {}
        for command in COMMANDS:
            action = QAction(translate("Actions", command.text), window)
            action.setObjectName(f"action_{command.name}")
            action.setShortcuts([QKeySequence(key) for key in command.keys])
            action.setCheckable(command.checkable)
            tip = (
                translate("Actions", command.tip) if command.tip else action.text().replace("&", "")
            )
            key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{tip} ({key})" if key else tip)
            if command.in_view_only:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            else:
                window.addAction(action)
            self._actions[command.name] = action

    def give_keys(self, view: QWidget) -> None:
        """Let plain characters act while the focus is in the view."""
        view.addActions([self[command.name] for command in COMMANDS if command.in_view_only])

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def connect(self, handlers: dict[str, Callable[..., object]]) -> None:
        """Connect handlers: checkable actions call theirs with their state."""
        for name, handler in handlers.items():
            action = self._actions[name]
            (action.toggled if action.isCheckable() else action.triggered).connect(handler)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in a theme's colours."""
        for command in COMMANDS:
            if command.icon:
                self._actions[command.name].setIcon(icon(command.icon, theme.text, theme.muted))
