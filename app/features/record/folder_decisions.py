"""The record in the table of a folder check: recording, decisions, deciding."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from app import settings as keys
from app.background.record import StoredInView, decide
from app.features.folder_check.cells import Row
from app.features.folder_check.table import DECISION
from app.features.folder_check.window import FolderWindow
from app.features.record.decision_dialog import DecisionDialog
from app.features.record.store import RecordStore
from app.features.record.words import choice_text, decided_text
from app.settings import Settings
from btp_core.batch.row import ScanRow
from btp_core.record.entries import CHOICES, Choice, Decision, Outcome
from btp_core.record.search import Found, decisions_of


class FolderDecisions(QObject):
    """Binds a folder check's window to the record."""

    def __init__(self, window: FolderWindow, store: RecordStore, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._store, self._settings = window, store, settings
        self._rows = window.results.model
        self.dialog: DecisionDialog | None = None
        window.recording = self._recording
        table = window.results.table
        table.menu_opens.connect(self._fill_menu)
        self._rows.modelReset.connect(self.refresh)
        store.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Look up what was decided about the scans in the table."""
        wanted = [row.sha256 for row in self._rows.records if row.sha256]
        if wanted:
            nothing: dict[str, Found] = {}
            self._store.look(
                lambda record: decisions_of(record, wanted), self._show, nothing, kind="folder"
            )

    def ask(self, choice: Choice, rows: list[ScanRow]) -> None:
        """Ask who decides about these scans, and why."""
        run = self._window.run_file
        if run is None or not rows:
            return
        verdicts: list[Outcome] = [row.verdict or "error" for row in rows]
        dialog = self.dialog = DecisionDialog(
            choice,
            [row.name for row in rows],
            verdicts,
            self._settings.get(keys.INSPECTOR_NAME),
            self._settings.get(keys.REASONS),
            self._window,
        )
        dialog.accepted.connect(lambda: self._decide(run, rows, dialog.decision))
        dialog.open()

    def _decide(self, run: Path, rows: list[ScanRow], decision: Decision) -> None:
        self._settings.set(keys.INSPECTOR_NAME, decision.by)
        _, pattern = self._recording()
        shown = [StoredInView(run, row.name, pattern) for row in rows]

        def work(record: Path) -> None:
            for one in shown:
                decide(record, one, decision)

        self._store.do(work, lambda _none: None)

    def _recording(self) -> tuple[Path | None, str]:
        pattern = self._settings.get(keys.SERIAL_PATTERN).strip()
        return (self._store.path if self._settings.get(keys.RECORD_KEEP) else None), pattern

    def _show(self, found: dict[str, Found]) -> None:
        texts = {
            sha256: " · ".join((decided_text(row.decision), row.decided_by))
            for sha256, row in found.items()
        }
        self._rows.set_decisions(texts)
        table = self._window.results.table
        # Room for it only where somebody decided.
        table.setColumnHidden(DECISION, not texts)
        if texts:
            table.resizeColumnToContents(DECISION)

    def _fill_menu(self, menu: QMenu, rows: list[Row]) -> None:
        inspected = [row for row in rows if isinstance(row, ScanRow)]
        if inspected:
            menu.addSeparator()
            for choice in CHOICES:
                menu.addAction(choice_text(choice), partial(self.ask, choice, inspected))
