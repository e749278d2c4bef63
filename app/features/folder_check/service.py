"""The GUI thread's side of folder checks: they run beside the scan in view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.background.folder import FolderRequest, ReadRun, RunFolder
from app.background.job import Event, Job, JobCancelled, JobDone, JobFailed
from app.background.runner import Background
from btp_core.base.progress import CancelToken, ProgressCallback

THREAD = "folder-check"

Write = Callable[[ProgressCallback, CancelToken], Path]
"""Writes something and says where the result is."""


@dataclass(frozen=True, eq=False)
class _News(Event):
    """What a signal of :class:`FolderService` is to be emitted with."""

    signal: str
    value: object


class FolderService(QObject):
    """One thing at a time: a check, reading a run file, or writing what was found.

    Attributes
    ----------
    loaded
        Emitted with the :class:`~app.background.folder.Run` that a check resumes.
    progressed
        Emitted with a :class:`~btp_core.batch.progress.BatchProgress` after every scan.
    finished
        Emitted with the :class:`~btp_core.batch.engine.BatchResult`.
    opened
        Emitted with the :class:`~app.background.folder.Run` that was asked for.
    writing, written
        Emitted with a stage and a fraction, and with the path of what was written.
    failed
        Emitted with the error that ended it.
    cancelled
        Emitted when it stopped because it was asked to.
    """

    loaded = Signal(object)
    progressed = Signal(object)
    finished = Signal(object)
    opened = Signal(object)
    writing = Signal(object)
    written = Signal(object)
    failed = Signal(object)
    cancelled = Signal(object)

    def __init__(
        self, background: Background, run: RunFolder, read: ReadRun, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._background, self._run, self._read = background, run, read

    @property
    def running(self) -> bool:
        """Whether something is under way, or its end not yet told."""
        return self._background.busy(THREAD)

    def start(self, request: FolderRequest) -> None:
        """Begin a check; nothing happens while something is under way."""

        def check(job: Job) -> object:
            if request.output.exists():
                job.tell(_News("loaded", self._read(request.output)))
            return self._run(request, lambda at: job.tell(_News("progressed", at)), job.token)

        self._begin("finished", check)

    def open_run(self, path: Path) -> None:
        """Read a run file; nothing happens while something is under way."""
        self._begin("opened", lambda _job: self._read(path))

    def write(self, work: Write) -> None:
        """Write a report or a table; nothing happens while something is under way."""

        def write(job: Job) -> object:
            return work(lambda stage, done: job.tell(_News("writing", (stage, done))), job.token)

        self._begin("written", write)

    def cancel(self) -> None:
        """Ask it to stop; what was finished stays in the run file."""
        self._background.cancel_all(THREAD)

    def _begin(self, kind: str, work: Callable[[Job], object]) -> None:
        if not self.running:
            self._background.submit(Job(THREAD, work, self._receive, kind=kind))

    def _receive(self, job: Job, event: Event) -> None:
        match event:
            case _News(signal=signal, value=value):
                getattr(self, signal).emit(value)
            case JobDone(result=result):
                getattr(self, job.kind).emit(result)
            case JobFailed(error=error):
                self.failed.emit(error)
            case JobCancelled():
                self.cancelled.emit(None)
