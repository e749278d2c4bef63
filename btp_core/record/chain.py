"""The chain of hashes over all rows, in the order in which they were added."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from btp_core.record.entries import digest, text_of
from btp_core.record.schema import DECISIONS, INSPECTIONS

START = "0" * 64
"""What the first row is chained to."""


def row_hash(previous: str, kind: str, values: Sequence[object]) -> str:
    """Hash of a row, its values in the order of their columns, after the one before."""
    return digest(text_of([previous, kind, *values]))


def head(connection: sqlite3.Connection) -> str:
    """Hash of the last row; :data:`START` of an empty record."""
    last = connection.execute("SELECT hash FROM hashes ORDER BY row DESC LIMIT 1").fetchone()
    return START if last is None else str(last[0])


def append(connection: sqlite3.Connection, kind: str, entry: int) -> None:
    """Chain a row that was just added, within the caller's transaction.

    The row is read back, so that what is hashed is what the file holds.
    """
    assert kind in (INSPECTIONS, DECISIONS)
    values = connection.execute(f"SELECT * FROM {kind} WHERE id = ?", (entry,)).fetchone()
    previous = head(connection)
    connection.execute(
        "INSERT INTO hashes (kind, entry, previous, hash) VALUES (?, ?, ?, ?)",
        (kind, entry, previous, row_hash(previous, kind, tuple(values))),
    )
