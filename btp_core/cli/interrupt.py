"""Ctrl-C as a request to stop, for commands that have something to bring to an end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from btp_core.base.progress import CancelToken


@contextmanager
def cancel_on_ctrl_c() -> Iterator[CancelToken]:
    """A token that the first Ctrl-C cancels; the second one interrupts at once."""
    token = CancelToken()
    if threading.current_thread() is not threading.main_thread():
        yield token
        return

    def stop(number: int, frame: FrameType | None) -> None:
        if token.cancelled:
            signal.default_int_handler(number, frame)
        token.cancel()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield token
    finally:
        signal.signal(signal.SIGINT, before)
