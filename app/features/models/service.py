"""The GUI thread's side of the store of models, one job a model and each on its own thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.background.job import Event, Job, JobCancelled, JobDone, Progress
from app.background.runner import Background
from btp_core.base.errors import CancelledError
from btp_core.base.progress import CancelToken, ProgressCallback
from btp_core.model.catalogue import KnownModel
from btp_core.model.store import ModelStore, Status

Work = Callable[[ProgressCallback, CancelToken], Status]


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

    def __init__(
        self, background: Background, store: ModelStore, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._background, self._store = background, store

    def running(self, model: KnownModel) -> bool:
        """Whether a job for the model is under way, or its end not yet told."""
        return self._background.busy(_thread(model))

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
        self._background.cancel_all(_thread(model))

    def _start(self, model: KnownModel, work: Work) -> None:
        if self.running(model):
            return

        def run(job: Job) -> tuple[Status, Exception | None]:
            try:
                return work(job.progress, job.token), None
            except CancelledError:
                # A stop is no fault, but the state may be another one now.
                return self._store.status(model), None
            except Exception as error:  # noqa: BLE001 - handed on whole; the window reports it
                return self._store.status(model), error

        def receive(_job: Job, event: Event) -> None:
            match event:
                case Progress(fraction=fraction):
                    self.progressed.emit(model.name, fraction)
                case JobDone(result=(status, error)):
                    self.ended.emit(model.name, status, error)
                case JobCancelled():  # before it began
                    self.ended.emit(model.name, self._store.status(model), None)

        self._background.submit(Job(_thread(model), run, receive))


def _thread(model: KnownModel) -> str:
    return f"model-{model.name}"
