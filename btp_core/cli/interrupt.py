"""Ctrl-C as a request to stop, for commands that have something to bring to an end."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import typer

from btp_core.base.errors import CancelledError
from btp_core.base.progress import CancelToken, ProgressCallback
from btp_core.base.shown_text import shown_text
from btp_core.cli.exit_codes import ExitCode
from btp_core.cli.terminal import progress_bar


@contextmanager
def stoppable(title: str, stopped: str) -> Iterator[tuple[ProgressCallback, CancelToken]]:
    """Work with a progress bar that Ctrl-C stops; the command then says ``stopped`` and ends."""
    with cancel_on_ctrl_c() as cancel, progress_bar(title) as progress:
        try:
            yield progress, cancel
        except CancelledError:
            print(f"Stopped. {shown_text(stopped)}".rstrip(), file=sys.stderr)
            raise typer.Exit(ExitCode.INTERRUPTED) from None


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
