"""The one place that runs work off the GUI thread, brings its news back, and ends it."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from app.background.job import Event, Job, JobCancelled, JobDone, JobFailed, Turn
from app.background.queue import JobQueue

log = logging.getLogger(__name__)

SHUTDOWN_SECONDS = 30.0
"""For all threads together."""

NICENESS = 5  # about a third of the share of the window and of the threads that draw it


def give_way() -> None:
    """Let this thread, and those that it will start, compute in what others leave.

    Linux keeps a niceness for each thread; elsewhere this does nothing, since there it would
    slow down the whole program.
    """
    if sys.platform.startswith("linux"):
        # A container may forbid it; then the window is a little less smooth.
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


class WorkThread(threading.Thread):
    """Does the jobs of a queue until it is closed.

    A plain thread and not a ``QThread``: destroying a running ``QThread`` aborts the
    process, and nothing here needs an event loop.

    Parameters
    ----------
    name
        Of the thread.
    idle
        Called on the thread when a job ended well and no other waits.
    at_end
        Called on the thread before it ends.
    """

    def __init__(
        self, name: str, idle: Callable[[], None] | None, at_end: Callable[[], None] | None
    ) -> None:
        super().__init__(name=name)
        self.queue = JobQueue()
        self._idle, self._at_end = idle, at_end

    def run(self) -> None:
        """Do jobs until the queue is closed; no job's error ends the thread."""
        give_way()
        while (job := self.queue.take()) is not None:
            done = job.run()
            # Let go of what it holds, such as a whole scan, while the thread waits.
            del job
            if done and self._idle is not None and not len(self.queue):
                self._idle()
        if self._at_end is not None:
            self._at_end()

    def give_turn(self) -> None:
        """Do the jobs that may go between the stages of the one under way on this thread."""
        if threading.get_ident() != self.ident:
            return
        while (job := self.queue.take_between()) is not None:
            job.run()


class Background(QObject):
    """Owns the threads; every method but :meth:`post` is for the GUI thread.

    A thread starts with its first job: a window that fails to be made leaves none behind. None is
    a daemon: one that is inside torch when the interpreter shuts down crashes it.
    """

    # Signals may be emitted from any thread; this one carries all news across, queued.
    _arrived = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: dict[str, WorkThread] = {}
        self._jobs: dict[int, Job] = {}
        self._closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """Whether a thread is alive."""
        return any(thread.is_alive() for thread in self._threads.values())

    def add_thread(
        self,
        name: str,
        *,
        idle: Callable[[], None] | None = None,
        at_end: Callable[[], None] | None = None,
    ) -> None:
        """Describe a thread that does more than jobs, see :class:`WorkThread`; others need not."""
        self._threads[name] = WorkThread(name, idle, at_end)

    def submit(self, job: Job) -> None:
        """Have a job done; nothing is taken once closed."""
        if self._closed:
            return
        if job.thread not in self._threads:
            self.add_thread(job.thread)
        thread = self._threads[job.thread]
        job.bind(self._post_event, None if job.turn is Turn.BETWEEN else thread.give_turn)
        self._jobs[job.job_id] = job
        for dropped in thread.queue.put(job):
            self._jobs.pop(dropped.job_id, None)
        if thread.ident is None:
            thread.start()

    def unfinished(self, *threads: str) -> list[Job]:
        """Jobs of these threads that wait, are under way, or whose end is not yet told."""
        return [job for job in self._jobs.values() if job.thread in threads]

    def busy(self, *threads: str) -> bool:
        """Whether there is any such job; quick, however many there are."""
        return any(job.thread in threads for job in self._jobs.values())

    def forget(self, job: Job) -> None:
        """Cancel a job and report nothing more about it."""
        job.token.cancel()
        self._jobs.pop(job.job_id, None)

    def cancel_all(self, *threads: str) -> None:
        """Cancel what is under way on these threads and everything that waits for them."""
        queues = [self._threads[name].queue for name in threads if name in self._threads]
        waiting = [job for queue in queues for job in queue.clear()]
        for job in self.unfinished(*threads):
            job.token.cancel()
        for job in waiting:
            self._receive(job, JobCancelled())

    def post(self, receive: Callable[[Any], None], news: object) -> None:
        """From any thread: call ``receive`` with the news on the GUI thread, until closed."""
        if not self._closed:
            self._arrived.emit(receive, news)

    def shutdown(self, timeout: float = SHUTDOWN_SECONDS) -> bool:
        """Cancel all but what must finish, then wait for all threads until one deadline.

        From here on nothing is reported and no job is accepted. If a stage outlasts the deadline,
        the process ends when the stage does.

        Returns
        -------
        bool
            True if all threads ended in time.
        """
        self._closed = True
        for job in self._jobs.values():
            if not job.must_finish:
                job.token.cancel()
        self._jobs.clear()
        started = [thread for thread in self._threads.values() if thread.ident is not None]
        for thread in started:
            thread.queue.close()
        end = time.monotonic() + timeout
        for thread in started:
            thread.join(max(0.0, end - time.monotonic()))
            if thread.is_alive():
                log.warning("%s did not stop within %.0f s", thread.name, timeout)
        return not self.running

    def _post_event(self, job: Job, event: Event) -> None:
        self.post(partial(self._receive, job), event)

    def _deliver(self, receive: Callable[[Any], None], news: object) -> None:
        if not self._closed:
            receive(news)

    def _receive(self, job: Job, event: Event) -> None:
        if job.job_id not in self._jobs:
            return
        if isinstance(event, JobDone | JobFailed | JobCancelled):
            del self._jobs[job.job_id]
        job.receive(job, event)
