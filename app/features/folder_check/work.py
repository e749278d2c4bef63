"""What a folder check does off the GUI thread: one thing at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.background.job import Event, Job, JobCancelled, JobDone, JobFailed
from app.background.runner import Background

THREAD = "folder-check"


@dataclass(frozen=True, eq=False)
class News(Event):
    """What a job reports before its end, and what takes it on the GUI thread."""

    receive: Callable[[Any], None]
    value: object


class FolderWork:
    """Runs one job, and hands what it says to the GUI thread.

    Parameters
    ----------
    background
        Runs it.
    failed, cancelled
        Called when it ends without a result.
    """

    def __init__(
        self,
        background: Background,
        failed: Callable[[BaseException], None],
        cancelled: Callable[[], None],
    ) -> None:
        self._background, self._failed, self._cancelled = background, failed, cancelled

    @property
    def running(self) -> bool:
        """Whether something is under way, or its end not yet told."""
        return self._background.busy(THREAD)

    def begin(self, work: Callable[[Job], object], take_result: Callable[[Any], None]) -> None:
        """Do something, unless something is under way."""

        def receive(_job: Job, event: Event) -> None:
            match event:
                case News():
                    event.receive(event.value)
                case JobDone(result=result):
                    take_result(result)
                case JobFailed(error=error):
                    self._failed(error)
                case JobCancelled():
                    self._cancelled()

        if not self.running:
            self._background.submit(Job(THREAD, work, receive))

    def cancel(self) -> None:
        """Stop what is under way."""
        self._background.cancel_all(THREAD)
