"""The worker's queue: first in, first out, with the quick jobs ahead of the slow ones."""

from __future__ import annotations

import threading
from collections import deque

from app.background.jobs import EncodeJob, Job, JudgeJob, LoadModelJob, OpenJob, ScoreJob


class JobQueue:
    """Jobs in two lanes, each first in, first out.

    Scoring takes milliseconds and somebody is looking at the screen; opening takes
    seconds and often comes by the dozen. So the quick lane goes first: a new wording
    never waits for a folder. All methods may be called from any thread.
    """

    def __init__(self) -> None:
        self._quick: deque[Job] = deque()
        self._slow: deque[Job] = deque()
        self._changed = threading.Condition()
        self._closed = False

    def put(self, job: Job) -> list[Job]:
        """Add a job; return the waiting jobs it makes pointless, which are removed.

        The newest wording or threshold for a scan wins over those that still wait. A
        closed queue takes nothing and returns the job itself.
        """
        with self._changed:
            if self._closed:
                return [job]
            dropped = [waiting for waiting in self._quick if _replaces(job, waiting)]
            for waiting in dropped:
                self._quick.remove(waiting)
            slow = isinstance(job, OpenJob | EncodeJob | LoadModelJob)
            (self._slow if slow else self._quick).append(job)
            self._changed.notify()
            return dropped

    def take(self) -> Job | None:
        """Wait for the next job; ``None`` once the queue is closed."""
        with self._changed:
            while not (self._closed or self._quick or self._slow):
                self._changed.wait()
            if self._closed:
                return None
            return self._quick.popleft() if self._quick else self._slow.popleft()

    def clear(self) -> list[Job]:
        """Remove and return everything that waits."""
        with self._changed:
            waiting = [*self._quick, *self._slow]
            self._quick.clear()
            self._slow.clear()
            return waiting

    def close(self) -> list[Job]:
        """Take no more jobs and wake the worker; returns what was waiting."""
        with self._changed:
            self._closed = True
            waiting = [*self._quick, *self._slow]
            self._quick.clear()
            self._slow.clear()
            self._changed.notify_all()
            return waiting

    def __len__(self) -> int:
        with self._changed:
            return len(self._quick) + len(self._slow)


def _replaces(new: Job, waiting: Job) -> bool:
    """Whether ``waiting`` is pointless once ``new`` is queued."""
    if isinstance(new, ScoreJob) and isinstance(waiting, ScoreJob | JudgeJob):
        return new.scan_id == waiting.scan_id
    if isinstance(new, JudgeJob) and isinstance(waiting, JudgeJob):
        return new.scan_id == waiting.scan_id
    return False
