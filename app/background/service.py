"""The GUI thread's side of the worker: it makes jobs, and drops results nobody waits for."""

from __future__ import annotations

import itertools
import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from app.background.engine import Engine
from app.background.events import Event, JobCancelled, JobDone, JobFailed, JobStarted
from app.background.jobs import (
    ChooseModelJob,
    EncodeJob,
    ExplainJob,
    FindScansJob,
    Job,
    JudgeJob,
    LoadModelJob,
    OpenJob,
    OpenStoredJob,
    ScoreJob,
    ScoreRequest,
)
from app.background.queue import JobQueue
from app.background.thread import InspectionThread
from btp_core.inspection.model_choice import BUNDLED, ModelChoice
from btp_core.inspection.results import ScoreField
from btp_core.scans.scan import Scan

if TYPE_CHECKING:
    from btp_core.inspection.encoded import EncodedScan

log = logging.getLogger(__name__)

SHUTDOWN_SECONDS = 30.0


class InspectionService(QObject):
    """Owns the worker thread; every method is for the GUI thread.

    Attributes
    ----------
    reported
        Emitted on the GUI thread with an :class:`~app.background.events.Event` of a job that is
        still wanted.
    busy_changed
        Emitted with whether any job is running or waiting.
    first_model
        What is loaded when a model is first needed, unless another is chosen before.
    """

    reported = Signal(object)
    busy_changed = Signal(bool)
    # Signals may be emitted from any thread; this one carries events across, queued.
    _arrived = Signal(object)

    def __init__(
        self,
        engine: Engine,
        request: ScoreRequest,
        parent: QObject | None = None,
        choice: ModelChoice = BUNDLED,
    ) -> None:
        super().__init__(parent)
        self._ids = itertools.count(1)
        self._jobs: dict[int, Job] = {}
        self._closed = False
        self._busy = False
        self._request_lock = threading.Lock()
        self._request = request
        self.first_model = choice
        self._queue = JobQueue()
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = InspectionThread(
            engine, self._queue, self._arrived.emit, self._current_request, choice=choice
        )
        # Stored maps need no model: they come into view while the worker encodes.
        self._stored_queue = JobQueue()
        self._reader = InspectionThread(
            engine,
            self._stored_queue,
            self._arrived.emit,
            self._current_request,
            name="run-file-reader",
        )

    @property
    def request(self) -> ScoreRequest:
        """The wording and threshold that scans are scored with from now on."""
        return self._request

    def set_request(self, request: ScoreRequest) -> None:
        """Change the wording and threshold for scans that are not scored yet."""
        with self._request_lock:
            self._request = request

    @property
    def busy(self) -> bool:
        """Whether any job is running or waiting."""
        return bool(self._jobs)

    @property
    def running(self) -> bool:
        """Whether a thread is alive."""
        return self._thread.is_alive() or self._reader.is_alive()

    def load_model(self) -> int:
        """Load the model ahead of the first scan; returns the job's id."""
        return self._submit(LoadModelJob(next(self._ids)))

    def choose_model(self, choice: ModelChoice) -> int:
        """Inspect with another model; ends in a ``ModelReady`` or a ``ModelRefused``."""
        return self._submit(ChooseModelJob(next(self._ids), choice))

    def forget_encoded(self) -> None:
        """Drop what was asked of encodings: another model is in force, and they are not its own."""
        for job in list(self._jobs.values()):
            if isinstance(job, ScoreJob | JudgeJob | ExplainJob):
                job.token.cancel()
                del self._jobs[job.job_id]
        self._tell_busy()

    def find_scans(self, paths: list[Path]) -> int:
        """Look for scans in files and folders; ends in a ``ScansFound``."""
        return self._submit(FindScansJob(next(self._ids), tuple(paths)))

    def open(self, scan_id: int, path: Path, detail: str) -> int:
        """Read, encode, score and judge a file."""
        return self._submit(OpenJob(next(self._ids), scan_id, path, detail))

    def encode(self, scan_id: int, scan: Scan, detail: str) -> int:
        """Encode, score and judge a scan again, in another detail."""
        return self._submit(EncodeJob(next(self._ids), scan_id, scan, detail))

    def open_stored(self, scan_id: int, run: Path, name: str, *, adopt: bool) -> int:
        """Read the stored map of a scan, beside whatever the worker does."""
        return self._submit(OpenStoredJob(next(self._ids), scan_id, run, name, adopt))

    def score(self, scan_id: int, encoded: EncodedScan) -> int:
        """Score an encoded scan with the newest wording; cancels older scorings of it."""
        self._cancel_quick(scan_id)
        return self._submit(ScoreJob(next(self._ids), scan_id, encoded, self._request))

    def judge(self, scan_id: int, scores: ScoreField) -> int:
        """Judge a scored scan at the newest threshold."""
        request = self._request
        return self._submit(
            JudgeJob(next(self._ids), scan_id, scores, request.threshold, request.revision)
        )

    def explain(self, scan_id: int, encoded: EncodedScan, point: int, number: int) -> int:
        """Ask what each phrase of the newest wording says about a point."""
        prompts = self._request.prompts
        return self._submit(ExplainJob(next(self._ids), scan_id, encoded, prompts, point, number))

    def cancel(self, scan_id: int) -> None:
        """Cancel everything that is under way for one scan."""
        for job in list(self._jobs.values()):
            if getattr(job, "scan_id", None) == scan_id:
                job.token.cancel()

    def cancel_all(self) -> None:
        """Cancel the running job and everything that waits."""
        for job in [*self._queue.clear(), *self._stored_queue.clear()]:
            self._drop(job)
        for job in self._jobs.values():
            job.token.cancel()

    def shutdown(self, timeout: float = SHUTDOWN_SECONDS) -> bool:
        """Take no more jobs, cancel, and wait for the thread; True if it ended in time.

        No event is delivered any more from here on. The thread is not a daemon: if a stage
        outlasts the timeout, the process ends when the stage does.
        """
        self._closed = True
        self._queue.close()
        self._stored_queue.close()
        for job in self._jobs.values():
            job.token.cancel()
        self._jobs.clear()
        for thread in (self._thread, self._reader):
            if thread.ident is not None:
                thread.join(timeout)
            if thread.is_alive():
                log.warning("%s did not stop within %.0f s", thread.name, timeout)
        return not self.running

    def _current_request(self) -> ScoreRequest:
        with self._request_lock:
            return self._request

    def _submit(self, job: Job) -> int:
        if not self._closed:
            stored = isinstance(job, OpenStoredJob)
            thread, queue = (
                (self._reader, self._stored_queue) if stored else (self._thread, self._queue)
            )
            if thread.ident is None:
                # Not earlier: a window that fails to be made must not leave a thread behind.
                thread.start()
            self._jobs[job.job_id] = job
            for dropped in queue.put(job):
                self._jobs.pop(dropped.job_id, None)
            self._tell_busy()
        return job.job_id

    def _cancel_quick(self, scan_id: int) -> None:
        """Results of an older wording are not wanted any more, even if one is being made."""
        for job in list(self._jobs.values()):
            if isinstance(job, ScoreJob | JudgeJob) and job.scan_id == scan_id:
                job.token.cancel()
                del self._jobs[job.job_id]

    def _drop(self, job: Job) -> None:
        self._jobs.pop(job.job_id, None)
        self.reported.emit(JobCancelled(job.job_id, getattr(job, "scan_id", None)))
        self._tell_busy()

    def _deliver(self, event: Event) -> None:
        if self._closed or event.job_id not in self._jobs:
            return
        ended = isinstance(event, JobDone | JobFailed | JobCancelled)
        if self._jobs[event.job_id].token.cancelled and not (
            ended or isinstance(event, JobStarted)
        ):
            return
        if ended:
            del self._jobs[event.job_id]
        self.reported.emit(event)
        self._tell_busy()

    def _tell_busy(self) -> None:
        if self.busy != self._busy:
            self._busy = self.busy
            self.busy_changed.emit(self._busy)
