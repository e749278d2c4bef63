"""Progress and cancellation, the same for the window and the command line."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from btp_core.base.errors import CancelledError, TookTooLongError
from btp_core.base.messages import Message

ProgressCallback = Callable[[str, float], None]
"""Called as ``progress(stage, fraction)``, with ``fraction`` in [0, 1] over the whole job."""


def no_progress(stage: str, fraction: float) -> None:
    """Ignore progress reports."""


class CancelToken:
    """A flag that one thread sets and a worker checks between stages."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next check."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether :meth:`cancel` has been called."""
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until cancelled; whether it is."""
        return self._event.wait(seconds)

    def raise_if_cancelled(self) -> None:
        """Raise :class:`CancelledError` once cancelled; otherwise do nothing."""
        if self._event.is_set():
            raise CancelledError


class Deadline(CancelToken):
    """A token that also stops work that takes too long.

    Parameters
    ----------
    seconds
        From now on.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def raise_if_cancelled(self) -> None:
        """Raise :class:`CancelledError` once cancelled, :class:`TookTooLongError` after the end."""
        super().raise_if_cancelled()
        if time.monotonic() > self._end:
            raise took_too_long(self._seconds)


def took_too_long(seconds: float) -> TookTooLongError:
    """The error of work that was given ``seconds``."""
    return TookTooLongError(
        Message("Inspecting it takes longer than the limit of {seconds:,.0f} s.", seconds=seconds),
        next_step="Thin the scan, inspect it in less detail, or raise the limit (--max-seconds).",
    )
