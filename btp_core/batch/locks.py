"""Who may use a run file: one run writes it, and readers keep it unchanged while they read.

Where the system has no ``flock`` (Windows), nobody waits, and a reader that meets a change reads
again.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from btp_core.base.errors import OutputError
from btp_core.base.messages import Message


@contextmanager
def only_run_on(output: Path) -> Iterator[None]:
    """Hold the lock of an output file; the operating system takes it from a killed process.

    The lock is on ``<output>.lock``, which stays as an empty file: readers of the run file itself
    are never in the way.

    Raises
    ------
    OutputError
        Another run holds it, or the folder cannot be written.
    """
    output = Path(output).resolve()
    lock = FileLock(output.with_name(output.name + ".lock"))
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(blocking=False)
    except Timeout as error:
        raise OutputError(
            "Another run is writing this file.",
            path=output,
            next_step="Wait until it is finished, or name another output.",
        ) from error
    except OSError as error:
        raise OutputError(
            Message("Cannot be written ({reason}).", reason=error.strerror or error),
            path=output,
            next_step="Choose another folder for the output.",
        ) from error
    try:
        yield
    finally:
        lock.release()


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
