"""The steps that checking a folder and watching one have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from btp_core.base.device import choose_device
from btp_core.base.errors import OtherSettingsError, OutputError
from btp_core.base.messages import Message
from btp_core.base.progress import CancelToken, took_too_long
from btp_core.batch.cluster import cluster
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
from btp_core.batch.pool import ProcessPool
from btp_core.batch.recording import Recording
from btp_core.batch.resources import choose_workers, threads_per_worker
from btp_core.batch.row import ScanRow
from btp_core.batch.run_file import read_table
from btp_core.batch.run_header import RunHeader, listed
from btp_core.batch.run_writer import create_run_file
from btp_core.batch.scan_inspector import InlineExecutor, failed
from btp_core.batch.settings import BatchSettings
from btp_core.record.entries import Source

ATTEMPTS = 2
"""A scan that a worker died with is tried once more: the worker may have been the wrong victim."""

ExecutorFactory = Callable[[WorkerSetup, int], Executor]


def existing_run(
    settings: BatchSettings, design: DesignFile | None
) -> tuple[RunHeader, list[ScanRow]] | None:
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
