"""The window: it makes the parts and wires them, and does nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QSignalBlocker, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QWidget

from app import settings as keys
from app.actions import Actions
from app.background.engine import Engine
from app.background.request import ScoreRequest
from app.background.runner import Background
from app.background.service import InspectionService
from app.docks import make_docks
from app.features.designs.commands import SUFFIX as DESIGN_SUFFIX
from app.features.designs.commands import DesignCommands
from app.features.files.commands import FileCommands
from app.features.folder_check.commands import FolderCommands
from app.features.help.commands import HelpCommands
from app.features.help.dialogs import ErrorDialog
from app.features.log.panel import LogPanel
from app.features.models.commands import ModelCommands
from app.features.models.selection import ModelSelection, kept_choice
from app.features.picks.commands import PickCommands
from app.features.picks.panel import PicksPanel
from app.features.prompts.commands import PromptCommands
from app.features.prompts.panel import PromptsPanel
from app.features.result.panel import ResultPanel
from app.features.scans.panel import ScansPanel
from app.features.settings.commands import SettingsCommands
from app.features.settings.language_menu import LanguageMenu
from app.features.stop.commands import StopCommands
from app.features.view.area import ViewArea
from app.features.view.commands import ViewCommands, keep_looks, kept_style
from app.features.view.heatmap_panel import HeatmapPanel
from app.i18n.translation import translate
from app.log import log_file
from app.menus import build_menus, build_tool_bar
from app.notify import Level, Notice, Notifier
from app.session.open_scan import OpenScan, Stage
from app.session.recovery import LastSession, Recovery
from app.session.session import Session
from app.settings import Settings
from app.status import StatusBar
from app.theme.manager import ThemeManager
from app.theme.tokens import Theme
from app.viewport.base import Viewport
from app.viewport.factory import make_viewport
from btp_core.text.prompts import PromptSet


class MainWindow(QMainWindow):
    """The inspection window over an engine."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        notifier: Notifier,
        themes: ThemeManager,
        make_view: Callable[[QWidget], Viewport] = make_viewport,
    ) -> None:
        super().__init__()
        self.setWindowTitle("BTP Inspect")
        self.setAcceptDrops(True)
        self.resize(1440, 880)
        self.setMinimumSize(980, 600)
        self._engine, self._settings, self._notifier = engine, settings, notifier
        self._themes = themes
        self._closed = False
        prompts = PromptSet.stock()
        threshold = settings.get(keys.THRESHOLD)
        self.background = Background(self)
        self._service = InspectionService(
            self.background, engine, ScoreRequest(prompts, threshold), self, kept_choice(settings)
        )
        self.session = Session(self._service, notifier, self)
        self.actions_by_name = Actions(self)
        style = kept_style(settings, themes.theme)
        self.view_area = ViewArea(style, make_view)
        self.setCentralWidget(self.view_area)
        self.actions_by_name.give_keys(self.view_area)
        self.scans = ScansPanel(self.session)
        self.result = ResultPanel()
        self.heatmap = HeatmapPanel(style)
        self.prompts = PromptsPanel(prompts, settings.get(keys.PROMPT_PAUSE))
        self.prompt_commands = PromptCommands(self.prompts, settings, notifier)
        self.picks = PicksPanel()
        self.log_panel = LogPanel()
        self.status = StatusBar()
        self.setStatusBar(self.status)
        recent_designs = QMenu(translate("Menus", "&Recent designs"), self)
        self.designs = DesignCommands(
            self,
            engine,
            self._service,
            self.session,
            self.view_area,
            self.actions_by_name,
            recent_designs,
            settings,
            notifier,
        )
        docks = make_docks(
            self,
            self.scans,
            (self.result, self.designs.panel, self.heatmap, self.prompts),
            self.picks,
            self.log_panel,
        )
        recent, languages = build_menus(self, self.actions_by_name, docks, recent_designs)
        self.languages = LanguageMenu(languages, settings, notifier)
        build_tool_bar(self, self.actions_by_name)
        self.view = ViewCommands(
            self.view_area, self.session, self.prompts, self.actions_by_name, settings, notifier
        )
        self.files = FileCommands(
            self,
            self.session,
            self.view_area,
            recent,
            engine.extensions,
            self.background,
            settings,
            notifier,
            self.actions_by_name,
        )
        self.pick_commands = PickCommands(
            self.view_area, self.picks, self.session, settings, notifier
        )
        selection = ModelSelection(self._service, self.session, settings, notifier, self)
        self.folder = FolderCommands(
            self,
            engine,
            self.background,
            self.session,
            settings,
            notifier,
            lambda: selection.choice,
            self.actions_by_name,
        )
        self.stop = StopCommands(
            self, self.view_area, self.view, self.session, self.status.busy, self.actions_by_name
        )
        self.session.detail = settings.get(keys.DETAIL)
        self.settings_commands = SettingsCommands(
            self,
            settings,
            self.actions_by_name,
            self.heatmap,
            self.view,
            self.languages,
            self.session,
            self._keep_layout,
        )
        self.help = HelpCommands(self, self.prompts.menu, self.actions_by_name)
        self.models = ModelCommands(self, self.background, notifier, selection)
        self.actions_by_name[f"theme_{themes.choice}"].setChecked(True)
        self.recovery = Recovery(self.session, settings.path.with_name("session.json"), self)
        self._wire(docks)
        self._apply_theme(themes.theme)
        self._show_facts(None)
        self._show_busy(False)
        self.restoreGeometry(settings.get(keys.WINDOW_GEOMETRY))
        self.restoreState(settings.get(keys.WINDOW_STATE))
        self.view_area.viewport.setFocus()

    def open(self, paths: list[Path]) -> None:
        """Open files and folders; of design files the last one is put in force."""
        designs = [path for path in paths if path.suffix.lower() == DESIGN_SUFFIX]
        if designs:
            self.designs.open(designs[-1])
        self.files.open([path for path in paths if path not in designs])

    def offer_last_session(self) -> bool:
        """Ask whether to resume where a crash ended the work; False when there was none."""
        return self.recovery.offer(self, self._restore)

    def _restore(self, last: LastSession) -> None:
        self.prompts.set_prompts(last.prompts)
        self.open([*last.paths, *([] if last.design is None else [last.design])])

    @property
    def idle(self) -> bool:
        """Whether the worker has nothing to do and no edit waits for its pause to end."""
        return not (self._service.busy or self.session.pending or self.prompts.pending)

    # Wiring

    def _wire(self, docks: list[QDockWidget]) -> None:
        session = self.session
        session.open_scans.current_changed.connect(self._show_scan)
        session.open_scans.changed.connect(self._scan_changed)
        session.geometry_ready.connect(self._show_scan)
        session.scores_ready.connect(self._show_scores)
        session.verdict_ready.connect(self.result.show_scan)
        session.progress.connect(self.status.show_progress)
        session.wording_adopted.connect(self._adopt)
        for show_model in (self.status.show_model, self.help.set_model):
            self.models.selection.loaded.connect(show_model)
        self._service.busy_changed.connect(self._show_busy)
        self.result.regions.region_chosen.connect(self.view.fly_to)
        self.heatmap.threshold_changed.connect(session.set_threshold)
        self.heatmap.restyled.connect(lambda changes: self.view.restyle(**changes))
        for show in (docks[2].show, docks[2].raise_):
            self.view_area.viewport.picked.connect(lambda _index, show=show: show())
        self.view_area.viewport.drawn_changed.connect(self.status.show_drawn)
        self.view_area.viewport.clipping_changed.connect(self.status.clipping.setVisible)
        self.designs.adopted.connect(self._adopt_of_design)
        self.designs.limit_changed.connect(
            lambda limit, units: self.view.restyle(deviation_limit=limit, units=units)
        )
        self.view.coloring_changed.connect(self.designs.show_coloring)
        self.result.regions.menu_requested.connect(self.designs.offer_menu)
        self.view_area.viewport.menu_requested.connect(self.designs.offer_menu_at)
        session.design_changed.connect(self._design_changed)
        session.design_changed.connect(self.recovery.session_changed)
        self.prompts.prompts_changed.connect(session.set_prompts)
        self.prompts.prompts_changed.connect(self.pick_commands.refresh)
        self.prompts.prompts_changed.connect(self.recovery.session_changed)
        self._notifier.notice.connect(self._show_notice)
        self._themes.changed.connect(self._apply_theme)
        self._wire_actions()

    def _wire_actions(self) -> None:
        actions = self.actions_by_name
        actions.connect(
            {
                "quit": self.close,
                "settings": self.settings_commands.open,
                "models": self.models.show,
                "next_scan": lambda: self.session.show_beside(1),
                "previous_scan": lambda: self.session.show_beside(-1),
                "next_region": lambda: self.result.regions.choose_beside(1),
                "previous_region": lambda: self.result.regions.choose_beside(-1),
            }
        )
        for choice in ("system", "light", "dark"):
            actions[f"theme_{choice}"].triggered.connect(
                lambda _checked=False, choice=choice: self._themes.choose(choice)
            )

    # Showing

    def _show_scan(self, open_scan: OpenScan | None) -> None:
        self.view.follow_scan()
        self.view_area.show_scan(open_scan)
        self.pick_commands.show_marks(open_scan)
        self._show_facts(open_scan)
        self.setWindowTitle(
            "BTP Inspect" if open_scan is None else f"{open_scan.path.name} — BTP Inspect"
        )

    def _scan_changed(self, open_scan: OpenScan) -> None:
        if open_scan is self.session.open_scans.current:
            self._show_facts(open_scan)

    def _show_scores(self, open_scan: OpenScan) -> None:
        self.view.show_types()
        self.view_area.show_scores(open_scan)
        if open_scan.scores is not None:
            self.prompts.show_applied(open_scan.scores.seconds)

    def _show_facts(self, open_scan: OpenScan | None) -> None:
        self.status.show_scan(open_scan)
        self.result.show_scan(open_scan)
        self.designs.show_scan(open_scan)
        self.heatmap.show_scan(open_scan)
        self.files.show_scan(open_scan)
        self.view.show_scan(open_scan)

    def _show_busy(self, busy: bool) -> None:
        self.status.busy.set_busy(busy)
        self.actions_by_name["cancel"].setEnabled(busy)

    def _show_notice(self, notice: Notice) -> None:
        if self._closed:  # a picture may be written while the window closes
            return
        if notice.level is Level.UNEXPECTED:
            ErrorDialog(notice, log_file(), self).open()
            return
        # One on a scan that the list shows as failed leaves by itself.
        path, scans = notice.path, self.session.open_scans
        open_scan = scans.by_path(path) if path is not None else None
        passing = open_scan is not None and open_scan.stage is Stage.FAILED
        self.view_area.notices.show_notice(notice, passing=passing)

    def _apply_theme(self, theme: Theme) -> None:
        self.actions_by_name.set_theme(theme)
        self.scans.set_theme(theme)
        self.heatmap.set_theme(theme)
        self.designs.panel.set_theme(theme)
        self.view.restyle(theme=theme)

    def _adopt(self, prompts: PromptSet, threshold: float) -> None:
        self.prompts.set_prompts(prompts)
        self.heatmap.slider.set_value(threshold)

    def _adopt_of_design(self, threshold: float, prompts: PromptSet | None) -> None:
        if prompts is not None:
            self.prompts.set_prompts(prompts)
        with QSignalBlocker(self.heatmap):
            # The handle moves in hundredths; the design's threshold is meant as it is.
            self.heatmap.slider.set_value(threshold)
        self.view.restyle(threshold=threshold)

    def _design_changed(self) -> None:
        design = self.session.design
        self.result.units = "" if design is None else design.units

    # Events

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes to the next widget; one that went away leaves the focus to the view.

        Qt would give it to the next field, and the view's keys would type numbers there.
        """
        focused = self.focusWidget()
        if focused is not None and not (focused.isVisible() and focused.isEnabled()):
            self.view_area.viewport.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().focusNextPrevChild(forward)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files and folders."""
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        if paths := dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self.open(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask for a wording that is not saved; then the window goes."""
        unsaved = self.prompt_commands.unsaved
        if not self._closed and unsaved.is_unsaved:
            event.ignore()
            unsaved.ask(self._close_anyway)
            return
        self.shutdown()
        event.accept()

    def _close_anyway(self) -> None:
        self.shutdown()
        self.close()

    def shutdown(self) -> None:
        """Stop the work, the timers and the graphics, in this order, asking nothing."""
        if not self._closed:
            self._closed = True
            self._keep_layout()
            self.recovery.close()
            self.folder.close()
            self.models.close()
            self.session.stop()
            self.background.shutdown()
            self.prompts.stop()
            self.log_panel.stop()
            self.status.busy.set_busy(False)
            self.view_area.shutdown()
            self._settings.save()

    def _keep_layout(self) -> None:
        self._settings.set(keys.WINDOW_GEOMETRY, self.saveGeometry())
        self._settings.set(keys.WINDOW_STATE, self.saveState())
        keep_looks(self._settings, self.heatmap, self.view_area.style_shown)
        self.designs.keep()


def dropped_paths(data: QMimeData) -> list[Path]:
    """Local files and folders among the dropped URLs; ``toLocalFile`` knows Windows paths."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
