"""Worker processes of this machine, each with a model of its own and one job at a time.

Not ``concurrent.futures``: there, one killed worker fails the jobs of all, and workers whose parent
was killed wait for ever.

A thread takes what the workers send and hands them their next jobs, so that none of them waits
while the caller writes, however slow its disk is.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
import time
from collections import deque
from multiprocessing.connection import wait
from queue import Empty, SimpleQueue

from btp_core.base.errors import InspectError, ModelError
from btp_core.base.interrupts import without_ctrl_c
from btp_core.base.messages import Message
from btp_core.batch.jobs import (
    Ended,
    RunFacts,
    ScanJob,
    ScanOutcome,
    StartFailure,
    WorkerDied,
    WorkerSetup,
    WorkerStuck,
)
from btp_core.batch.worker import serve

_CONTEXT = multiprocessing.get_context("spawn")
_STOP_SECONDS = 5.0
_POLL_SECONDS = 1.0
_GRACE = 1.25
"""A worker that passes a scan's limit by this factor does not stop by itself any more."""


class _Worker:
    """One process, and the job it is at."""

    def __init__(self, setup: WorkerSetup) -> None:
        self.connection, theirs = _CONTEXT.Pipe()
        self.ready = False
        self.job: ScanJob | None = None
        self._given = 0.0
        self.process = _CONTEXT.Process(target=serve, args=(theirs, setup), daemon=True)
        with without_ctrl_c():
            self.process.start()
        theirs.close()  # so that its end is the only one, and closes with it

    def give(self, job: ScanJob) -> None:
        self.job, self._given = job, time.monotonic()
        self.connection.send(job)

    def is_stuck(self, seconds: float) -> bool:
        return self.job is not None and time.monotonic() - self._given > _GRACE * seconds

    def why_it_ended(self) -> str:
        self.process.join(_STOP_SECONDS)
        code = self.process.exitcode
        if code is None or code >= 0:
            return Message("exit code {code}", code=code)
        return signal.Signals(-code).name

    def stop(self) -> None:
        self.connection.close()
        if self.job is not None or not self.ready:
            self.process.terminate()

    def wait(self) -> None:
        self.process.join(_STOP_SECONDS)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


class ProcessPool:
    """An :class:`~btp_core.batch.jobs.Executor` of processes.

    Parameters
    ----------
    setup
        For every worker.
    workers
        How many.
    """

    def __init__(self, setup: WorkerSetup, workers: int) -> None:
        self._setup = setup
        self._count = max(1, workers)
        self._workers: list[_Worker] = []
        self._waiting: deque[ScanJob] = deque()
        self._facts: RunFacts | None = None
        self._lock = threading.Lock()
        self._ended: SimpleQueue[tuple[ScanJob, Ended] | BaseException] = SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="workers", daemon=True)
        self._wake_up, self._woken = _CONTEXT.Pipe()

    @property
    def capacity(self) -> int:
        """One job for each worker, and as many that wait for the first of them to be done."""
        return 2 * self._count

    @property
    def process_ids(self) -> list[int]:
        """Of the workers that run."""
        with self._lock:
            processes = [worker.process for worker in self._workers]
        return [process.pid for process in processes if process.pid is not None]

    def start(self) -> RunFacts:
        """Start all workers, wait for the first one's model."""
        self._workers = [_Worker(self._setup) for _ in range(self._count)]
        while self._facts is None:
            self._receive(_POLL_SECONDS)
        self._thread.start()
        return self._facts

    def submit(self, job: ScanJob) -> None:
        """Give the job to a free worker, or to the first that becomes free."""
        with self._lock:
            self._waiting.append(job)
            self._hand_out()

    def finished(self, timeout: float) -> list[tuple[ScanJob, Ended]]:
        """See :meth:`Executor.finished <btp_core.batch.jobs.Executor.finished>`."""
        ended: list[tuple[ScanJob, Ended]] = []
        try:
            while True:
                found = self._ended.get(timeout=0.0 if ended else timeout)
                if isinstance(found, BaseException):
                    raise found
                ended.append(found)
        except Empty:
            return ended

    def __enter__(self) -> ProcessPool:
        return self

    def __exit__(self, *_: object) -> None:
        self._wake_up.close()
        if self._thread.ident is not None:
            self._thread.join(_STOP_SECONDS)
        self._woken.close()
        for worker in self._workers:
            worker.stop()
        for worker in self._workers:
            worker.wait()
        self._workers = []

    def _serve(self) -> None:
        """What the thread does until :meth:`__exit__`, or until a worker cannot be replaced."""
        try:
            while not self._woken.poll():
                for found in self._receive(_POLL_SECONDS):
                    self._ended.put(found)
        except (EOFError, BrokenPipeError):  # how Windows tells that the other end is closed
            return
        except BaseException as error:  # noqa: BLE001 - raised where somebody waits for results
            self._ended.put(error)

    def _receive(self, timeout: float) -> list[tuple[ScanJob, Ended]]:
        with self._lock:
            by_connection = {worker.connection: worker for worker in self._workers}
        ended: list[tuple[ScanJob, Ended]] = []
        for connection in wait([self._woken, *by_connection], timeout):
            worker = by_connection.get(connection)  # type: ignore[call-overload]
            if worker is None:
                continue
            try:
                message = worker.connection.recv()
            except (EOFError, ConnectionResetError):
                message = None
            with self._lock:
                ended += self._said(worker, message)
        with self._lock:
            ended += self._end_stuck()
            self._hand_out()
        return ended

    def _said(self, worker: _Worker, message: object) -> list[tuple[ScanJob, Ended]]:
        """What follows from a worker's message, which is None where it died."""
        if message is None:
            return self._replace(worker)
        if isinstance(message, StartFailure):
            raise ModelError(message.cause, path=message.path, next_step=message.next_step)
        if isinstance(message, RunFacts):
            self._facts, worker.ready = message, True
        elif isinstance(message, ScanOutcome) and worker.job is not None:
            job, worker.job = worker.job, None
            return [(job, message)]
        return []

    def _end_stuck(self) -> list[tuple[ScanJob, Ended]]:
        """End workers that neither come to an end nor look at the clock."""
        seconds = self._setup.seconds_for_scan
        stuck = [worker for worker in self._workers if worker.is_stuck(seconds)]
        ended: list[tuple[ScanJob, Ended]] = []
        for worker in stuck:
            assert worker.job is not None
            worker.process.kill()
            worker.process.join()
            worker.connection.close()
            self._workers[self._workers.index(worker)] = _Worker(self._setup)
            ended.append((worker.job, WorkerStuck(seconds)))
        return ended

    def _replace(self, worker: _Worker) -> list[tuple[ScanJob, Ended]]:
        """Another worker in the place of one that died, and what became of its job."""
        reason = worker.why_it_ended()
        worker.connection.close()
        if not worker.ready:
            raise InspectError(
                Message(
                    "A worker process died while it was loading the model ({reason}).",
                    reason=reason,
                ),
                next_step="There may be too little memory: use fewer workers.",
            )
        self._workers[self._workers.index(worker)] = _Worker(self._setup)
        return [] if worker.job is None else [(worker.job, WorkerDied(reason))]

    def _hand_out(self) -> None:
        for worker in self._workers:
            if not self._waiting:
                return
            if worker.ready and worker.job is None:
                job = self._waiting.popleft()
                try:
                    worker.give(job)
                except (BrokenPipeError, ConnectionResetError):
                    # It died while idle: its end is noticed next, and the job goes to another.
                    worker.job = None
                    worker.ready = True
                    self._waiting.appendleft(job)
                    return
