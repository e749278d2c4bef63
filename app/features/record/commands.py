"""What the user does with the record: deciding about the scan in view, looking things up."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app import settings as keys
from app.actions import Actions
from app.background.engine import Engine
from app.background.runner import Background
from app.features.folder_check.window import FolderWindow
from app.features.record.folder_decisions import FolderDecisions
from app.features.record.in_view import InViewRecord
from app.features.record.periods import Period, since
from app.features.record.store import RecordStore
from app.features.record.summary import counts_text
from app.features.record.window import RecordWindow
from app.notify import Notifier
from app.session.session import Session
from app.settings import Settings
from app.theme.tokens import Theme
from app.widgets.placement import bring_forward
from btp_core.record.search import Found, Inspection, Query, search


class RecordCommands(QObject):
    """Owns the record's window, and keeps the record of what is inspected in the main one.

    Attributes
    ----------
    store
        The record as other features use it.
    bar
        Belongs under the verdict: what was decided about the scan in view.
    """

    def __init__(
        self,
        window: QWidget,
        engine: Engine,
        background: Background,
        session: Session,
        settings: Settings,
        notifier: Notifier,
        actions: Actions,
    ) -> None:
        super().__init__(window)
        self._main, self._session, self._notifier = window, session, notifier
        self._settings = settings
        self.store = RecordStore(background, settings, notifier, self)
        self.in_view = InViewRecord(window, self.store, session, settings)
        self.bar = self.in_view.bar
        self.window = RecordWindow(self.store, settings, engine.read_design)
        self.window.open_requested.connect(self._open)
        self.folder: FolderDecisions | None = None
        actions.connect({"record": self.show})

    def bind_folder_check(self, window: FolderWindow) -> None:
        """Record what a folder check inspects, and show decisions in its table."""
        self.folder = FolderDecisions(window, self.store, self._settings)

    def show(self) -> None:
        """Show the window of the record."""
        bring_forward(self.window)

    def set_theme(self, theme: Theme) -> None:
        """Follow the theme."""
        self.window.set_theme(theme)

    def good_morning(self) -> None:
        """Say once a day what was inspected over night, if anything was."""
        today = datetime.now().date().isoformat()
        if self._settings.get(keys.LAST_MORNING) == today:
            return

        def tell(rows: list[Found]) -> None:
            rows = [row for row in rows if row.source in ("watch", "batch")]
            if rows:
                self._settings.set(keys.LAST_MORNING, today)
                self._notifier.info(
                    self.tr("Over night: {0}").format(counts_text(rows)),
                    self.tr("File, Inspection record shows them."),
                )

        query = Query(since=since(Period.NIGHT))
        nothing: list[Found] = []
        self.store.look(lambda record: search(record, query), tell, nothing)

    def close(self) -> None:
        """Close the window for good."""
        self.window.stop()
        self.window.close()
        # It has no parent that would take it along.
        self.window.deleteLater()

    def _open(self, full: Inspection) -> None:
        """Bring a recorded scan into view: with its stored map where the run file is there."""
        path = full.path
        if path is None:
            return
        if full.run_file is not None and full.run_file.exists() and full.found.verdict != "error":
            self._session.open_stored(path, full.run_file, full.found.scan)
        else:
            self._session.open([path])
        bring_forward(self._main)
