"""What the user does with a watched folder: starting, stopping, going on at the next start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import settings as keys
from app.actions import Actions
from app.background.engine import Engine
from app.background.job import Event, Job, JobCancelled, JobDone, JobFailed
from app.background.runner import Background
from app.background.watch import WatchRequest
from app.features.record.commands import RecordCommands
from app.features.record.store import RecordStore
from app.features.watch.window import WatchWindow
from app.i18n.core_messages import core_text
from app.i18n.numbers import count_text
from app.notify import Notifier
from app.session.session import Session
from app.settings import Settings
from app.widgets.placement import bring_forward
from btp_core.base.errors import InspectError
from btp_core.batch.row import ScanRow
from btp_core.inspection.model_choice import ModelChoice

THREAD = "watch"


@dataclass(frozen=True, eq=False)
class _News(Event):
    """What the watch told; see ``btp_core.watch.news``."""

    news: object


@dataclass(frozen=True, eq=False)
class _Began(Event):
    """The run file, known before anything is inspected."""

    run: Path


def make_record_and_watch(
    window: QWidget,
    engine: Engine,
    background: Background,
    session: Session,
    settings: Settings,
    notifier: Notifier,
    model: Callable[[], ModelChoice],
    actions: Actions,
    under_verdict: QVBoxLayout,
) -> tuple[RecordCommands, WatchCommands]:
    """The record, its bar put ``under_verdict``, and the watched folder, which writes to it."""
    record = RecordCommands(window, engine, background, session, settings, notifier, actions)
    under_verdict.addWidget(record.bar)
    given = (record.store, settings, notifier, model, actions)
    return record, WatchCommands(window, engine, background, session, *given)


class WatchCommands(QObject):
    """Owns the watch window; one folder is watched at a time.

    A watch that was going on when the program ended, or was killed, goes on at the next start.

    Attributes
    ----------
    running_changed
        Emitted when a watch begins or ends.
    """

    running_changed = Signal(bool)

    def __init__(
        self,
        window: QWidget,
        engine: Engine,
        background: Background,
        session: Session,
        store: RecordStore,
        settings: Settings,
        notifier: Notifier,
        model: Callable[[], ModelChoice],
        actions: Actions,
    ) -> None:
        super().__init__(window)
        self._main, self._engine, self._background = window, engine, background
        self._session, self._store, self._settings = session, store, settings
        self._notifier, self._model = notifier, model
        self._folder, self._run = Path(), Path()
        self._closing = self._goes_on = False
        self.window = WatchWindow(lambda: session.design_path)
        self.window.start_requested.connect(self.start)
        self.window.stop_requested.connect(self.stop)
        self.window.scan_chosen.connect(self._open)
        session.design_changed.connect(self.window.show_design)
        actions.connect({"watch_folder": self.show})

    @property
    def running(self) -> bool:
        """Whether a folder is watched."""
        return self._background.busy(THREAD)

    def show(self) -> None:
        """Show the window, with the folder of the last time."""
        if not self.window.folder.text():
            self.window.folder.setText(
                self._settings.get(keys.WATCH_FOLDER) or self._settings.get(keys.LAST_FOLDER)
            )
        bring_forward(self.window)

    def start(self) -> None:
        """Watch with the wording, threshold and design of the main window."""
        text = self.window.folder.text().strip()
        if not text:
            self.window.show_state(self.tr("Type or choose a folder first."), bad=True)
            self.window.folder.setFocus()
        elif not self.running:
            self._begin(
                Path(text).expanduser().absolute(),
                self._session.design_path,
                None,
                only_new=self.window.only_new.isChecked(),
            )

    def stop(self) -> None:
        """Stop; what was finished is kept, and a new start goes on."""
        self._settings.set(keys.WATCH_RUN, "")
        if not self.running:  # it could not be gone on with
            self._ended(self.tr("Stopped."))
            return
        self._background.cancel_all(THREAD)
        self.window.show_state(self.tr("Stopping…"))

    def go_on(self) -> None:
        """Go on with what was watched when the program ended."""
        folder, run = self._settings.get(keys.WATCH_FOLDER), self._settings.get(keys.WATCH_RUN)
        if folder and run and not self.running:
            design = self._settings.get(keys.WATCH_DESIGN)
            self.window.folder.setText(folder)
            only_new = self._settings.get(keys.WATCH_ONLY_NEW)
            self.window.only_new.setChecked(only_new)
            where = Path(design) if design else None
            self._begin(Path(folder), where, Path(run), only_new=only_new)
            self._notifier.info(
                self.tr("Watching {0} again").format(Path(folder).name),
                self.tr("New scans in it are inspected; File, Watch folder stops it."),
            )

    def close(self) -> None:
        """Close the window for good; the watch goes on at the next start."""
        self._closing = True
        self.window.close()
        # It has no parent that would take it along.
        self.window.deleteLater()

    def _begin(
        self, folder: Path, design: Path | None, run: Path | None, *, only_new: bool
    ) -> None:
        self._folder, self._goes_on = folder, run is not None
        request = WatchRequest(
            folder,
            self._session.prompts,
            self._session.threshold,
            self._store.path,
            self._model(),
            design,
            run,
            self._settings.get(keys.SERIAL_PATTERN).strip(),
            only_new,
            self._session.limits,
        )
        self._settings.set(keys.WATCH_FOLDER, str(folder))
        self._settings.set(keys.WATCH_DESIGN, "" if design is None else str(design))
        self._settings.set(keys.WATCH_ONLY_NEW, only_new)

        def work(job: Job) -> None:
            self._engine.watch(
                request,
                lambda news: job.tell(_News(news)),
                job.token,
                lambda run: job.tell(_Began(run)),
            )

        self._background.submit(Job(THREAD, work, self._receive))
        self.window.clear()
        self.window.show_running(True)
        self.window.show_state(self.tr("Loading the model…"))
        self.running_changed.emit(True)

    def _receive(self, job: Job, event: Event) -> None:
        match event:
            case _Began() if job.token.cancelled:
                pass  # it was stopped before it began
            case _Began(run=run):
                self._run = run
                self._settings.set(keys.WATCH_RUN, str(run))
                self._settings.save()  # a kill must find it there
            case _News(news=news):
                self._show(news)
            case JobDone() | JobCancelled():
                self._ended(self.tr("Stopped. A new start goes on where it was."))
            case JobFailed(error=error):
                self._notifier.report(error)
                if isinstance(error, InspectError):
                    self._ended(core_text(error.cause), bad=True)
                else:
                    self._ended(self.tr("Stopped by an error."), bad=True)
                if self._goes_on:
                    # A share that is not there yet may be there at the next start.
                    self.window.stop_button.setEnabled(True)
                else:
                    self._settings.set(keys.WATCH_RUN, "")

    def _ended(self, text: str, *, bad: bool = False) -> None:
        if not self._closing:
            self.window.show_running(False)
            self.window.show_state(text, bad=bad)
            self.running_changed.emit(False)

    def _show(self, news: object) -> None:
        # Imports torch by way of the run file; it is there by now.
        from btp_core.watch.news import ScanWatched, WatchStarted, WatchState, WatchWarning

        match news:
            case WatchStarted():
                self.window.show_state(self.tr("Watching {0}").format(self._folder.name))
            case WatchState(folder_there=False):
                text = self.tr("The folder is not there; waiting for it.")
                self.window.show_state(text, bad=True)
            case WatchState(n_waiting=0):
                self.window.show_state(self.tr("Watching {0}").format(self._folder.name))
            case WatchState(n_waiting=waiting):
                text = self.tr("Watching {0}: {1} waiting or being inspected")
                self.window.show_state(text.format(self._folder.name, count_text(waiting)))
            case ScanWatched(row=row):
                self.window.add(row)
                self._store.changed.emit()
            case WatchWarning(text=text):
                self._notifier.warn(self._folder.name, text)

    def _open(self, row: ScanRow) -> None:
        path = self._folder / row.name
        if row.status == "done":
            self._session.open_stored(path, self._run, row.name)
        else:
            self._session.open([path])
        bring_forward(self._main)
