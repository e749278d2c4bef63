"""Puts the rows of a run into the inspection record."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import cast

from btp_core.base.errors import RecordError
from btp_core.base.messages import Message
from btp_core.base.progress import CancelToken
from btp_core.batch.row import ScanRow
from btp_core.batch.run_file import read_table
from btp_core.batch.run_header import RunHeader
from btp_core.record.entries import (
    InspectionEntry,
    Outcome,
    Source,
    now,
    placed,
    text_of,
    utc_text,
)
from btp_core.record.file import Added, RecordFile
from btp_core.record.serial import serial_number

RETRY_SECONDS = 60.0
"""After a failure the run goes on by itself for so long before the record is tried again."""


def entry_of_row(
    header: RunHeader,
    row: ScanRow,
    *,
    source: Source,
    run_file: Path | None = None,
    serial_pattern: str | None = None,
    design_path: Path | None = None,
    prompts: str = "",
) -> InspectionEntry:
    """The entry of a run's row.

    Parameters
    ----------
    header, row
        Of the run file.
    source, run_file, design_path
        As in :class:`~btp_core.record.entries.InspectionEntry`.
    serial_pattern
        Finds the serial number in the file's name.
    prompts
        Those of the header as ``text_of`` writes them, if that is known already.
    """
    done = row.status == "done"
    return InspectionEntry(
        scan=row.name,
        path=str(Path(header.folder) / row.name),
        sha256=row.sha256,
        size=row.size,
        verdict=cast(Outcome, row.verdict or "not checked") if done else "error",
        reason=row.reason if done else row.error,
        object_score=float(row.object_score),
        threshold=float(header.threshold),
        model=header.model_name,
        model_sha256=header.model_sha256,
        prompts=prompts or text_of(header.prompts.to_dict()),
        source=source,
        software_version=header.software_version,
        detail=header.detail,
        device=row.device,
        design=header.design,
        design_version=header.design_version,
        design_sha256=header.design_sha256,
        design_path="" if design_path is None else str(design_path),
        units=header.design_units,
        regions=placed(row.regions, row.alignment),
        alignment=row.alignment,
        serial=serial_number(row.name, serial_pattern),
        run_file="" if run_file is None else str(run_file),
        seconds=float(row.seconds),
        time=row.time or now(),
    )


class Recording:
    """Adds rows to a record as they come; a record that fails does not stop the run.

    What could not be added is tried again later, and once more at the end.

    Parameters
    ----------
    path
        Of the record; it is made if it is not there.
    header
        Of the run.
    source, run_file, serial_pattern, design_path
        As for :func:`entry_of_row`.
    cancel
        Ends waiting for another program.

    Raises
    ------
    RecordError
        The file is no record, or cannot be opened now.
    """

    def __init__(
        self,
        path: Path,
        header: RunHeader,
        *,
        source: Source,
        run_file: Path,
        serial_pattern: str | None = None,
        design_path: Path | None = None,
        cancel: CancelToken | None = None,
    ) -> None:
        self._path, self._header, self._source = path, header, source
        self._run_file, self._pattern, self._design_path = run_file, serial_pattern, design_path
        self._prompts = text_of(header.prompts.to_dict())
        self._cancel = cancel
        self._waiting: list[InspectionEntry] = []
        self._retry_at = 0.0
        self.problem: RecordError | None = None
        RecordFile(path, create=True, cancel=cancel).close()

    def add(self, rows: Iterable[ScanRow]) -> list[Added]:
        """Add rows, and what waits; an empty list where the record cannot be written now."""
        self._waiting += [
            entry_of_row(
                self._header,
                row,
                source=self._source,
                run_file=self._run_file,
                serial_pattern=self._pattern,
                design_path=self._design_path,
                prompts=self._prompts,
            )
            for row in rows
        ]
        if not self._waiting or time.monotonic() < self._retry_at:
            return []
        return self._write()

    def finish(self) -> list[str]:
        """Try what waits once more; a warning if something could not be recorded."""
        if self._waiting:
            self._write()
        if not self._waiting:
            return []
        return [
            Message(
                "{count} inspections could not be recorded. {reason} They are in the run file: "
                "`btp-inspect record add` records them.",
                count=len(self._waiting),
                reason=self.problem,
            )
        ]

    def _write(self) -> list[Added]:
        try:
            # Opened anew each time: a share that went away and came back is another file.
            with RecordFile(self._path, create=True, cancel=self._cancel) as record:
                added = record.add_all(self._waiting)
        except RecordError as error:
            self.problem = error
            self._retry_at = time.monotonic() + RETRY_SECONDS
            return []
        self._waiting.clear()
        return added


def record_run(
    record: Path,
    run_file: Path,
    *,
    source: Source = "batch",
    serial_pattern: str | None = None,
    design_path: Path | None = None,
) -> list[Added]:
    """Put all rows of a run file into a record, those that are not in it.

    Raises
    ------
    DataError
        The run file cannot be read.
    RecordError
        The record cannot be written.
    """
    header, rows = read_table(run_file)
    prompts = text_of(header.prompts.to_dict())
    entries = [
        entry_of_row(
            header,
            row if row.time else _dated(row, header.created),
            source=source,
            run_file=run_file.absolute(),
            serial_pattern=serial_pattern,
            design_path=design_path,
            prompts=prompts,
        )
        for row in rows
    ]
    with RecordFile(record, create=True) as opened:
        return opened.add_all(entries)


def _dated(row: ScanRow, created: str) -> ScanRow:
    """A row of an earlier version of the program, with the time of its run."""
    try:
        return replace(row, time=utc_text(datetime.fromisoformat(created)))
    except ValueError:
        return row
