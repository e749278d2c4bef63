"""What is done with the inspection record off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from btp_core.base.checksums import file_sha256
from btp_core.base.errors import ScanReadError
from btp_core.record.entries import Decision, InspectionEntry
from btp_core.record.file import RecordFile
from btp_core.record.search import Inspection, inspection, number_of

if TYPE_CHECKING:
    from btp_core.inspection.results import ScoreField, Verdict
    from btp_core.scans.scan import Scan


@dataclass(frozen=True)
class ScanInView:
    """A scan with its verdict, as it is put into the record.

    ``state`` is size and time of the last change of its file when it was read.
    """

    path: Path
    state: tuple[int, int]
    scan: Scan
    scores: ScoreField
    verdict: Verdict
    detail: str
    design_path: Path | None
    serial_pattern: str


@dataclass(frozen=True)
class StoredInView:
    """A scan whose map was read from a run file."""

    run: Path
    name: str
    serial_pattern: str


def file_state(path: Path) -> tuple[int, int]:
    """Size and time of the last change; raises ``OSError``."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def entry_of(shown: ScanInView | StoredInView) -> InspectionEntry:
    """The entry of what is in view; raises ``InspectError``."""
    return _entry_of_stored(shown) if isinstance(shown, StoredInView) else _entry_of_scan(shown)


def keep(record: Path, shown: ScanInView | StoredInView) -> Inspection:
    """Put it into the record, if it is not there, and say what is known; raises ``RecordError``."""
    entry = entry_of(shown)
    with RecordFile(record, create=True) as opened:
        return inspection(opened, opened.add(entry).inspection)


def decide(record: Path, shown: ScanInView | StoredInView, decision: Decision) -> Inspection:
    """Put a decision into the record, and what it is about if that is not there."""
    entry = entry_of(shown)
    with RecordFile(record, create=True) as opened:
        number = opened.add(entry).inspection
        opened.decide(number, decision)
        return inspection(opened, number)


def look_up(record: Path, shown: ScanInView | StoredInView) -> Inspection | None:
    """What the record knows of it; None where it is not in the record."""
    if not record.exists():
        return None
    key = entry_of(shown).key
    with RecordFile(record) as opened:
        number = number_of(opened, key)
        return None if number is None else inspection(opened, number)


def _entry_of_scan(shown: ScanInView) -> InspectionEntry:
    # Imports what the window starts without.
    from btp_core.inspection.result_file import scan_result
    from btp_core.record.from_result import entry_of_result

    try:
        sha256 = _sha256(shown.path, shown.state)
        state = file_state(shown.path)
    except OSError as error:
        raise _changed(shown.path) from error
    if state != shown.state:
        raise _changed(shown.path)
    result = scan_result(shown.scan, shown.scores, shown.verdict)
    return entry_of_result(
        {**result, "scan": str(shown.path)},
        sha256=sha256,
        size=state[0],
        source="window",
        serial_pattern=shown.serial_pattern,
        detail=shown.detail,
        design_path=shown.design_path,
    )


@lru_cache(maxsize=256)
def _sha256(path: Path, _state: tuple[int, int]) -> str:
    """Of a file in a state; the threshold may be moved a hundred times over one large scan."""
    return file_sha256(path)


def _changed(path: Path) -> ScanReadError:
    return ScanReadError(
        "The file has changed since it was opened, so its inspection cannot be recorded.",
        path=path,
        next_step="Open it again.",
    )


def _entry_of_stored(shown: StoredInView) -> InspectionEntry:
    from btp_core.base.errors import DataError
    from btp_core.base.messages import Message
    from btp_core.batch.recording import entry_of_row
    from btp_core.batch.run_file import read_run

    header, row = read_run(shown.run, lambda run: (run.header, run.row(shown.name)))
    if row is None:
        raise DataError(
            Message("It holds no result for {name!r}.", name=shown.name),
            path=shown.run,
            next_step="Check the folder again.",
        )
    return entry_of_row(
        header,
        row,
        source="batch",
        run_file=shown.run.absolute(),
        serial_pattern=shown.serial_pattern or None,
    )
