"""Progress and cancellation, the same for the window and the command line."""

from __future__ import annotations

import threading
from collections.abc import Callable

from btp_core.base.errors import CancelledError

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
