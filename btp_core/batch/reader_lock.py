"""Readers of a file keep its one writer from changing it under them, but not for long.

Where the system has no ``flock`` (Windows), nobody waits, and a reader that meets a change reads
again.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PATIENCE_SECONDS = 10.0
"""A reader that was stopped must not stop the run: the writer goes on after this."""
_PAUSE_SECONDS = 0.002

if sys.platform == "win32":

    def lock_shared(handle: int) -> None:
        """Nothing on this system."""

    @contextmanager
    def wait_for_readers(handle: int) -> Iterator[None]:  # noqa: ARG001
        """Nothing on this system."""
        yield

else:
    import fcntl

    def lock_shared(handle: int) -> None:
        """Wait for the writer, then keep it waiting until ``handle`` is closed."""
        with suppress(OSError):  # a file system without locks: as on Windows
            fcntl.flock(handle, fcntl.LOCK_SH)

    @contextmanager
    def wait_for_readers(handle: int) -> Iterator[None]:
        """Keep readers waiting for the block, after the present ones have finished."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not _locked(handle) and time.monotonic() < end:
            time.sleep(_PAUSE_SECONDS)
        try:
            yield
        finally:
            with suppress(OSError):
                fcntl.flock(handle, fcntl.LOCK_UN)

    def _locked(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True
