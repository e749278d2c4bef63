"""Checks a folder: finds scans, has them inspected, writes the run file. Knows no front-end."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from btp_core.base.decision import DEFAULT_THRESHOLD
from btp_core.base.device import choose_device
from btp_core.base.errors import DataError, OtherSettingsError, OutputError
from btp_core.base.messages import Message
from btp_core.base.progress import CancelToken, took_too_long
from btp_core.batch.cluster import cluster
from btp_core.batch.find import FoundScans, find_scans, unchanged
from btp_core.batch.jobs import (
    DesignFile,
    Executor,
    RunFacts,
    ScanJob,
    ScanOutcome,
    WorkerDied,
    WorkerSetup,
    WorkerStuck,
)
from btp_core.batch.locks import only_run_on
from btp_core.batch.pool import ProcessPool
from btp_core.batch.progress import BatchCallback, BatchProgress, ignore_progress
from btp_core.batch.record import RunHeader, ScanRecord, listed
from btp_core.batch.recording import Recording
from btp_core.batch.resources import choose_workers, threads_per_worker
from btp_core.batch.run_file import read_table
from btp_core.batch.run_writer import RunWriter, create_run_file
from btp_core.batch.scan_inspector import InlineExecutor, failed
from btp_core.inspection.limits import NO_LIMITS, Limits
from btp_core.model.detail import Detail
from btp_core.record.entries import Source
from btp_core.record.file import RecordFile
from btp_core.text.prompts import PromptSet

_POLL_SECONDS = 0.25
"""How soon a cancelled run notices."""
ATTEMPTS = 2
"""A scan that a worker died with is tried once more: the worker may have been the wrong victim."""

ExecutorFactory = Callable[[WorkerSetup, int], Executor]


@dataclass(frozen=True)
class BatchSettings:
    """What to check, and how.

    Attributes
    ----------
    folder, include, exclude
        As for :func:`~btp_core.batch.find.find_scans`.
    output
        The run file.
    prompts, threshold, limits, model, backbone, tower, device, detail, max_points
        As for ``btp-inspect inspect``.
    workers
        Processes; 0 for none, None for as many as fit the machine.
    max_seconds
        How long a scan may take; None for half an hour, or four in fine detail.
    resume
        Resume an existing run file: scans that are in it and have not changed are skipped.
    retry_failed
        Of those, do the ones again that could not be inspected.
    design
        File of the design to compare with, or None. Its prompts and threshold are for the caller
        to take: ``prompts`` and ``threshold`` are what counts.
    points, embeddings
        What to keep besides the scores.
    scheduler
        Address of a dask scheduler whose workers do the inspecting, see docs/cluster.md; None for
        processes of this machine.
    record, serial_pattern
        The inspection record that every scan is put into, or None, and what finds the serial
        number in a scan's name.
    """

    folder: Path
    output: Path
    prompts: PromptSet
    threshold: float = DEFAULT_THRESHOLD
    model: str = "btp-mini"
    device: str = "auto"
    workers: int | None = None
    resume: bool = False
    retry_failed: bool = False
    points: bool = True
    embeddings: bool = True
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    max_points: int | None = None
    max_seconds: float | None = None
    detail: Detail = Detail.OVERVIEW
    scheduler: str | None = None
    backbone: Path | None = None
    tower: Path | None = None
    design: Path | None = None
    record: Path | None = None
    serial_pattern: str | None = None
    limits: Limits = NO_LIMITS


@dataclass(frozen=True)
class BatchResult:
    """What :func:`run_batch` returns.

    Attributes
    ----------
    header
        Of the run file.
    records
        Of the scans that were found, by name, skipped ones included.
    n_skipped
        How many of them had been inspected before.
    seconds
        In all.
    warnings
        One sentence each.
    """

    header: RunHeader
    records: tuple[ScanRecord, ...]
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
        known = {record.name: record for record in before[1]} if before else {}
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
        records=tuple(record for record in rows if record.name in wanted),
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


def existing_run(
    settings: BatchSettings, design: DesignFile | None
) -> tuple[RunHeader, list[ScanRecord]] | None:
    """The run file to resume, or None for a new one; raises as :func:`run_batch` does."""
    if not settings.output.exists() and not settings.output.is_symlink():
        return None
    table = read_table(settings.output)  # tells what is no run file
    if not settings.resume:
        raise OutputError(
            Message("The run file exists already, with {count} scans.", count=len(table[1])),
            path=settings.output,
            next_step="Resume it with --resume, or name another output.",
        )
    asked = replace(
        table[0],
        prompts=settings.prompts,
        threshold=settings.threshold,
        detail=settings.detail.value,
        design_sha256=design.sha256 if design else "",
        limits=settings.limits.to_text(),
    )
    _check_same(settings.output, table[0], asked)
    return table


def _check_same(path: Path, before: RunHeader, now: RunHeader) -> None:
    """Raises ``OtherSettingsError`` where results of the two cannot stand side by side."""
    names = before.differing(now)
    if not names:
        return
    error = OtherSettingsError(
        Message("The run file was made with other settings: {what}.", what=listed(names)),
        path=path,
        next_step="Use the same again, or name another output; `btp-inspect rescore` scores an "
        "existing run with other prompts.",
    )
    # A run keeps the poses of its scans on its own design only.
    new_design = not before.design_sha256 and "design_sha256" in names
    error.can_rescore = set(names) <= {
        "prompts",
        "threshold",
        "limits",
        *["design_sha256"] * new_design,
    }
    raise error


def _finished(path: Path, record: ScanRecord | None, retry_failed: bool) -> bool:
    if record is None or (record.status == "failed" and retry_failed):
        return False
    return unchanged(path, record)


def make_executor(
    settings: BatchSettings,
    design: DesignFile | None,
    n_jobs: int,
    executor: ExecutorFactory | None = None,
) -> Executor:
    """The workers that inspect as the settings say; ``executor`` makes others."""
    setup = WorkerSetup(
        model=settings.model,
        device=settings.device,
        prompts=settings.prompts,
        threshold=settings.threshold,
        detail=settings.detail,
        points=settings.points,
        embeddings=settings.embeddings,
        max_points=settings.max_points,
        max_seconds=settings.max_seconds,
        backbone=settings.backbone,
        tower=settings.tower,
        design=design,
        limits=settings.limits,
    )
    if settings.scheduler is not None:
        return cluster(setup, settings.scheduler, settings.folder)
    device = choose_device(settings.device)
    workers = settings.workers
    if workers is None:
        workers = choose_workers(device, n_jobs)
    threads = threads_per_worker(workers) if workers else 0
    setup = replace(setup, device=device, threads=threads)
    if executor is not None:
        return executor(setup, workers)
    return ProcessPool(setup, workers) if workers else InlineExecutor(setup)


def prepare_run_file(
    settings: BatchSettings, before: RunHeader | None, facts: RunFacts
) -> RunHeader:
    """Write a new run file, or see that the one that is there was made with the same model.

    Returns
    -------
    RunHeader
        Of the file.

    Raises
    ------
    OutputError
        It was made with other settings, or cannot be written.
    """
    header = RunHeader(
        **asdict(facts),
        prompts=settings.prompts,
        threshold=settings.threshold,
        detail=settings.detail.value,
        limits=settings.limits.to_text(),
        folder=str(settings.folder.absolute()),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    if before is None:
        create_run_file(settings.output, header)
        return header
    _check_same(settings.output, before, header)
    return before


def start_recording(
    settings: BatchSettings, header: RunHeader, source: Source, cancel: CancelToken
) -> Recording:
    """Begin to record a run; raises ``RecordError``."""
    assert settings.record is not None
    return Recording(
        settings.record,
        header,
        source=source,
        run_file=settings.output.absolute(),
        serial_pattern=settings.serial_pattern,
        design_path=settings.design,
        cancel=cancel,
    )


def outcome_of_lost(
    job: ScanJob, death: WorkerDied | WorkerStuck, attempts: Counter[str]
) -> ScanOutcome | None:
    """The failure of a scan whose worker died; None for once more. Counts the attempts."""
    if isinstance(death, WorkerStuck):
        return failed(job, took_too_long(death.seconds).message)
    attempts[job.name] += 1
    if attempts[job.name] < ATTEMPTS:
        return None
    return failed(
        job,
        Message(
            "The process that inspected it died {attempts} times ({reason}). There may be too "
            "little memory: use fewer workers.",
            attempts=ATTEMPTS,
            reason=death.reason,
        ),
    )


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
                record = outcome.record
                writer.add(record.name, outcome.image)
                if recording is not None:
                    recording.add([record])
                done += 1
                n_failed += record.verdict == "fail"
                n_errors += record.status == "failed"
                seconds = time.perf_counter() - started
                self._progress(BatchProgress(done, len(jobs), n_failed, n_errors, seconds, record))
            self._cancel.raise_if_cancelled()
