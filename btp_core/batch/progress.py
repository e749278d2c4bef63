"""How far a run is, how fast, and how long it will take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from btp_core.base.messages import Message
from btp_core.batch.row import ScanRow


@dataclass(frozen=True)
class BatchProgress:
    """Told after every scan.

    Attributes
    ----------
    done, total
        Scans of this session; what an earlier one had finished is not counted.
    n_failed, n_errors
        Scans that failed inspection, and scans that could not be inspected.
    seconds
        Since the first scan was started.
    last
        The scan that has just been written; None at the start.
    waiting
        At the start, while the model is being loaded: the scans that will be inspected.
    """

    done: int
    total: int
    n_failed: int
    n_errors: int
    seconds: float
    last: ScanRow | None = None
    waiting: tuple[str, ...] = ()

    @property
    def fraction(self) -> float:
        """In [0, 1]."""
        return self.done / self.total if self.total else 1.0

    @property
    def scans_per_second(self) -> float:
        """Mean so far; 0 at the start."""
        return self.done / self.seconds if self.done and self.seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """At this rate; None at the start."""
        rate = self.scans_per_second
        return (self.total - self.done) / rate if rate else None

    @property
    def message(self) -> Message:
        """How far it is, how fast, and how many scans failed, for people."""
        if self.waiting:
            return Message("Loading the model for {total:,} scans…", total=self.total)
        words = Message("{done:,} of {total:,}", done=self.done, total=self.total)
        if self.seconds_left is not None:
            words = Message(
                "{done}, {rate}, {time} left",
                done=words,
                rate=_rate(self.scans_per_second),
                time=_span(self.seconds_left),
            )
        if self.n_errors:
            words = Message(
                "{done}, {count:,} could not be inspected", done=words, count=self.n_errors
            )
        return words

    def __str__(self) -> str:
        return str(self.message)


BatchCallback = Callable[[BatchProgress], None]
"""Called in the thread that runs the batch."""


def ignore_progress(progress: BatchProgress) -> None:
    """Ignore progress reports."""


def _rate(per_second: float) -> str:
    if per_second >= 1:
        return Message("{rate:.1f} scans/s", rate=per_second)
    return Message("{rate:.1f} scans/min", rate=60 * per_second)


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"
