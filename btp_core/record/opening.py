"""Opening the file of a record safely, and SQLite's errors in words."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from btp_core.base.errors import RecordError
from btp_core.base.messages import Message
from btp_core.base.progress import CancelToken
from btp_core.record import schema

FILE_NAME = "inspections.sqlite"
BUSY_SECONDS = 90.0
"""How long to wait for another program that holds the record."""
_SLICE_SECONDS = 0.5
"""How soon a wait notices that it was cancelled."""
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def default_record_path() -> Path:
    """The user's own record, where no other is named."""
    return platformdirs.user_data_path("btp-inspect", appauthor=False) / FILE_NAME


def connect(
    path: Path, *, create: bool, busy_seconds: float, cancel: CancelToken | None = None
) -> sqlite3.Connection:
    """Open a record; the caller turns ``sqlite3.Error`` into :class:`RecordError`.

    The journal is SQLite's rollback journal and not its write-ahead log: that one needs memory
    shared between the programs, which a network drive does not give.
    """
    if create:
        path.parent.mkdir(parents=True, exist_ok=True)
    last: sqlite3.Error | None = None
    # Also a mere reader may have to undo what a killed writer left behind; a file that only may
    # be read is opened so.
    for mode in ("rwc",) if create else ("rw", "ro"):
        try:
            return _connect(path, mode, busy_seconds, cancel)
        except sqlite3.OperationalError as error:
            last = error
            if code_of(error) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                break
    assert last is not None
    raise last


def _connect(
    path: Path, mode: str, busy_seconds: float, cancel: CancelToken | None
) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=min(busy_seconds, _SLICE_SECONDS),
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, schema.LONGEST_VALUE)
        # What a file from elsewhere brings along must not run.
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA mmap_size = 0")
        connection.execute("PRAGMA foreign_keys = ON")
        # The first that looks into the file, which another program may hold.
        wait_for(connection, "PRAGMA synchronous = FULL", busy_seconds, cancel)
    except BaseException:
        connection.close()
        raise
    return connection


def wait_for(
    connection: sqlite3.Connection, sql: str, busy_seconds: float, cancel: CancelToken | None = None
) -> None:
    """Execute a statement that takes a lock, waiting for other programs.

    Raises
    ------
    sqlite3.OperationalError
        The lock was not to be had in ``busy_seconds``.
    CancelledError
        If cancelled meanwhile.
    """
    end = time.monotonic() + busy_seconds
    while True:
        try:
            connection.execute(sql)
            return
        except sqlite3.OperationalError as error:
            if code_of(error) not in _BUSY or time.monotonic() >= end:
                raise
            if cancel is not None:
                cancel.raise_if_cancelled()


def code_of(error: sqlite3.Error) -> int:
    """SQLite's primary result code."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


@contextmanager
def told_in_words(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system raise into :class:`RecordError` with the path."""
    try:
        yield
    except RecordError as error:
        if error.path is not None:
            raise
        raise RecordError(error.cause, path=path, next_step=error.next_step) from error
    except sqlite3.Error as error:
        raise _in_words(path, error) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the name
        raise RecordError(
            Message(
                "The record cannot be opened ({reason}).",
                reason=getattr(error, "strerror", None) or error,
            ),
            path=path,
            next_step="Check the name and your permission.",
        ) from error


def _in_words(path: Path, error: sqlite3.Error) -> RecordError:
    match code_of(error):
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            cause: str = "Another program holds the record."
            step = "Close what has it open, or try again later."
        case sqlite3.SQLITE_NOTADB:
            cause = "This is no inspection record."
            step = "Name a record that this program made, or a new file."
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            cause = "The record may only be read."
            step = "Ask for permission to write the file and its folder, or name another record."
        case sqlite3.SQLITE_FULL:
            cause = "The disk of the record is full."
            step = "Free space; what was recorded before is safe."
        case sqlite3.SQLITE_CANTOPEN:
            cause = "There is no record here, or it cannot be opened."
            step = "Check the name, and your permission to read the file and its folder."
        case sqlite3.SQLITE_CORRUPT:
            cause = Message("The record is damaged ({reason}).", reason=error)
            step = "Use a copy of it; `btp-inspect record verify` says what is wrong."
        case sqlite3.SQLITE_IOERR:
            cause = Message("The record cannot be read or written ({reason}).", reason=error)
            step = "Check the disk or the connection to the network drive."
        case _:
            cause = Message("The record refuses ({reason}).", reason=error)
            step = "`btp-inspect record verify` says whether it is sound."
    return RecordError(cause, path=path, next_step=step)
