"""Menu bar and tool bar, made of the actions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar

from app.actions import Actions
from app.docks import Docks
from app.i18n.translation import translate

VIEWS = ("isometric", "front", "back", "left", "right", "top", "bottom")
WALK = ("next_scan", "previous_scan", "next_region", "previous_region")
POINT_SIZES = ("larger_points", "smaller_points", "automatic_points")
UNITS = ("units_none", "units_mm", "units_inch", "units_m")
THEMES = ("theme_system", "theme_light", "theme_dark")


def build_menus(
    window: QMainWindow, actions: Actions, docks: Docks, recent_designs: QMenu
) -> tuple[QMenu, QMenu]:
    """Fill the menu bar; returns the menus of recent files and of languages, still empty."""
    bar = window.menuBar()
    file = bar.addMenu(translate("Menus", "&File"))
    file.addActions([actions["open"], actions["open_folder"]])
    recent = file.addMenu(translate("Menus", "Open &recent"))
    file.addActions([actions[name] for name in ("check_folder", "open_run", "sample")])
    file.addSeparator()
    file.addActions([actions[name] for name in ("watch_folder", "record")])
    file.addSeparator()
    file.addActions([actions["save_image"], actions["save_report"], actions["models"]])
    file.addSeparator()
    file.addActions([actions["look_again"], actions["cancel"], actions["close_scan"]])
    file.addSeparator()
    file.addAction(actions["settings"])
    file.addSeparator()
    file.addAction(actions["quit"])
    designs = bar.addMenu(translate("Menus", "De&sign"))
    designs.addActions([actions["new_design"], actions["open_design"]])
    designs.addMenu(recent_designs)
    designs.addActions([actions["without_design"], actions["sample_design"]])
    designs.addSeparator()
    designs.addActions([actions["deviation"], actions["reference"]])
    languages = _fill_view_menu(window, bar.addMenu(translate("Menus", "&View")), actions, docks)
    about = bar.addMenu(translate("Menus", "&Help"))
    about.addActions([actions[name] for name in ("guide", "shortcuts", "about")])
    return recent, languages


def _fill_view_menu(window: QMainWindow, view: QMenu, actions: Actions, docks: Docks) -> QMenu:
    """Fill the view's menu; returns its menu of languages, still empty."""
    view.addActions([actions["original"], actions["types"], actions["compare"], actions["fit"]])
    view.addSeparator()
    view.addMenu(translate("Menus", "Step t&hrough")).addActions([actions[name] for name in WALK])
    view.addSeparator()
    view.addActions([actions[name] for name in VIEWS])
    view.addSeparator()
    view.addActions([actions["parallel"], actions["reduce_moving"]])
    view.addMenu(translate("Menus", "Point si&ze")).addActions(
        [actions[name] for name in POINT_SIZES]
    )
    units = view.addMenu(translate("Menus", "&Units of length"))
    one_of = QActionGroup(window)
    for name in UNITS:
        one_of.addAction(actions[name])
        units.addAction(actions[name])
    view.addSeparator()
    view.addActions([actions["clip"], actions["reset_clip"]])
    view.addSeparator()
    view.addAction(actions["close_what_is_open"])
    view.addSeparator()
    panels = view.addMenu(translate("Menus", "P&anels"))
    panels.addActions([actions["show_result"], actions["show_words"]])
    panels.addSeparator()
    panels.addActions([dock.toggleViewAction() for dock in docks])
    appearance = view.addMenu(translate("Menus", "App&earance"))
    group = QActionGroup(window)
    for name in THEMES:
        group.addAction(actions[name])
        appearance.addAction(actions[name])
    return view.addMenu(translate("Menus", "La&nguage"))


class _ToolBar(QToolBar):
    """Has words beside its icons where there is room for all of them."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._width_with_words = 0
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Do without the words rather than hide what comes last."""
        super().resizeEvent(event)
        words, icons = (
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon,
            Qt.ToolButtonStyle.ToolButtonIconOnly,
        )
        if self.toolButtonStyle() == words:
            self._width_with_words = self.sizeHint().width()
        self.setToolButtonStyle(icons if self.width() < self._width_with_words else words)


def build_tool_bar(window: QMainWindow, actions: Actions) -> QToolBar:
    """The commands that are used all day."""
    bar = _ToolBar(translate("Menus", "Tools"))
    bar.setObjectName("toolBar")
    bar.setMovable(False)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    for name, text in [
        ("open", translate("Menus", "Open")),
        ("open_folder", translate("Menus", "Folder")),
        ("check_folder", translate("Menus", "Check folder")),
        ("", ""),
        ("original", translate("Menus", "Original colours")),
        ("types", translate("Menus", "Types")),
        ("fit", translate("Menus", "Fit")),
        ("isometric", translate("Menus", "Isometric")),
        ("", ""),
        ("save_image", translate("Menus", "Save picture")),
    ]:
        if not name:
            bar.addSeparator()
            continue
        actions[name].setIconText(text)
        bar.addAction(actions[name])
    window.addToolBar(bar)
    return bar


def fill_recent(menu: QMenu, names: list[str], open_path: Callable[[Path], None]) -> None:
    """List recent files, the newest first."""
    menu.clear()
    for name in names:
        path = Path(name)
        action = menu.addAction(f"{path.name}  —  {path.parent}")
        action.triggered.connect(lambda _checked=False, path=path: open_path(path))
    menu.setEnabled(bool(names))
