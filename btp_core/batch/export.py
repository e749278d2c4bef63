"""A run as files for other programs: a table, and the scans with their scores."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import numpy as np

from btp_core.base.arrays import Float32Array
from btp_core.base.csv_text import csv_text
from btp_core.base.errors import DataError, InspectError
from btp_core.base.files import write_atomically
from btp_core.base.messages import Message
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.batch.find import unchanged
from btp_core.batch.row import ScanRow
from btp_core.batch.run_file import RunFile, read_run, read_table
from btp_core.batch.run_header import RunHeader
from btp_core.record.file import RecordFile
from btp_core.record.search import Found, decisions_of
from btp_core.rendering.scored_ply import write_scored_ply
from btp_core.scans.reading import read_scan
from btp_core.scans.scan import Scan

TABLE = "scans.csv"
COLUMNS = (
    "name",
    "status",
    "verdict",
    "object_score",
    "n_regions",
    "n_points",
    "n_working_points",
    "n_not_checked",
    "seconds",
    "error",
    "size",
    "sha256",
    "reason",
    "fit",
    "not_scanned",
    "largest_deviation",
    *("decision", "decided_by", "decided_at", "decision_reason"),
)
_MAX_NAME_BYTES = 255


def export_run(
    path: Path,
    folder: Path,
    *,
    clouds: bool = True,
    record: Path | None = None,
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
) -> list[str]:
    """Write ``scans.csv`` and, for each inspected scan, ``<relative path>.scored.ply``.

    Parameters
    ----------
    path
        The run file; it is only read.
    folder
        Where to write; files of these names are replaced.
    clouds
        Whether to write the ply files. Points that the run did not keep are read from the scan,
        if it is still what was inspected.
    record
        The inspection record that decisions are taken from, or None.
    progress, cancel
        Reported to and checked after every scan.

    Returns
    -------
    list of str
        Why a scan has no ply file, one sentence each.

    Raises
    ------
    DataError
        The run file cannot be read.
    OutputError
        A file cannot be written.
    """
    cancel = cancel or CancelToken()
    header, rows = read_table(path)
    decisions = decisions_for(record, rows)
    write_atomically(folder / TABLE, table_text(rows, decisions).encode("utf-8"))
    problems: list[str] = []
    wanted = [row for row in rows if row.status == "done"] if clouds else []
    for done, row in enumerate(wanted):
        cancel.raise_if_cancelled()
        progress(f"{done:,} of {len(wanted):,}", done / len(wanted))
        try:
            target = ply_path(folder, row.name)
            scan = _scan(path, header, row)
        except InspectError as error:
            problems.append(
                Message("{name}: no ply file. {reason}", name=row.name, reason=error.cause)
            )
            continue
        scores, deviation = read_run(path, lambda run, name=row.name: _measured(run, name))  # type: ignore[misc]
        write_scored_ply(target, scan, scores, threshold=header.threshold, deviation=deviation)
    return problems


def decisions_for(record: Path | None, rows: list[ScanRow]) -> dict[str, Found]:
    """Decisions about the rows' files, by their sha256; raises ``RecordError``."""
    if record is None:
        return {}
    with RecordFile(record) as opened:
        return decisions_of(opened, [row.sha256 for row in rows])


def table_text(rows: list[ScanRow], decisions: Mapping[str, Found] | None = None) -> str:
    """The rows as CSV, with a heading, and the decisions by the sha256 of the scans' files."""
    decided = decisions or {}
    values = [
        {
            **row.to_dict(),
            "n_regions": len(row.regions),
            "fit": row.alignment.get("fit"),
            "not_scanned": row.alignment.get("not_scanned"),
            "largest_deviation": _known(row.largest_deviation),
            **{
                name: getattr(decided.get(row.sha256), name, None)
                for name in ("decision", "decided_by", "decided_at", "decision_reason")
            },
        }
        for row in rows
    ]
    return csv_text(COLUMNS, [[row[column] for column in COLUMNS] for row in values])


def ply_path(folder: Path, name: str) -> Path:
    """Where a scan's ply file goes: never outside ``folder``, and short enough for its name."""
    parts = PurePosixPath(name).parts
    if not parts or any(part in ("..", "/") or part != Path(part).name for part in parts):
        raise DataError("The name leads out of the folder.", path=name)
    ending = ".scored.ply"
    last = parts[-1].encode("utf-8", "surrogateescape")[: _MAX_NAME_BYTES - len(ending)]
    kept = last.decode("utf-8", "surrogateescape")
    if kept != parts[-1] and kept.encode("utf-8", "surrogateescape") == last:
        kept = last.decode("utf-8", "ignore")
    return folder.joinpath(*parts[:-1], kept + ending)


def _measured(run: RunFile, name: str) -> tuple[Float32Array, Float32Array | None]:
    return run.scores(name), run.deviation(name)


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _scan(path: Path, header: RunHeader, row: ScanRow) -> Scan:
    points = read_run(path, lambda run: run.points(row.name))
    if points is not None:
        return Scan(np.asarray(points, dtype=np.float64))
    source = Path(header.folder) / row.name
    if not unchanged(source, row):
        raise DataError("Its points were not kept, and the file is missing or has changed.")
    return read_scan(source)
