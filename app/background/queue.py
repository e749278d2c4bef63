"""The queue of a thread: first in, first out, with the quick jobs ahead of the slow ones."""

from __future__ import annotations

import threading
from collections import deque

from app.background.job import Job, Turn


class JobQueue:
    """Jobs in two lanes, each first in, first out.

    Scoring takes milliseconds and somebody is looking at the screen; opening takes
    seconds and often comes by the dozen. So the quick lane goes first: a new wording
    never waits for the scans of a folder that wait to be opened. All methods may be called from
    any thread.
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
            dropped = [
                waiting
                for waiting in self._quick
                if waiting.kind in job.replaces and waiting.scan_id == job.scan_id
            ]
            for waiting in dropped:
                self._quick.remove(waiting)
            (self._slow if job.turn is Turn.IN_ORDER else self._quick).append(job)
            self._changed.notify()
            return dropped

    def take(self) -> Job | None:
        """Wait for the next job; ``None`` once the queue is closed and nothing must be finished."""
        with self._changed:
            while not (self._closed or self._quick or self._slow):
                self._changed.wait()
            lane = self._quick or self._slow
            return lane.popleft() if lane else None

    def take_between(self) -> Job | None:
        """The first job that may go between the stages of another; ``None`` if none waits."""
        with self._changed:
            found = next((job for job in self._quick if job.turn is Turn.BETWEEN), None)
            if found is not None:
                self._quick.remove(found)
            return found

    def clear(self) -> list[Job]:
        """Remove and return everything that waits."""
        with self._changed:
            waiting = [*self._quick, *self._slow]
            self._quick.clear()
            self._slow.clear()
            return waiting

    def close(self) -> list[Job]:
        """Take no more jobs and wake the thread; removes and returns what may be left undone."""
        with self._changed:
            self._closed = True
            dropped = []
            for lane in (self._quick, self._slow):
                dropped += [job for job in lane if not job.must_finish]
                kept = [job for job in lane if job.must_finish]
                lane.clear()
                lane.extend(kept)
            self._changed.notify_all()
            return dropped

    def __len__(self) -> int:
        with self._changed:
            return len(self._quick) + len(self._slow)
