"""The record as the window uses it: one thread reads and writes it, in order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from app import settings as keys
from app.background.job import Event, Job, JobDone, JobFailed, Turn
from app.background.runner import Background
from app.notify import Notifier
from app.settings import Settings
from btp_core.record.file import RecordFile
from btp_core.record.opening import default_record_path

THREAD = "record"
T = TypeVar("T")


class RecordStore(QObject):
    """Does work with the record, and tells when something was added.

    Attributes
    ----------
    changed
        Emitted when the record may have grown.
    """

    changed = Signal()

    def __init__(
        self,
        background: Background,
        settings: Settings,
        notifier: Notifier,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._background, self._settings, self._notifier = background, settings, notifier

    @property
    def path(self) -> Path:
        """The record in force."""
        name = self._settings.get(keys.RECORD_FILE).strip()
        return Path(name).expanduser().absolute() if name else default_record_path()

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._background.busy(THREAD)

    def look(
        self,
        work: Callable[[RecordFile], T],
        receive: Callable[[T], object],
        nothing: T,
        *,
        failed: Callable[[Exception], object] = lambda _error: None,
        kind: str = "",
    ) -> None:
        """Read something; where there is no record yet, that is ``nothing``.

        Of a kind, only the newest that waits is done. ``failed`` is called after the user was told.
        """
        path = self.path

        def read(job: Job) -> T:
            if not path.exists():
                return nothing
            with RecordFile(path, cancel=job.token) as record:
                return work(record)

        self._submit(read, receive, must_finish=False, failed=failed, kind=kind)

    def do(
        self,
        work: Callable[[Path], T],
        receive: Callable[[T], object],
        *,
        failed: Callable[[], object] = lambda: None,
        changes: bool = True,
        kind: str = "",
    ) -> None:
        """Do something with the record's path.

        What changes the record is finished even if the window closes.
        """
        path = self.path

        def received(result: T) -> None:
            receive(result)
            if changes:
                self.changed.emit()

        self._submit(
            lambda _job: work(path),
            received,
            must_finish=changes,
            failed=lambda _error: failed(),
            kind=kind,
        )

    def _submit(
        self,
        work: Callable[[Job], T],
        receive: Callable[[T], object],
        *,
        must_finish: bool,
        failed: Callable[[Exception], object],
        kind: str = "",
    ) -> None:
        def received(_job: Job, event: Event) -> None:
            match event:
                case JobDone(result=result):
                    done: Any = result
                    receive(done)
                case JobFailed(error=error):
                    self._notifier.report(error)
                    failed(error)

        job = Job(THREAD, work, received, must_finish=must_finish)
        if kind:
            job.kind, job.replaces, job.turn = kind, frozenset({kind}), Turn.NEXT
        self._background.submit(job)
