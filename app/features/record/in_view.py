"""Keeps the record of what is inspected in the window, and shows what was decided about it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app import settings as keys
from app.background.record import (
    ScanInView,
    StoredInView,
    decide,
    file_state,
    keep,
    look_up,
)
from app.features.record.decision_bar import DecisionBar
from app.features.record.decision_dialog import DecisionDialog
from app.features.record.store import RecordStore
from app.session.open_scan import OpenScan
from app.session.samples import is_sample
from app.session.session import Session
from app.settings import Settings
from btp_core.record.entries import Choice
from btp_core.record.search import Inspection

LOOK_UP = "what is in view"


class InViewRecord(QObject):
    """Binds the scan in view to the record.

    A scan is recorded when it is judged for the first time, and for the first time with another
    design: trying out words and thresholds is no inspection. What is decided about is recorded
    as it was then.
    """

    def __init__(
        self, window: QWidget, store: RecordStore, session: Session, settings: Settings
    ) -> None:
        super().__init__(window)
        self._window, self._store, self._session = window, store, session
        self._settings = settings
        self._states: dict[Path, tuple[int, int]] = {}
        self._recorded: set[Hashable] = set()
        self._known: dict[Hashable, Inspection | None] = {}
        self.dialog: DecisionDialog | None = None
        self.bar = DecisionBar()
        self.bar.choice_made.connect(self.ask)
        session.opened.connect(self._remember_state)
        session.verdict_ready.connect(self.show_scan)
        session.scores_ready.connect(self.show_scan)  # a stored map comes with its verdict
        session.open_scans.current_changed.connect(self.show_scan)
        session.open_scans.changed.connect(self._keep_first)
        store.changed.connect(self._look_again)

    def show_scan(self, open_scan: OpenScan | None) -> None:
        """Record what was judged for the first time, and show what was decided."""
        shown = None if open_scan is None else self._shown(open_scan)
        if open_scan is None or shown is None:
            self.bar.show_found(None, can_decide=False)
            return
        key = self._key(open_scan)
        known = self._known.get(key)
        self.bar.show_found(None if known is None else known.found, can_decide=True)
        if not self._keep_first(open_scan) and key not in self._known:
            self._store.do(
                lambda path: look_up(path, shown), self._take(key), changes=False, kind=LOOK_UP
            )

    def _keep_first(self, open_scan: OpenScan) -> bool:
        """Put a scan into the record when it is judged for the first time; whether it was."""
        if open_scan.verdict is None or not self._is_recorded(open_scan):
            return False
        shown = self._shown(open_scan)
        if not isinstance(shown, ScanInView):
            return False
        self._recorded.add(self._first_key(open_scan))
        self._store.do(lambda path: keep(path, shown), self._take(self._key(open_scan)))
        return True

    def ask(self, choice: Choice) -> None:
        """Ask who decides about the scan in view, and why."""
        open_scan = self._session.open_scans.current
        shown = None if open_scan is None else self._shown(open_scan)
        if open_scan is None or shown is None or open_scan.verdict is None:
            return
        dialog = self.dialog = DecisionDialog(
            choice,
            [open_scan.path.name],
            [open_scan.verdict.status],
            self._settings.get(keys.INSPECTOR_NAME),
            self._settings.get(keys.REASONS),
            self._window,
        )
        take = self._take(self._key(open_scan))
        self._recorded.add(self._first_key(open_scan))

        def decided() -> None:
            decision = dialog.decision
            self._settings.set(keys.INSPECTOR_NAME, decision.by)
            self._store.do(lambda path: decide(path, shown, decision), take)

        dialog.accepted.connect(decided)
        dialog.open()

    def _take(self, key: Hashable) -> Callable[[Inspection | None], None]:
        def take(found: Inspection | None) -> None:
            self._known[key] = found
            current = self._session.open_scans.current
            if current is not None and self._shown(current) and self._key(current) == key:
                self.bar.show_found(None if found is None else found.found, can_decide=True)

        return take

    def _look_again(self) -> None:
        """Somebody may have decided in the record's own window."""
        current = self._session.open_scans.current
        shown = None if current is None else self._shown(current)
        if current is not None and shown is not None:
            take = self._take(self._key(current))
            self._store.do(lambda path: look_up(path, shown), take, changes=False, kind=LOOK_UP)

    def _is_recorded(self, open_scan: OpenScan) -> bool:
        """Whether its verdict goes into the record by itself now."""
        return (
            self._first_key(open_scan) not in self._recorded
            and self._settings.get(keys.RECORD_KEEP)
            and not open_scan.outdated
            and not is_sample(open_scan.path)
        )

    def _shown(self, open_scan: OpenScan) -> ScanInView | StoredInView | None:
        if open_scan.verdict is None or open_scan.scores is None:
            return None
        design = self._session.design
        pattern = self._settings.get(keys.SERIAL_PATTERN).strip()
        pattern = pattern or (design.serial_pattern if design is not None else None) or ""
        if open_scan.stored is not None:
            return StoredInView(open_scan.stored.run, open_scan.stored.name, pattern)
        state = self._states.get(open_scan.path)
        if open_scan.scan is None or state is None:
            return None
        label = open_scan.scores.design
        return ScanInView(
            open_scan.path,
            state,
            open_scan.scan,
            open_scan.scores,
            open_scan.verdict,
            open_scan.detail,
            None if label is None else self._session.design_path,
            pattern,
        )

    @staticmethod
    def _key(open_scan: OpenScan) -> Hashable:
        if open_scan.stored is not None:
            return open_scan.stored
        judged_at = (open_scan.judged_threshold, open_scan.judged_limits)
        design = None if open_scan.scores is None else open_scan.scores.design
        how = (open_scan.detail, None if design is None else (design.name, design.sha256))
        return (open_scan.scan_id, open_scan.verdict_revision, *judged_at, *how)

    @staticmethod
    def _first_key(open_scan: OpenScan) -> Hashable:
        scores = open_scan.scores
        design = None if scores is None else scores.design
        return open_scan.scan_id, None if design is None else (design.name, design.sha256)

    def _remember_state(self, path: Path) -> None:
        with suppress(OSError):
            self._states[path] = file_state(path)
