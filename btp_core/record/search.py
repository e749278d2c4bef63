"""Looking things up in a record."""

from __future__ import annotations

import math
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from btp_core.base.errors import RecordError
from btp_core.base.messages import Message
from btp_core.base.opening import parse_json
from btp_core.record.entries import OUTCOMES, Choice, Decision, Outcome
from btp_core.record.file import RecordFile, path_of

UNDECIDED = "undecided"
"""What to search for in place of a decision: inspections that nobody decided about."""


@dataclass(frozen=True)
class Query:
    """What to look for; what is left empty does not matter.

    Attributes
    ----------
    text
        Part of the scan's name, serial number, design or reason of a decision, in any case.
    serial, design
        The whole serial number; the whole name of the design.
    verdicts
        Of the machine, any of these.
    decision
        The one that counts, or :data:`UNDECIDED`.
    since, until
        First moment, and the first one that is too late, as of ``entries.utc_text``.
    sha256
        Of the scan's file.
    limit
        At most so many, the newest.
    """

    text: str = ""
    serial: str = ""
    design: str = ""
    verdicts: tuple[Outcome, ...] = ()
    decision: str = ""
    since: str = ""
    until: str = ""
    sha256: str = ""
    limit: int | None = None


class Found(NamedTuple):
    """One inspection as a table shows it, with the decision that counts.

    ``object_score`` and ``largest_deviation`` are NaN where there is none; ``decision`` and what
    belongs to it is empty where nobody decided.
    """

    id: int
    time: str
    scan: str
    serial: str
    verdict: Outcome
    object_score: float
    threshold: float
    largest_deviation: float
    units: str
    n_regions: int
    design: str
    design_version: int
    source: str
    reason: str
    decision: Choice | str
    decided_by: str
    decided_at: str
    decision_reason: str
    note: str


@dataclass(frozen=True)
class Inspection:
    """One inspection with everything that is known of it.

    ``facts`` are the record's other columns by name; ``decisions`` the oldest first, each with
    its number.
    """

    found: Found
    path: Path | None
    design_path: Path | None
    run_file: Path | None
    prompts: Mapping[str, Any]
    regions: tuple[Mapping[str, Any], ...]
    alignment: Mapping[str, Any]
    facts: Mapping[str, Any]
    decisions: tuple[tuple[int, Decision], ...] = field(default=())


_FOUND = """SELECT i.id, i.time, i.scan, i.serial, i.verdict, i.object_score, i.threshold,
    i.largest_deviation, i.units, i.n_regions, i.design, i.design_version, i.source, i.reason,
    COALESCE(d.decision, ''), COALESCE(d.decided_by, ''), COALESCE(d.time, ''),
    COALESCE(d.reason, ''), COALESCE(d.note, '')
FROM inspections i LEFT JOIN decisions d
    ON d.id = (SELECT MAX(id) FROM decisions WHERE inspection = i.id)"""
_MAY_BE_NAN = (Found._fields.index("object_score"), Found._fields.index("largest_deviation"))
_FACTS = ("sha256", "size", "model", "model_sha256", "detail", "device", "software_version")


def search(record: RecordFile, query: Query) -> list[Found]:
    """What matches, the newest first; raises ``RecordError``."""
    where, values = _where(query)
    limit = "" if query.limit is None else f" LIMIT {int(query.limit)}"
    with record.reading() as connection:
        rows = connection.execute(f"{_FOUND}{where} ORDER BY i.id DESC{limit}", values)
        return [_found(row) for row in rows]


def inspection(record: RecordFile, number: int) -> Inspection:
    """One inspection; raises :class:`RecordError` where there is none of that number."""
    with record.reading() as connection:
        row = connection.execute(f"{_FOUND} WHERE i.id = ?", (number,)).fetchone()
        if row is None:
            raise RecordError(
                Message("The record has no inspection number {number}.", number=number),
                path=record.path,
                next_step="See `btp-inspect record list`.",
            )
        more = connection.execute(
            "SELECT i.path, i.design_path, i.run_file, p.content, i.regions, i.alignment, "
            f"{', '.join(f'i.{name}' for name in (*_FACTS, 'design_sha256', 'seconds'))} "
            "FROM inspections i JOIN prompts p ON p.sha256 = i.prompts WHERE i.id = ?",
            (number,),
        ).fetchone()
        decided = connection.execute(
            "SELECT id, decision, decided_by, reason, note, time FROM decisions "
            "WHERE inspection = ? ORDER BY id",
            (number,),
        ).fetchall()
    if more is None:
        raise RecordError(
            Message("The prompts of inspection {number} are missing.", number=number),
            path=record.path,
            next_step="`btp-inspect record verify` says what is wrong.",
        )
    try:
        prompts, regions, alignment = (parse_json(text) for text in more[3:6])
        if not isinstance(regions, list) or not all(isinstance(one, dict) for one in regions):
            raise ValueError("no list of regions")
        if not isinstance(prompts, dict) or not isinstance(alignment, dict):
            raise ValueError("no prompts, or no alignment")
    except (TypeError, ValueError) as error:
        raise RecordError(
            Message("The row of inspection {number} is damaged.", number=number),
            path=record.path,
            next_step="`btp-inspect record verify` says what is wrong.",
        ) from error
    facts = zip((*_FACTS, "design_sha256", "seconds"), more[6:], strict=True)
    return Inspection(
        found=_found(row),
        path=path_of(more[0]),
        design_path=path_of(more[1]),
        run_file=path_of(more[2]),
        prompts=prompts,
        regions=tuple(regions),
        alignment=alignment,
        facts=dict(facts),
        decisions=tuple((one[0], Decision(*one[1:])) for one in decided),
    )


def decisions_of(record: RecordFile, sha256s: Sequence[str]) -> dict[str, Found]:
    """For files by their sha256: the newest inspection of each that somebody decided about."""
    wanted = set(sha256s) - {""}
    with record.reading() as connection:
        rows = connection.execute(
            f"{_FOUND.replace('SELECT i.id', 'SELECT i.sha256, i.id', 1)} "
            "WHERE d.id IS NOT NULL ORDER BY d.id"
        )
        return {str(row[0]): _found(row[1:]) for row in rows if row[0] in wanted}


def number_of(record: RecordFile, key: str) -> int | None:
    """Number of the inspection with an ``InspectionEntry.key``; None where it is not recorded."""
    with record.reading() as connection:
        row = connection.execute("SELECT id FROM inspections WHERE key = ?", (key,)).fetchone()
        return None if row is None else int(row[0])


def design_files(record: RecordFile, design: str) -> list[Path]:
    """Files that a design was read from, the one used last first."""
    with record.reading() as connection:
        rows = connection.execute(
            "SELECT design_path, MAX(id) FROM inspections WHERE design = ? AND design_path <> '' "
            "GROUP BY design_path ORDER BY MAX(id) DESC",
            (design,),
        )
        return [path for row in rows if (path := path_of(row[0])) is not None]


def count_outcomes(record: RecordFile, query: Query) -> dict[Outcome, int]:
    """How many of each verdict match, in the order of ``OUTCOMES``."""
    where, values = _where(query)
    with record.reading() as connection:
        sql = (
            "SELECT i.verdict, COUNT(*) FROM inspections i LEFT JOIN decisions d "
            "ON d.id = (SELECT MAX(id) FROM decisions WHERE inspection = i.id)"
        )
        counted = Counter(dict(connection.execute(f"{sql}{where} GROUP BY i.verdict", values)))
    return {outcome: counted[outcome] for outcome in OUTCOMES}


def design_names(record: RecordFile) -> list[str]:
    """Of all designs that scans were compared with, in order."""
    with record.reading() as connection:
        rows = connection.execute("SELECT DISTINCT design FROM inspections WHERE design <> ''")
        return sorted(str(row[0]) for row in rows)


def _where(query: Query) -> tuple[str, list[object]]:
    conditions: list[str] = []
    values: list[object] = []

    def also(condition: str, *more: object) -> None:
        conditions.append(condition)
        values.extend(more)

    if query.text:
        part = f"%{_escaped(query.text)}%"
        names = ("i.scan", "i.serial", "i.design", "COALESCE(d.reason, '')")
        likes = " OR ".join(f"{name} LIKE ? ESCAPE '\\'" for name in names)
        also(f"({likes})", *[part] * len(names))
    for column in ("serial", "design", "sha256"):
        if value := getattr(query, column):
            also(f"i.{column} = ?", value)
    if query.verdicts:
        also(f"i.verdict IN ({', '.join('?' * len(query.verdicts))})", *query.verdicts)
    if query.decision == UNDECIDED:
        also("d.id IS NULL")
    elif query.decision:
        also("d.decision = ?", query.decision)
    if query.since:
        also("i.time >= ?", query.since)
    if query.until:
        also("i.time < ?", query.until)
    return (f" WHERE {' AND '.join(conditions)}" if conditions else ""), values


def _escaped(text: str) -> str:
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(f"\\{c}" if c in "%_\\" else c for c in text)


def _found(row: sqlite3.Row | tuple[Any, ...]) -> Found:
    values = list(row)
    for place in _MAY_BE_NAN:
        if values[place] is None:
            values[place] = math.nan
    return Found._make(values)
