"""The window: it makes the parts and wires them, and does nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QWidget

from app import settings as keys
from app.actions import Actions
from app.background.engine import Engine
from app.background.jobs import ScoreRequest
from app.background.service import InspectionService
from app.docks import make_docks
from app.features.files.commands import FileCommands
from app.features.files.drop import dropped_paths
from app.features.folder_check.commands import FolderCommands
from app.features.help.dialogs import ErrorDialog, about_box
from app.features.help.guide import GuideDialog
from app.features.help.shortcuts import ShortcutsDialog
from app.features.log.panel import LogPanel
from app.features.models.commands import ModelCommands
from app.features.models.selection import ModelSelection
from app.features.picks.commands import PickCommands
from app.features.picks.panel import PicksPanel
from app.features.prompts.commands import PromptCommands
from app.features.prompts.panel import PromptsPanel
from app.features.result.panel import ResultPanel
from app.features.scans.panel import ScansPanel
from app.features.settings.commands import SettingsCommands
from app.features.settings.language_menu import LanguageMenu
from app.features.settings.model_setting import kept_choice
from app.features.view.area import ViewArea
from app.features.view.commands import ViewCommands, kept_span, kept_style
from app.features.view.heatmap_panel import HeatmapPanel
from app.i18n.stages import stage_text
from app.log import log_file
from app.menus import build_menus, build_tool_bar
from app.notify import Level, Notice, Notifier
from app.session.documents import Document, Stage
from app.session.recovery import LastSession, Recovery, ask_to_restore
from app.session.session import Session
from app.settings import Settings
from app.status import StatusBar
from app.theme.manager import ThemeManager
from app.theme.tokens import Theme
from app.viewport.base import Viewport
from app.viewport.factory import make_viewport
from btp_core.model.detail import Detail
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
        self._device = self._model = ""
        self._closed = False
        prompts = PromptSet.stock()
        threshold = settings.get(keys.THRESHOLD)
        self._service = InspectionService(
            engine, ScoreRequest(prompts, threshold), self, kept_choice(settings)
        )
        self.session = Session(self._service, notifier, self)
        self.actions_by_name = Actions(self)
        self.view_area = ViewArea(kept_style(settings, themes.theme), make_view)
        self.setCentralWidget(self.view_area)
        self.scans = ScansPanel(self.session.documents)
        self.result = ResultPanel()
        self.heatmap = HeatmapPanel(
            threshold,
            settings.get(keys.COLORMAP),
            settings.get(keys.GREY_BELOW),
            themes.theme,
            kept_span(settings),
            settings.get(keys.OPACITY),
        )
        self.prompts = PromptsPanel(prompts, settings.get(keys.PROMPT_PAUSE))
        self.prompt_commands = PromptCommands(self.prompts, settings, notifier)
        self.picks = PicksPanel()
        self.log_panel = LogPanel()
        self.status = StatusBar()
        self.setStatusBar(self.status)
        docks = make_docks(
            self,
            self.scans,
            (self.result, self.heatmap, self.prompts),
            self.picks,
            self.log_panel,
        )
        recent, languages = build_menus(self, self.actions_by_name, docks)
        self.languages = LanguageMenu(languages, settings, notifier)
        build_tool_bar(self, self.actions_by_name)
        self.view = ViewCommands(
            self.view_area, self.session, self.prompts, self.actions_by_name, settings, notifier
        )
        self.files = FileCommands(
            self, self.session, self.view_area, recent, engine.extensions, settings, notifier
        )
        self.files.connect_actions(self.actions_by_name)
        self.pick_commands = PickCommands(
            self.view_area, self.picks, self.session, settings, notifier
        )
        selection = ModelSelection(self._service, self.session, settings, notifier, self)
        self.folder = FolderCommands(
            self, engine, self.session, settings, notifier, lambda: selection.choice
        )
        self.folder.connect_actions(self.actions_by_name)
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
        self.models = ModelCommands(self, notifier, selection)
        self.actions_by_name[f"theme_{themes.choice}"].setChecked(True)
        self.recovery = Recovery(self.session, settings.path.with_name("session.json"), self)
        self._wire(docks)
        self._apply_theme(themes.theme)
        self._show_facts(None)
        self._show_busy(False)
        self.restoreGeometry(settings.get(keys.WINDOW_GEOMETRY))
        self.restoreState(settings.get(keys.WINDOW_STATE))

    def open(self, paths: list[Path]) -> None:
        """Open files and folders."""
        self.files.open(paths)

    def offer_last_session(self) -> bool:
        """Ask whether to go on where a crash ended the work; False when there was none."""
        last = self.recovery.last
        if last is None:
            return False
        box = ask_to_restore(last, self)
        box.accepted.connect(lambda: self._restore(last))
        box.open()
        return True

    def _restore(self, last: LastSession) -> None:
        self.prompts.set_prompts(last.prompts)
        self.open(list(last.paths))

    @property
    def idle(self) -> bool:
        """Whether the worker has nothing to do and no edit waits for its pause to end."""
        return not (self._service.busy or self.session.pending or self.prompts.pending)

    def load_model(self) -> None:
        """Load the model before the first scan is there."""
        self._service.load_model()

    # Wiring

    def _wire(self, docks: list[QDockWidget]) -> None:
        session = self.session
        session.documents.current_changed.connect(self._show_document)
        session.documents.changed.connect(self._document_changed)
        session.geometry_ready.connect(self._show_document)
        session.scores_ready.connect(self._show_scores)
        session.verdict_ready.connect(self._show_verdict)
        session.progress.connect(self._show_progress)
        session.wording_adopted.connect(self._adopt)
        session.device_known.connect(self._show_device)
        self.models.selection.named.connect(self._show_model)
        self._service.busy_changed.connect(self._show_busy)
        self.status.busy.cancel_requested.connect(session.cancel)
        self.scans.chosen.connect(session.show)
        self.scans.close_requested.connect(session.close)
        self.scans.retry_requested.connect(session.retry)
        self.result.region_chosen.connect(self.view.fly_to)
        self.heatmap.threshold_changed.connect(session.set_threshold)
        self.heatmap.threshold_changed.connect(lambda value: self.view.restyle(threshold=value))
        self.heatmap.colormap_changed.connect(lambda name: self.view.restyle(colormap=name))
        self.heatmap.grey_below_changed.connect(lambda grey: self.view.restyle(grey_below=grey))
        self.heatmap.span_changed.connect(lambda *span: self.view.restyle(span=span))
        self.heatmap.opacity_changed.connect(lambda value: self.view.restyle(opacity=value))
        for show in (docks[2].show, docks[2].raise_):
            self.view_area.viewport.picked.connect(lambda _index, show=show: show())
        self.view_area.viewport.drawn_changed.connect(self.status.show_drawn)
        self.view_area.viewport.clipping_changed.connect(self.status.clipping.setVisible)
        self.prompts.prompts_changed.connect(session.set_prompts)
        self.prompts.prompts_changed.connect(self.pick_commands.refresh)
        self.prompts.prompts_changed.connect(self.recovery.watch_prompts)
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
                "shortcuts": lambda: ShortcutsDialog(self._sheet(), self).open(),
                "guide": lambda: GuideDialog(self).show(),
                "next_scan": lambda: self.session.show_beside(1),
                "previous_scan": lambda: self.session.show_beside(-1),
                "next_region": lambda: self.result.regions.choose_beside(1),
                "previous_region": lambda: self.result.regions.choose_beside(-1),
                "about": lambda: about_box(self._model, self._device, self).open(),
            }
        )
        for choice in ("system", "light", "dark"):
            actions[f"theme_{choice}"].triggered.connect(
                lambda _checked=False, choice=choice: self._themes.choose(choice)
            )

    def _sheet(self) -> list[list[tuple[str, QMenu]]]:
        """The menus as columns of the shortcuts' sheet."""
        bar = [action.menu() for action in self.menuBar().actions()]
        file, view, about = [(m.title().replace("&", ""), m) for m in bar if isinstance(m, QMenu)]
        return [[file, (self.tr("Prompts"), self.prompts.menu), about], [view]]

    # Showing

    def _show_document(self, document: Document | None) -> None:
        self.view.follow_document()
        self.view_area.show_document(document)
        self.pick_commands.show_marks(document)
        self._show_facts(document)
        self.setWindowTitle(
            "BTP Inspect" if document is None else f"{document.path.name} — BTP Inspect"
        )

    def _document_changed(self, document: Document) -> None:
        if document is self.session.documents.current:
            self._show_facts(document)

    def _show_scores(self, document: Document) -> None:
        self.view.show_types()
        self.view_area.show_scores(document)
        if document.scores is not None:
            self.prompts.show_applied(document.scores.seconds)

    def _show_verdict(self, document: Document) -> None:
        self.result.show_document(document)

    def _show_facts(self, document: Document | None) -> None:
        self.status.show_document(document)
        self.result.show_document(document)
        self.heatmap.show_document(document)
        for name in ("close_scan", "fit", "save_image", "original", "types", "compare", "clip"):
            self.actions_by_name[name].setEnabled(document is not None)
        overview = document is not None and document.detail != Detail.FINE
        self.actions_by_name["look_again"].setEnabled(
            overview and document is not None and document.scores is not None
        )

    def _show_progress(self, document: Document | None, stage: str, fraction: float) -> None:
        name = f"{document.path.name}: " if document is not None else ""
        self.status.busy.set_progress(f"{name}{stage_text(stage)}", fraction)

    def _show_busy(self, busy: bool) -> None:
        self.status.busy.set_busy(busy)
        self.actions_by_name["cancel"].setEnabled(busy)

    def _show_device(self, device: str) -> None:
        self._device = device
        self.status.show_device(device)

    def _show_model(self, name: str) -> None:
        self._model = name
        self.status.show_model(name)

    def _show_notice(self, notice: Notice) -> None:
        if notice.level is Level.UNEXPECTED:
            ErrorDialog(notice, log_file(), self).open()
        else:
            path = notice.path
            document = self.session.documents.by_path(path) if path is not None else None
            # The list goes on showing it.
            passing = document is not None and document.stage is Stage.FAILED
            self.view_area.notices.show_notice(notice, passing=passing)

    def _apply_theme(self, theme: Theme) -> None:
        self.actions_by_name.set_theme(theme)
        self.scans.set_theme(theme)
        self.heatmap.set_theme(theme)
        self.view.restyle(theme=theme)

    def _adopt(self, prompts: PromptSet, threshold: float) -> None:
        self.prompts.set_prompts(prompts)
        self.heatmap.slider.set_value(threshold)

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
            self.folder.shutdown()
            self.models.close()
            self.session.shutdown()
            self.prompts.stop()
            self.log_panel.stop()
            self.files.stop()
            self.status.busy.set_busy(False)
            self.view_area.shutdown()
            self._settings.save()

    def _keep_layout(self) -> None:
        self._settings.set(keys.WINDOW_GEOMETRY, self.saveGeometry())
        self._settings.set(keys.WINDOW_STATE, self.saveState())
        self._settings.set(keys.THRESHOLD, self.heatmap.threshold)
        self._settings.set(keys.SPAN_LOW, self.heatmap.span.common[0])
        self._settings.set(keys.SPAN_HIGH, self.heatmap.span.common[1])
        self._settings.set(keys.OPACITY, self.heatmap.opacity_shown)
        self._settings.set(keys.COLORMAP, self.view_area.style_shown.colormap)
        self._settings.set(keys.GREY_BELOW, self.view_area.style_shown.grey_below)
