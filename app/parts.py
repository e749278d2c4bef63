"""The parts of the window: its panels, and the commands that act on them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from app import settings as keys
from app.actions import Actions
from app.background.engine import Engine
from app.background.request import ScoreRequest
from app.background.runner import Background
from app.background.service import InspectionService
from app.docks import make_docks
from app.features.designs.commands import DesignCommands
from app.features.files.commands import FileCommands
from app.features.folder_check.commands import FolderCommands
from app.features.help.commands import HelpCommands
from app.features.log.panel import LogPanel
from app.features.models.commands import ModelCommands
from app.features.models.selection import ModelSelection, kept_choice
from app.features.picks.commands import PickCommands
from app.features.picks.panel import PicksPanel
from app.features.prompts.commands import PromptCommands
from app.features.prompts.panel import PromptsPanel
from app.features.report.commands import ReportCommands
from app.features.result.limits_panel import LimitsPanel, kept_limits
from app.features.result.panel import ResultPanel
from app.features.scans.panel import ScansPanel
from app.features.settings.commands import SettingsCommands
from app.features.settings.language_menu import LanguageMenu
from app.features.stop.commands import StopCommands
from app.features.view.area import ViewArea
from app.features.view.commands import ViewCommands
from app.features.view.heatmap_panel import HeatmapPanel
from app.features.view.looks import LookKeeper, kept_style
from app.features.view.regions import RegionCommands
from app.features.view.units import UnitCommands
from app.features.watch.commands import make_record_and_watch
from app.i18n.translation import translate
from app.menus import build_menus, build_tool_bar
from app.notify import Notifier
from app.session.recovery import Recovery
from app.session.session import Session
from app.settings import Settings
from app.status import StatusBar
from app.theme.manager import ThemeManager
from app.viewport.base import Viewport
from btp_core.text.prompts import PromptSet

LAYOUT = 2
"""Rises when docks come or go: a layout of before is not restored."""


class WindowParts(QMainWindow):
    """A window with all its parts, not yet wired to each other.

    Parameters
    ----------
    engine
        Does what takes time.
    settings, notifier, themes
        What is kept, who tells the user, and the looks.
    make_view
        Makes the 3D view.
    """

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        notifier: Notifier,
        themes: ThemeManager,
        make_view: Callable[[QWidget], Viewport],
    ) -> None:
        super().__init__()
        self._engine, self._settings, self._notifier = engine, settings, notifier
        self._themes = themes
        prompts = PromptSet.stock()
        request = ScoreRequest(prompts, settings.get(keys.THRESHOLD), limits=kept_limits(settings))
        self.background = Background(self)
        self._service = InspectionService(
            self.background, engine, request, self, kept_choice(settings)
        )
        self.session = Session(self._service, notifier, self)
        self.session.detail = settings.get(keys.DETAIL)
        self.actions_by_name = Actions(self)
        self._make_panels(prompts, make_view)
        self._make_commands()
        self.recovery = Recovery(self.session, settings.path.with_name("session.json"), self)

    def _make_panels(self, prompts: PromptSet, make_view: Callable[[QWidget], Viewport]) -> None:
        style = kept_style(self._settings, self._themes.theme)
        self.view_area = ViewArea(style, make_view)
        self.setCentralWidget(self.view_area)
        self.actions_by_name.give_keys(self.view_area)
        self.scans = ScansPanel(self.session)
        self.result = ResultPanel()
        self.heatmap = HeatmapPanel(style)
        self.limits = LimitsPanel(self._settings)
        self.prompts = PromptsPanel(prompts, self._settings.get(keys.PROMPT_PAUSE))
        self.picks = PicksPanel()
        self.log_panel = LogPanel()
        self.status = StatusBar()
        self.setStatusBar(self.status)

    def _make_commands(self) -> None:
        settings, notifier, actions = self._settings, self._notifier, self.actions_by_name
        session, area = self.session, self.view_area
        self.looks = LookKeeper(settings, self.heatmap, lambda: area.style_shown, self)
        self.prompt_commands = PromptCommands(self.prompts, settings, notifier)
        recent_designs = QMenu(translate("Menus", "&Recent designs"), self)
        self.designs = DesignCommands(
            self,
            self._engine,
            self._service,
            session,
            area,
            actions,
            recent_designs,
            settings,
            notifier,
        )
        # The threshold of a design is not the user's own.
        self.looks.written.connect(self.designs.keep)
        self.docks = make_docks(
            self,
            self.scans,
            (self.result, self.designs.panel, self.heatmap, self.limits),
            self.prompts,
            self.picks,
            self.log_panel,
        )
        recent, languages = build_menus(self, actions, self.docks, recent_designs)
        self.languages = LanguageMenu(languages, settings, notifier)
        build_tool_bar(self, actions)
        self.view = ViewCommands(area, session, self.prompts, actions, settings, notifier)
        self.units = UnitCommands(session, actions, settings, self)
        self.regions = RegionCommands(area, self.result.regions, session)
        self.files = FileCommands(
            self,
            session,
            area,
            recent,
            self._engine.extensions,
            self.background,
            settings,
            notifier,
            actions,
        )
        self.pick_commands = PickCommands(area, self.picks, session, settings, notifier)
        selection = ModelSelection(self._service, session, settings, notifier, self)
        self.folder = FolderCommands(
            self,
            self._engine,
            self.background,
            session,
            settings,
            notifier,
            lambda: selection.choice,
            actions,
        )
        self.record, self.watch = make_record_and_watch(
            self,
            self._engine,
            self.background,
            session,
            settings,
            notifier,
            lambda: selection.choice,
            actions,
            self.result.column,
        )
        self.record.bind_folder_check(self.folder.window)
        self.report = ReportCommands(self, session, self.background, settings, notifier, actions)
        self.stop = StopCommands(self, area, self.view, session, self.status.busy, actions)
        self.settings_commands = SettingsCommands(
            self,
            settings,
            actions,
            self.heatmap,
            self.view,
            self.languages,
            session,
            self._keep_layout,
        )
        self.help = HelpCommands(self, self.prompts.menu, actions)
        self.models = ModelCommands(self, self.background, notifier, selection)

    def _keep_layout(self) -> None:
        """Write what the window shows now into the settings."""
        self._settings.set(keys.WINDOW_GEOMETRY, self.saveGeometry())
        self._settings.set(keys.WINDOW_STATE, self.saveState(LAYOUT))
        self.looks.keep()
