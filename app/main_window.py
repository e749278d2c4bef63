"""The window: it wires the parts, and does nothing itself."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app import settings as keys
from app.background.engine import Engine
from app.features.designs.commands import SUFFIX as DESIGN_SUFFIX
from app.features.help.dialogs import ErrorDialog
from app.log import log_file
from app.notify import Level, Notice, Notifier
from app.parts import LAYOUT, WindowParts
from app.session.open_scan import OpenScan, Stage
from app.session.recovery import LastSession
from app.session.samples import sample_with_design
from app.settings import Settings
from app.theme.manager import ThemeManager
from app.theme.tokens import Theme
from app.viewport.base import Viewport
from app.viewport.factory import make_viewport
from app.widgets.placement import restore_geometry
from btp_core.inspection.limits import Limits
from btp_core.text.prompts import PromptSet

log = logging.getLogger(__name__)


class MainWindow(WindowParts):
    """The inspection window over an engine: how its parts act on each other."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        notifier: Notifier,
        themes: ThemeManager,
        make_view: Callable[[QWidget], Viewport] = make_viewport,
    ) -> None:
        super().__init__(engine, settings, notifier, themes, make_view)
        self.setWindowTitle("BTP Inspect")
        self.setAcceptDrops(True)
        self._closed = False
        self.actions_by_name[f"theme_{themes.choice}"].setChecked(True)
        self._wire()
        self._apply_theme(themes.theme)
        self._show_facts(None)
        self._show_busy(False)
        restore_geometry(self, settings.get(keys.WINDOW_GEOMETRY))
        self.docks.lay_out(self)
        self.restoreState(settings.get(keys.WINDOW_STATE), LAYOUT)
        self.view_area.viewport.setFocus()
        self._tell_set_aside(notifier)

    def open(self, paths: list[Path]) -> None:
        """Open files and folders; of design files the last one is put in force."""
        designs = [path for path in paths if path.suffix.lower() == DESIGN_SUFFIX]
        if designs:
            self.designs.open(designs[-1])
        self.files.open([path for path in paths if path not in designs])

    def _tell_set_aside(self, notifier: Notifier) -> None:
        """Say which of the program's own files could not be read, and where they are now."""
        for aside in (self._settings.set_aside, self.recovery.set_aside):
            if aside is not None:
                notifier.warn(
                    self.tr("A damaged file was put aside"),
                    self.tr("The program starts without what was kept in it: {0}").format(aside),
                )

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

    def _wire(self) -> None:
        session = self.session
        session.open_scans.current_changed.connect(self._show_scan)
        session.open_scans.changed.connect(self._scan_changed)
        session.geometry_ready.connect(self._show_scan)
        session.scores_ready.connect(self._show_scores)
        session.verdict_ready.connect(self.result.show_scan)
        session.verdict_ready.connect(self.report.show_scan)
        session.verdict_ready.connect(self.regions.show_scan)
        session.direction_found.connect(self.view_area.look_at_worst)
        session.progress.connect(self.status.show_progress)
        session.wording_adopted.connect(self._adopt)
        for show_model in (self.status.show_model, self.help.set_model):
            self.models.selection.loaded.connect(show_model)
        self._service.busy_changed.connect(self._show_busy)
        self.heatmap.threshold_changed.connect(session.set_threshold)
        self.limits.limits_changed.connect(session.set_limits)
        self.heatmap.restyled.connect(lambda changes: self.view.restyle(**changes))
        self.view_area.viewport.picked.connect(lambda _index: self.docks.bring("picks"))
        self.view_area.viewport.drawn_changed.connect(self.status.show_drawn)
        self.view_area.viewport.clipping_changed.connect(self.status.clipping.setVisible)
        self.designs.adopted.connect(self._adopt_of_design)
        self.designs.limit_changed.connect(
            lambda limit, units: self.view.restyle(deviation_limit=limit, units=units)
        )
        self.view.coloring_changed.connect(self.designs.show_coloring)
        self.result.without_design_requested.connect(self.designs.do_without_for_this)
        self.result.regions.menu_requested.connect(self.designs.places.offer_menu)
        self.view_area.viewport.menu_requested.connect(self.designs.places.offer_menu_at)
        self.units.changed.connect(self._show_units)
        self.units.refresh()
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
                "sample_design": lambda: self.open(sample_with_design()),
                "show_result": lambda: self.docks.bring("result"),
                "show_words": self._show_words,
                "next_scan": lambda: self.session.show_beside(1),
                "previous_scan": lambda: self.session.show_beside(-1),
                "next_region": lambda: self.result.regions.choose_beside(1),
                "previous_region": lambda: self.result.regions.choose_beside(-1),
            }
        )
        actions["sample_design"].setVisible(bool(sample_with_design()))
        for choice in ("system", "light", "dark"):
            actions[f"theme_{choice}"].triggered.connect(
                lambda _checked=False, choice=choice: self._themes.choose(choice)
            )

    # Showing

    def _show_words(self) -> None:
        self.docks.bring("prompts")
        self.prompts.defective.setFocus()

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
        self.regions.show_scan(open_scan)
        self.heatmap.show_scan(open_scan)
        self.files.show_scan(open_scan)
        self.view.show_scan(open_scan)
        self.report.show_scan(open_scan)

    def _show_busy(self, busy: bool) -> None:
        self.status.busy.set_busy(busy)
        self.actions_by_name["cancel"].setEnabled(busy)

    def _show_notice(self, notice: Notice) -> None:
        if self._closed:  # a picture may be written while the window closes
            return
        if notice.level is Level.UNEXPECTED:
            ErrorDialog(notice, log_file(), self).open()
            return
        # What is about an open scan is told by its row and the result, not over the part.
        path, scans = notice.path, self.session.open_scans
        open_scan = scans.by_path(path) if path is not None else None
        told = open_scan is not None and (
            notice.level is Level.WARNING or open_scan.stage is Stage.FAILED
        )
        if not told:
            self.view_area.notices.show_notice(notice)

    def _apply_theme(self, theme: Theme) -> None:
        self.actions_by_name.set_theme(theme)
        self.scans.set_theme(theme)
        self.heatmap.set_theme(theme)
        self.designs.panel.set_theme(theme)
        self.folder.window.set_theme(theme)
        self.record.set_theme(theme)
        self.view.restyle(theme=theme)

    def _adopt(self, prompts: PromptSet, threshold: float, limits: Limits) -> None:
        self.prompts.set_prompts(prompts)
        self.limits.adopt(limits)
        self.heatmap.slider.set_value(threshold)

    def _adopt_of_design(self, threshold: float, prompts: PromptSet | None) -> None:
        if prompts is not None:
            self.prompts.set_prompts(prompts)
        with QSignalBlocker(self.heatmap):
            # The handle moves in hundredths; the design's threshold is meant as it is.
            self.heatmap.slider.set_value(threshold)
        self.view.restyle(threshold=threshold)

    def _show_units(self, units: str) -> None:
        self.result.units = self.regions.units = units
        self.view_area.scale_bar.set_units(units)
        self.picks.set_units(units)
        self._show_facts(self.session.open_scans.current)

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

    def showEvent(self, event: QShowEvent) -> None:
        """Leave no tabs of an earlier layout over the window."""
        super().showEvent(event)
        QTimer.singleShot(0, self, lambda: self.docks.hide_leftovers(self))

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
        """Ask about a wording that is not saved and a check that runs; then the window goes."""
        unsaved = self.prompt_commands.unsaved
        if not self._closed and (unsaved.is_unsaved or self.folder.window.checking):
            event.ignore()
            unsaved.ask(lambda: self.folder.ask_to_stop(self._close_anyway))
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
            for stop in (
                self._keep_layout,
                self.recovery.close,
                self.folder.close,
                self.record.close,
                self.watch.close,
                self.models.close,
                self.session.stop,
                self.background.shutdown,
                self.prompts.stop,
                self.log_panel.stop,
                partial(self.status.busy.set_busy, False),
                self.view_area.shutdown,
                self._settings.save,
            ):
                try:
                    stop()
                except Exception:
                    log.exception("closing goes on after an error")


def dropped_paths(data: QMimeData) -> list[Path]:
    """Local files and folders among the dropped URLs; ``toLocalFile`` knows Windows paths."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
