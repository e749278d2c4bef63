"""Verifies and places models on threads of their own, one job a model."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from btp_core.base.errors import CancelledError
from btp_core.base.progress import CancelToken, ProgressCallback
from btp_core.model.catalogue import KnownModel
from btp_core.model.store import ModelStore, Status

log = logging.getLogger(__name__)

SHUTDOWN_SECONDS = 3.0
"""Longer than most jobs need until they look at their token."""
PROGRESS_INTERVAL = 0.05  # seconds; more often than the eye sees only fills the event queue

Work = Callable[[ProgressCallback, CancelToken], Status]


@dataclass
class _Job:
    thread: threading.Thread
    token: CancelToken


class ModelService(QObject):
    """Every method is for the GUI thread; what takes time happens elsewhere.

    Attributes
    ----------
    progressed
        Emitted with a model's name and the fraction done.
    ended
        Emitted with a model's name, its :class:`~btp_core.model.store.Status` and
        the error that ended the job, or ``None``.
    """

    progressed = Signal(str, float)
    ended = Signal(str, object, object)
    _arrived = Signal(str, object, object)

    def __init__(self, store: ModelStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs: dict[str, _Job] = {}
        self._closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def running(self, model: KnownModel) -> bool:
        """Whether a job for the model is under way, or its end not yet told."""
        return model.name in self._jobs

    def look(self, model: KnownModel) -> None:
        """Find out the state by names and sizes."""
        self._start(model, lambda _progress, _cancel: self._store.status(model))

    def verify(self, model: KnownModel) -> None:
        """Compare every byte with the checksums."""
        self._start(model, lambda progress, cancel: self._store.verify(model, progress, cancel))

    def add(self, model: KnownModel, source: Path) -> None:
        """Place a model from a file or folder of this machine."""

        def work(_progress: ProgressCallback, _cancel: CancelToken) -> Status:
            self._store.add(model, source)
            return self._store.status(model)

        self._start(model, work)

    def remove(self, model: KnownModel) -> None:
        """Delete what is here of a model."""

        def work(_progress: ProgressCallback, _cancel: CancelToken) -> Status:
            self._store.remove(model)
            return self._store.status(model)

        self._start(model, work)

    def cancel(self, model: KnownModel) -> None:
        """Ask the model's job to stop."""
        if model.name in self._jobs:
            self._jobs[model.name].token.cancel()

    def shutdown(self, timeout: float = SHUTDOWN_SECONDS) -> bool:
        """Cancel all jobs and wait; nothing is told any more. True if they ended in time."""
        self._closed = True
        jobs, self._jobs = list(self._jobs.values()), {}
        for job in jobs:
            job.token.cancel()
        end = time.monotonic() + timeout
        for job in jobs:
            job.thread.join(max(0.0, end - time.monotonic()))
        left = sum(job.thread.is_alive() for job in jobs)
        if left:
            log.warning("%d jobs of models did not stop within %.0f s", left, timeout)
        return not left

    def _start(self, model: KnownModel, work: Work) -> None:
        if self._closed or self.running(model):
            return
        token = CancelToken()
        thread = threading.Thread(
            target=self._work, args=(model, work, token), name=f"model-{model.name}"
        )
        self._jobs[model.name] = _Job(thread, token)
        thread.start()

    def _work(self, model: KnownModel, work: Work, token: CancelToken) -> None:
        last = 0.0

        def progress(_stage: str, fraction: float) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= PROGRESS_INTERVAL:
                last = now
                self._arrived.emit(model.name, fraction, None)

        try:
            status = work(progress, token)
            error: Exception | None = None
        except Exception as raised:  # noqa: BLE001 - handed on whole; the window reports it
            # A stop is no fault, but the state may be another one now.
            error = None if isinstance(raised, CancelledError) else raised
            status = self._store.status(model)
        self._arrived.emit(model.name, status, error)

    def _deliver(self, name: str, value: object, error: object) -> None:
        if self._closed or name not in self._jobs:
            return
        if isinstance(value, float):
            self.progressed.emit(name, value)
            return
        self._jobs.pop(name).thread.join()
        self.ended.emit(name, value, error)
