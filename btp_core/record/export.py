"""A record as files for other programs: a table, or one line of JSON an inspection."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from btp_core.base.csv_text import csv_text
from btp_core.base.files import write_atomically
from btp_core.base.progress import CancelToken
from btp_core.record.file import RecordFile
from btp_core.record.search import Found, Inspection, Query, inspection, search

COLUMNS = (
    *("id", "time", "scan", "serial", "verdict", "object_score", "threshold"),
    *("largest_deviation", "units", "n_regions", "design", "design_version", "source", "reason"),
    *("decision", "decided_by", "decided_at", "decision_reason", "note"),
)


def csv_of(rows: Iterable[Found]) -> str:
    """The rows as CSV with a heading; the decision is the one that counts."""
    return csv_text(COLUMNS, (list(row_document(row).values()) for row in rows))


def json_line(full: Inspection) -> str:
    """One inspection with all its decisions, as a line of ASCII."""
    return json.dumps(document_of(full), allow_nan=False) + "\n"


def row_document(row: Found) -> dict[str, Any]:
    """One row of a search as plain values; NaN becomes None."""
    return {name: _plain(getattr(row, name)) for name in COLUMNS}


def document_of(full: Inspection) -> dict[str, Any]:
    """One inspection with all its decisions as plain values; NaN becomes None."""
    found = full.found
    own = COLUMNS[: COLUMNS.index("decision")]
    return {
        **{name: _plain(getattr(found, name)) for name in own},
        **full.facts,
        "path": _text(full.path),
        "design_path": _text(full.design_path),
        "run_file": _text(full.run_file),
        "prompts": full.prompts,
        "regions": list(full.regions),
        "alignment": full.alignment or None,
        "decisions": [{"id": number, **asdict(one)} for number, one in full.decisions],
    }


def export(
    record: RecordFile, target: Path, query: Query | None = None, cancel: CancelToken | None = None
) -> int:
    """Write what matches, the newest first: JSON lines to a ``.jsonl`` file, otherwise CSV.

    Returns
    -------
    int
        How many inspections.

    Raises
    ------
    RecordError
        The record cannot be read.
    OutputError
        The file cannot be written.
    CancelledError
        If cancelled.
    """
    cancel = cancel or CancelToken()
    rows = search(record, query or Query())
    if target.suffix.lower() in (".jsonl", ".ndjson", ".json"):
        lines = []
        for row in rows:
            cancel.raise_if_cancelled()
            lines.append(json_line(inspection(record, row.id)))
        write_atomically(target, "".join(lines).encode("ascii"))
    else:
        # With a mark in front, or Excel takes it for another encoding.
        write_atomically(target, csv_of(rows).encode("utf-8-sig"))
    return len(rows)


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)
