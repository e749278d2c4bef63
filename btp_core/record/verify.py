"""Whether a record is what was written: its structure, its hashes, and that nothing is missing."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from btp_core.base.errors import RecordError
from btp_core.base.messages import Message
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.record import schema
from btp_core.record.chain import START, row_hash
from btp_core.record.entries import digest
from btp_core.record.opening import BUSY_SECONDS, connect, told_in_words, wait_for

MOST_PROBLEMS = 50
_ROWS_A_REPORT = 2000


@dataclass(frozen=True)
class Verified:
    """What :func:`verify` found.

    Attributes
    ----------
    n_rows
        Rows of the chain that were looked at.
    head
        Hash of the last row. Noted elsewhere, it proves later that nothing was taken from the
        end, and that not the whole record was written anew.
    problems
        One sentence each, naming the row; empty if all is well.
    """

    n_rows: int
    head: str
    problems: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was changed."""
        return not self.problems


def verify(
    path: Path | str,
    *,
    known_head: str = "",
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
    busy_seconds: float = BUSY_SECONDS,
) -> Verified:
    """Check every row of a record against the chain of hashes, and the file itself.

    Parameters
    ----------
    path
        The record.
    known_head
        A head that an earlier verification told, or its first characters: it must still be in
        the chain.

    Raises
    ------
    RecordError
        It is missing, no record, of another schema version, or held by another program. What
        was changed by hand is no error but a problem.
    CancelledError
        If cancelled.
    """
    path = Path(path)
    found = _Problems()
    with told_in_words(path):
        connection = connect(path, create=False, busy_seconds=busy_seconds, cancel=cancel)
        try:
            wait_for(connection, "BEGIN", busy_seconds, cancel)
            wait_for(connection, "SELECT 1 FROM sqlite_master LIMIT 1", busy_seconds, cancel)
            return _verify(connection, found, known_head, progress, cancel or CancelToken())
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_CORRUPT:
                raise
            found.add(Message("The file is damaged ({reason}).", reason=error))
            return Verified(0, "", found.sentences)
        finally:
            connection.close()


class _Problems:
    def __init__(self) -> None:
        self._found: list[str] = []

    def add(self, sentence: str) -> None:
        if len(self._found) < MOST_PROBLEMS:
            self._found.append(sentence)

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(self._found)


def _verify(
    connection: sqlite3.Connection,
    found: _Problems,
    known_head: str,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> Verified:
    if _structure_is_foreign(connection, found):
        return Verified(0, "", found.sentences)
    connection.text_factory = _text
    n_rows, head, hashes = _walk(connection, found, progress, cancel)
    if known_head and not any(one.startswith(known_head.lower()) for one in hashes):
        found.add("The hash that was noted is not in the record any more.")
    _look_for_strays(connection, found)
    _check_prompts(connection, found)
    for (sentence,) in connection.execute("PRAGMA integrity_check(20)").fetchall():
        if sentence != "ok":
            found.add(Message("The file is damaged ({reason}).", reason=sentence))
    return Verified(n_rows, head, found.sentences)


def _structure_is_foreign(connection: sqlite3.Connection, found: _Problems) -> bool:
    """Tell what differs; True where the rows cannot be looked at."""
    try:
        schema.check(connection)
    except RecordError:
        different = schema.structural_differences(connection)
        if not different:
            raise
        for name in different:
            found.add(
                Message("{name}: missing, changed or none of the record's own parts.", name=name)
            )
        return any(name in schema.STRUCTURE and "_" not in name for name in different)
    return False


def _walk(
    connection: sqlite3.Connection,
    found: _Problems,
    progress: ProgressCallback,
    cancel: CancelToken,
) -> tuple[int, str, list[str]]:
    total = connection.execute("SELECT COUNT(*) FROM hashes").fetchone()[0]
    expected, previous = 1, START
    hashes = [START]
    rows = connection.execute("SELECT row, kind, entry, previous, hash FROM hashes ORDER BY row")
    for row, kind, entry, told_previous, told in rows:
        if row % _ROWS_A_REPORT == 0:
            cancel.raise_if_cancelled()
            progress("rows", min(row / max(total, 1), 1.0))
        if row != expected:
            found.add(Message("Rows {first} to {last} are missing.", first=expected, last=row - 1))
        expected = row + 1
        where = {"row": row, "what": _NAMES.get(kind, kind), "number": entry}
        values = _entry(connection, kind, entry)
        if values is None:
            found.add(Message("Row {row}: {what} {number} is missing.", **where))
        elif told_previous != previous:
            found.add(
                Message("Row {row} ({what} {number}) does not follow the one before.", **where)
            )
        elif row_hash(told_previous, kind, values) != told:
            found.add(Message("Row {row}: {what} {number} was changed.", **where))
        previous = told
        hashes.append(str(told))
    _check_end(connection, found, expected)
    return total, str(previous), hashes


_NAMES = {
    schema.INSPECTIONS: Message("inspection"),
    schema.DECISIONS: Message("decision"),
}


def _entry(connection: sqlite3.Connection, kind: str, entry: int) -> tuple[object, ...] | None:
    if kind not in _NAMES:
        return None
    row = connection.execute(f"SELECT * FROM {kind} WHERE id = ?", (entry,)).fetchone()
    return None if row is None else tuple(row)


def _check_end(connection: sqlite3.Connection, found: _Problems, expected: int) -> None:
    """SQLite counts on by itself: rows taken from the end leave a gap behind."""
    last = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'hashes'").fetchone()
    counted = 0 if last is None else int(last[0])
    if counted != expected - 1:
        found.add(
            Message(
                "The record counted {counted} rows, but ends with row {last}.",
                counted=counted,
                last=expected - 1,
            )
        )


def _look_for_strays(connection: sqlite3.Connection, found: _Problems) -> None:
    for kind, word in _NAMES.items():
        strays = connection.execute(
            f"SELECT id FROM {kind} WHERE id NOT IN (SELECT entry FROM hashes WHERE kind = ?)",
            (kind,),
        )
        for (number,) in strays.fetchmany(MOST_PROBLEMS):
            found.add(Message("{what} {number} was put in by hand.", what=word, number=number))


def _check_prompts(connection: sqlite3.Connection, found: _Problems) -> None:
    for sha256, content in connection.execute("SELECT sha256, content FROM prompts"):
        if digest(content) != sha256:
            found.add(Message("The prompts {sha256} were changed.", sha256=str(sha256)[:12]))
    missing = connection.execute(
        "SELECT id FROM inspections WHERE prompts NOT IN (SELECT sha256 FROM prompts)"
    )
    for (number,) in missing.fetchmany(MOST_PROBLEMS):
        found.add(Message("The prompts of inspection {number} are missing.", number=number))


def _text(value: bytes) -> str:
    # A byte that was changed may leave no valid text; it must show as a change, not as an error.
    return value.decode("utf-8", "surrogateescape")
