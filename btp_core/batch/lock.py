"""One run to an output: a lock that goes away with its process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from btp_core.base.errors import OutputError


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
            f"Cannot be written ({error.strerror or error}).",
            path=output,
            next_step="Choose another folder for the output.",
        ) from error
    try:
        yield
    finally:
        lock.release()
