"""One piece of work off the GUI thread, and what it reports."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from btp_core.base.errors import CancelledError
from btp_core.base.progress import CancelToken

PROGRESS_INTERVAL = 0.04  # seconds; more often than the eye sees only fills the event queue
_ids = itertools.count(1)


@dataclass(frozen=True, eq=False)
class Event:
    """Something a job reports, as plain data; received on the GUI thread."""


@dataclass(frozen=True, eq=False)
class JobStarted(Event):
    """The thread took the job off its queue."""


@dataclass(frozen=True, eq=False)
class Progress(Event):
    """A stage (in words the core chose) and a fraction in [0, 1] of the whole job."""

    stage: str
    fraction: float


@dataclass(frozen=True, eq=False)
class JobDone(Event):
    """The job ended well; ``result`` is what its work returned."""

    result: object = None


@dataclass(frozen=True, eq=False)
class JobFailed(Event):
    """The job ended in an error; its thread carries on."""

    error: Exception


@dataclass(frozen=True, eq=False)
class JobCancelled(Event):
    """The job stopped because it was asked to."""


class Turn(Enum):
    """When a job gets its turn among the jobs of its thread."""

    BETWEEN = "before what waits in order, and between the stages of a job that is under way"
    NEXT = "before what waits in order"
    IN_ORDER = "first in, first out"


@dataclass(eq=False)
class Job:
    """Work for a thread of :class:`~app.background.runner.Background`.

    Attributes
    ----------
    thread
        Name of the thread that does it.
    work
        Called on that thread with the job.
    receive
        Called on the GUI thread with the job and each event it reports, the last of which is
        a ``JobDone``, ``JobFailed`` or ``JobCancelled``.
    scan_id
        The open scan it is about; None for none.
    turn
        When it is done.
    kind, replaces
        What it is, and the kinds of waiting jobs of the same scan that it makes pointless.
    must_finish
        It is finished even if the window closes; others are cancelled then.
    token
        Cancels it; the work checks it between its stages.
    """

    thread: str
    work: Callable[[Job], object]
    receive: Callable[[Job, Event], None]
    scan_id: int | None = None
    turn: Turn = Turn.IN_ORDER
    kind: str = ""
    replaces: frozenset[str] = frozenset()
    must_finish: bool = False
    token: CancelToken = field(default_factory=CancelToken)
    job_id: int = field(default_factory=_ids.__next__)
    _post: Callable[[Job, Event], None] | None = field(default=None, init=False, repr=False)
    _give_turn: Callable[[], None] | None = field(default=None, init=False, repr=False)
    _stage: str = field(default="", init=False, repr=False)
    _last: float = field(default=0.0, init=False, repr=False)

    def bind(
        self, post: Callable[[Job, Event], None], give_turn: Callable[[], None] | None
    ) -> None:
        """Settle where events go, and what gives other jobs their turn between the stages."""
        self._post, self._give_turn = post, give_turn

    def tell(self, event: Event) -> None:
        """Hand an event over to the GUI thread."""
        if self._post is not None:
            self._post(self, event)

    def progress(self, stage: str, fraction: float) -> None:
        """Report progress, thinned out: every new stage, else a few a second.

        Jobs that may go between the stages of this one have their turn here.
        """
        now = time.monotonic()
        if stage != self._stage or now - self._last >= PROGRESS_INTERVAL:
            self._stage, self._last = stage, now
            self.tell(Progress(stage, min(max(fraction, 0.0), 1.0)))
        if self._give_turn is not None:
            self._give_turn()

    def run(self) -> bool:
        """Do the work on this thread; no error leaves it. True if it ended well."""
        self.tell(JobStarted())
        try:
            self.token.raise_if_cancelled()
            result = self.work(self)
        except CancelledError:
            self.tell(JobCancelled())
        except Exception as error:  # noqa: BLE001 - handed on whole; the window reports it
            self.tell(JobFailed(error))
        else:
            self.tell(JobDone(result))
            return True
        return False
