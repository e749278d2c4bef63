"""The file of a record: opening it, and adding to it. Nothing in it is ever changed."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from btp_core.base.errors import RecordError
from btp_core.base.messages import Message
from btp_core.base.opening import parse_json
from btp_core.base.progress import CancelToken
from btp_core.record import schema
from btp_core.record.chain import append
from btp_core.record.entries import CHOICES, Decision, InspectionEntry, digest, text_of
from btp_core.record.opening import BUSY_SECONDS, connect, told_in_words, wait_for

_COLUMNS = (
    *("time", "scan", "serial", "verdict", "object_score", "threshold", "largest_deviation"),
    *("units", "n_regions", "design", "design_version", "design_sha256", "source", "sha256"),
    *("size", "model", "model_sha256", "prompts", "detail", "device", "software_version"),
    *("seconds", "key", "path", "design_path", "run_file", "reason", "alignment", "regions"),
)
_INSERT = (
    f"INSERT INTO inspections ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
)


@dataclass(frozen=True)
class Added:
    """Number of an inspection in the record, and whether it was not there before."""

    inspection: int
    new: bool


class RecordFile:
    """An open record.

    Parameters
    ----------
    path
        The file.
    create
        Begin a new record where there is no file, or an empty one.
    busy_seconds
        How long to wait for another program.
    cancel
        Ends such a wait.

    Raises
    ------
    RecordError
        It is missing, no record, of another schema version, changed by hand in its structure,
        held by another program, or cannot be opened.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        create: bool = False,
        busy_seconds: float = BUSY_SECONDS,
        cancel: CancelToken | None = None,
    ) -> None:
        self.path = Path(path)
        self._busy_seconds, self._cancel = busy_seconds, cancel
        with told_in_words(self.path):
            self.connection = connect(
                self.path, create=create, busy_seconds=busy_seconds, cancel=cancel
            )
        try:
            with self.reading() as connection:
                new = create and schema.is_new(connection)
                if not new:
                    schema.check(connection)
            if new:
                self._create()
        except BaseException:
            self.connection.close()
            raise

    def __enter__(self) -> RecordFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; everything added is safe already."""
        self.connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One state of the record while the block runs; errors become :class:`RecordError`."""
        with told_in_words(self.path), self._transaction("BEGIN") as connection:
            wait_for(
                connection, "SELECT 1 FROM sqlite_master LIMIT 1", self._busy_seconds, self._cancel
            )
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with told_in_words(self.path), self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        wait_for(self.connection, begin, self._busy_seconds, self._cancel)
        try:
            yield self.connection
            # Readers of other programs must be through before the file may change.
            wait_for(self.connection, "COMMIT", self._busy_seconds, self._cancel)
        finally:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")

    def _create(self) -> None:
        with self._writing() as connection:
            if schema.is_new(connection):  # two programs may come here at once
                schema.create(connection)
            schema.check(connection)

    def add(self, entry: InspectionEntry) -> Added:
        """Add an inspection, unless it is in the record; raises :class:`RecordError`."""
        return self.add_all([entry])[0]

    def add_all(self, entries: Sequence[InspectionEntry]) -> list[Added]:
        """Add several, all or none of them; raises :class:`RecordError`."""
        with self._writing() as connection:
            return [_add(connection, entry) for entry in entries]

    def decide(self, inspection: int, decision: Decision) -> int:
        """Add a decision; a later one stands beside it, the last counts.

        Returns
        -------
        int
            Number of the decision.

        Raises
        ------
        RecordError
            There is no such inspection, nobody's name is given, or it cannot be written.
        """
        if not decision.by.strip():
            raise RecordError(
                "A decision needs the name of who made it.", next_step="Give your name."
            )
        if decision.choice not in CHOICES:
            raise ValueError(decision.choice)
        with self._writing() as connection:
            known = connection.execute("SELECT 1 FROM inspections WHERE id = ?", (inspection,))
            if known.fetchone() is None:
                raise RecordError(
                    Message("The record has no inspection number {number}.", number=inspection),
                    path=self.path,
                    next_step="See `btp-inspect record list`.",
                )
            texts = (decision.by.strip(), decision.choice, decision.reason, decision.note)
            row = connection.execute(
                "INSERT INTO decisions (inspection, time, decided_by, decision, reason, note) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (inspection, decision.time, *map(storable, texts)),
            ).lastrowid
            assert row is not None
            append(connection, schema.DECISIONS, row)
            return row


def _add(connection: sqlite3.Connection, entry: InspectionEntry) -> Added:
    key = entry.key
    found = connection.execute("SELECT id FROM inspections WHERE key = ?", (key,)).fetchone()
    if found is not None:
        return Added(int(found[0]), new=False)
    sha256 = digest(entry.prompts)
    known = connection.execute("SELECT 1 FROM prompts WHERE sha256 = ?", (sha256,)).fetchone()
    if known is None:
        connection.execute("INSERT INTO prompts VALUES (?, ?)", (sha256, entry.prompts))
    values = {
        **{name: getattr(entry, name, None) for name in _COLUMNS},
        "n_regions": len(entry.regions),
        "prompts": sha256,
        "path": path_text(entry.path),
        "design_path": path_text(entry.design_path),
        "run_file": path_text(entry.run_file),
        "alignment": text_of(entry.alignment),
        "regions": text_of(entry.regions),
        "key": key,
    }
    row = connection.execute(
        _INSERT,
        [storable(v) if isinstance(v, str) else v for v in (values[name] for name in _COLUMNS)],
    ).lastrowid
    assert row is not None
    append(connection, schema.INSPECTIONS, row)
    return Added(row, new=True)


def storable(text: str) -> str:
    """Text with bytes of file names that are no characters written as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def path_text(path: str) -> str:
    """A path as JSON, from which it can be had again whatever its bytes are; empty for none."""
    return json.dumps(os.path.abspath(path)) if path else ""  # noqa: PTH100 - keeps symbolic links


def path_of(text: str) -> Path | None:
    """The inverse of :func:`path_text`; None for none, or what makes no sense."""
    try:
        found = parse_json(text) if text else None
    except ValueError:
        return None
    return Path(found) if isinstance(found, str) else None
