"""Checks a folder: finds scans, has them inspected, writes the run file. Knows no front-end."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from btp_core.base.errors import DataError
from btp_core.base.progress import CancelToken
from btp_core.batch.find import FoundScans, find_scans, unchanged
from btp_core.batch.jobs import (
    DesignFile,
    Executor,
    ScanJob,
    ScanOutcome,
)
from btp_core.batch.locks import only_run_on
from btp_core.batch.progress import BatchCallback, BatchProgress, ignore_progress
from btp_core.batch.recording import Recording
from btp_core.batch.row import ScanRow
from btp_core.batch.run_file import read_table
from btp_core.batch.run_header import RunHeader
from btp_core.batch.run_writer import RunWriter
from btp_core.batch.settings import BatchSettings
from btp_core.batch.steps import (
    ExecutorFactory,
    existing_run,
    make_executor,
    outcome_of_lost,
    prepare_run_file,
    start_recording,
)
from btp_core.record.file import RecordFile

_POLL_SECONDS = 0.25
"""How soon a cancelled run notices."""


@dataclass(frozen=True)
class BatchResult:
    """What :func:`run_batch` returns.

    Attributes
    ----------
    header
        Of the run file.
    rows
        Of the scans that were found, by name, skipped ones included.
    n_skipped
        How many of them had been inspected before.
    seconds
        In all.
    warnings
        One sentence each.
    """

    header: RunHeader
    rows: tuple[ScanRow, ...]
    n_skipped: int
    seconds: float
    warnings: tuple[str, ...]


def run_batch(
    settings: BatchSettings,
    progress: BatchCallback = ignore_progress,
    cancel: CancelToken | None = None,
    executor: ExecutorFactory | None = None,
) -> BatchResult:
    """Check a folder.

    Parameters
    ----------
    settings
        What to check, and how.
    progress
        Called after every scan, in this thread.
    cancel
        Checked four times a second; scans in flight are dropped, finished ones are in the file.
    executor
        Makes the workers; processes of this machine unless given.

    Raises
    ------
    DataError
        The folder is missing or holds no scan; the output is no run file of this schema.
    OutputError
        The output exists (without ``resume``), was made with other settings, is being written by
        another run, or cannot be written.
    ModelError
        The model or the device is not there.
    DesignError
        The design cannot be read, or a worker sees another one under its name.
    RecordError
        The record cannot be opened; one that fails later is a warning.
    CancelledError
        If cancelled.
    """
    started = time.perf_counter()
    cancel = cancel or CancelToken()
    design = None if settings.design is None else DesignFile.of(settings.design)
    # Where there is nothing to do, not even a lock is left. A run file that is there has one, and
    # what speaks against going on with it is told before a long search.
    found = None if settings.output.exists() else _find(settings, cancel)
    with only_run_on(settings.output):
        before = existing_run(settings, design)
        found = found or _find(settings, cancel)
        known = {row.name: row for row in before[1]} if before else {}
        todo = []
        warnings: list[str] = []
        for name in found.names:
            cancel.raise_if_cancelled()
            if not _finished(found.path(name), known.get(name), settings.retry_failed):
                todo.append(name)
        # The checks above are quick and the model is slow: that comes last.
        if todo or before is None:
            progress(BatchProgress(0, len(todo), 0, 0, 0.0, waiting=tuple(todo)))
            jobs = [ScanJob(name, str(found.path(name))) for name in todo]
            header = before[0] if before else None
            session = _Session(settings, design, header, progress, cancel, executor)
            warnings = session.run(jobs)
    header, rows = read_table(settings.output)
    wanted = set(found.names)
    if not todo and settings.record is not None:
        # Nothing was inspected, but perhaps what an earlier run did was not recorded.
        recording = start_recording(settings, header, "batch", cancel)
        recording.add(rows)
        warnings = recording.finish()
    return BatchResult(
        header=header,
        rows=tuple(row for row in rows if row.name in wanted),
        n_skipped=len(found.names) - len(todo),
        seconds=time.perf_counter() - started,
        warnings=(*found.warnings, *warnings),
    )


def _find(settings: BatchSettings, cancel: CancelToken) -> FoundScans:
    found = find_scans(
        settings.folder,
        include=settings.include,
        exclude=settings.exclude,
        leave_out=[settings.output],
        cancel=cancel,
    )
    if not found.names:
        raise DataError(
            "No scan was found.",
            path=settings.folder,
            next_step="Check the folder and the patterns.",
        )
    return found


def _finished(path: Path, row: ScanRow | None, retry_failed: bool) -> bool:
    if row is None or (row.status == "failed" and retry_failed):
        return False
    return unchanged(path, row)


class _Session:
    """The part of a run that has workers and an open file."""

    def __init__(
        self,
        settings: BatchSettings,
        design: DesignFile | None,
        header: RunHeader | None,
        progress: BatchCallback,
        cancel: CancelToken,
        executor: ExecutorFactory | None,
    ) -> None:
        self._settings = settings
        self._design = design
        self._header = header
        self._progress = progress
        self._cancel = cancel
        self._executor = executor

    def run(self, jobs: list[ScanJob]) -> list[str]:
        """Inspect; returns warnings."""
        settings = self._settings
        if settings.record is not None:
            RecordFile(settings.record, create=True, cancel=self._cancel).close()  # or say why not
        with make_executor(settings, self._design, len(jobs), self._executor) as executor:
            facts = executor.start()
            self._cancel.raise_if_cancelled()
            header = prepare_run_file(settings, self._header, facts)
            recording = None
            if settings.record is not None:
                recording = start_recording(settings, header, "batch", self._cancel)
                # A run that was killed may have stored what it did not come to record.
                recording.add(read_table(settings.output)[1])
            with RunWriter(settings.output) as writer:
                self._inspect(jobs, executor, writer, recording)
        return [] if recording is None else recording.finish()

    def _inspect(
        self,
        jobs: list[ScanJob],
        executor: Executor,
        writer: RunWriter,
        recording: Recording | None,
    ) -> None:
        started = time.perf_counter()
        waiting = iter(jobs)
        attempts: Counter[str] = Counter()
        in_flight = done = n_failed = n_errors = 0
        self._progress(BatchProgress(0, len(jobs), 0, 0, 0.0))

        def fill() -> None:
            nonlocal in_flight
            while in_flight < executor.capacity and (job := next(waiting, None)) is not None:
                executor.submit(job)
                in_flight += 1

        fill()
        while done < len(jobs):
            ended: list[ScanOutcome] = []
            for job, result in executor.finished(_POLL_SECONDS):
                if isinstance(result, ScanOutcome):
                    ended.append(result)
                    in_flight -= 1
                elif (lost := outcome_of_lost(job, result, attempts)) is not None:
                    ended.append(lost)
                    in_flight -= 1
                else:
                    executor.submit(job)
            # Workers get their next scan before this process turns to writing.
            fill()
            for outcome in ended:
                row = outcome.row
                writer.add(row.name, outcome.image)
                if recording is not None:
                    recording.add([row])
                done += 1
                n_failed += row.verdict == "fail"
                n_errors += row.status == "failed"
                seconds = time.perf_counter() - started
                self._progress(BatchProgress(done, len(jobs), n_failed, n_errors, seconds, row))
            self._cancel.raise_if_cancelled()
