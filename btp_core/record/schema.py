"""The tables of a record, and the triggers that keep them append-only.

A file whose structure differs in anything is refused: nothing that it might do instead is run.
"""

from __future__ import annotations

import sqlite3

from btp_core.base.errors import RecordError
from btp_core.base.messages import Message

APPLICATION_ID = 0x42545052  # "BTPR"
SCHEMA_VERSION = 1
LONGEST_VALUE = 64 << 20  # bytes of one value; what is larger is none of ours

INSPECTIONS, DECISIONS, PROMPTS, HASHES = "inspections", "decisions", "prompts", "hashes"

# Long values come last: what is searched for lies before them on a row's first page.
_TABLES = {
    PROMPTS: """CREATE TABLE prompts (
    sha256 TEXT PRIMARY KEY NOT NULL,
    content TEXT NOT NULL
) WITHOUT ROWID""",
    INSPECTIONS: """CREATE TABLE inspections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    time TEXT NOT NULL,
    scan TEXT NOT NULL,
    serial TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('fail', 'not checked', 'error', 'pass')),
    object_score REAL,
    threshold REAL NOT NULL,
    largest_deviation REAL,
    units TEXT NOT NULL,
    n_regions INTEGER NOT NULL,
    design TEXT NOT NULL,
    design_version INTEGER NOT NULL,
    design_sha256 TEXT NOT NULL,
    source TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    model TEXT NOT NULL,
    model_sha256 TEXT NOT NULL,
    prompts TEXT NOT NULL REFERENCES prompts (sha256),
    detail TEXT NOT NULL,
    device TEXT NOT NULL,
    software_version TEXT NOT NULL,
    seconds REAL NOT NULL,
    key TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    design_path TEXT NOT NULL,
    run_file TEXT NOT NULL,
    reason TEXT NOT NULL,
    alignment TEXT NOT NULL,
    regions TEXT NOT NULL
)""",
    DECISIONS: """CREATE TABLE decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    inspection INTEGER NOT NULL REFERENCES inspections (id),
    time TEXT NOT NULL,
    decided_by TEXT NOT NULL CHECK (decided_by <> ''),
    decision TEXT NOT NULL CHECK (decision IN ('accept', 'reject', 'rework')),
    reason TEXT NOT NULL,
    note TEXT NOT NULL
)""",
    HASHES: """CREATE TABLE hashes (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('inspections', 'decisions')),
    entry INTEGER NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (kind, entry)
)""",
}
_INDICES = {
    "inspections_time": "CREATE INDEX inspections_time ON inspections (time)",
    "inspections_serial": "CREATE INDEX inspections_serial ON inspections (serial)",
    "inspections_design": "CREATE INDEX inspections_design ON inspections (design, time)",
    "inspections_sha256": "CREATE INDEX inspections_sha256 ON inspections (sha256)",
    "decisions_inspection": "CREATE INDEX decisions_inspection ON decisions (inspection)",
}
_IS_THERE = {
    PROMPTS: "sha256 = NEW.sha256",
    INSPECTIONS: "id = NEW.id OR key = NEW.key",
    DECISIONS: "id = NEW.id",
    HASHES: "row = NEW.row OR (kind = NEW.kind AND entry = NEW.entry)",
}


def _triggers() -> dict[str, str]:
    found = {}
    for table, same in _IS_THERE.items():
        for event in ("UPDATE", "DELETE"):
            name = f"{table}_no_{event.lower()}"
            found[name] = (
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the record only grows'); END"
            )
        # INSERT OR REPLACE would take the old row away without a DELETE.
        name = f"{table}_no_replace"
        found[name] = (
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
            "BEGIN SELECT RAISE(ABORT, 'the record only grows'); END"
        )
    return found


STRUCTURE: dict[str, str] = {**_TABLES, **_INDICES, **_triggers()}
"""SQL of everything in a record, by name."""


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of a new record, within the caller's transaction."""
    for sql in STRUCTURE.values():
        connection.execute(sql)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def is_new(connection: sqlite3.Connection) -> bool:
    """Whether the file holds nothing at all yet."""
    known = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]
    return not known and not _number(connection, "application_id")


def check(connection: sqlite3.Connection) -> None:
    """Raise :class:`RecordError`, without the path, unless this is a record of this schema."""
    if _number(connection, "application_id") != APPLICATION_ID:
        raise RecordError(
            "This is no inspection record.",
            next_step="Name a record that this program made, or a new file.",
        )
    version = _number(connection, "user_version")
    if version != SCHEMA_VERSION:
        raise RecordError(
            Message(
                "An inspection record of schema version {version}; this program knows version "
                "{known}.",
                version=version,
                known=SCHEMA_VERSION,
            ),
            next_step="Use the version of the program that wrote it, or another record.",
        )
    different = structural_differences(connection)
    if different:
        raise RecordError(
            Message(
                "The structure of the record was changed by hand ({names}).",
                names=", ".join(different[:5]),
            ),
            next_step="Use a copy from before the change; `btp-inspect record verify` says more.",
        )


def structural_differences(connection: sqlite3.Connection) -> list[str]:
    """Names of tables, indices and triggers that are missing, changed or not ours."""
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    found = {str(name): sql for name, sql in rows}
    names = sorted(set(found) | set(STRUCTURE))
    return [name for name in names if found.get(name) != STRUCTURE.get(name)]


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])
