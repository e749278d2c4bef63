"""What a worker does with a scan: read, encode, score, judge, pack; also without a process."""

from __future__ import annotations

import time
from pathlib import Path

from btp_core.base.errors import InspectError, ScanReadError
from btp_core.base.messages import Message
from btp_core.base.progress import Deadline
from btp_core.base.version import software_version
from btp_core.batch.find import Fingerprint, fingerprint, same_state
from btp_core.batch.jobs import Ended, RunFacts, ScanJob, ScanOutcome, WorkerSetup
from btp_core.batch.resources import machine_name
from btp_core.batch.row import ScanRow
from btp_core.batch.row_of_scan import row_of_scan
from btp_core.batch.run_design import design_facts
from btp_core.batch.run_writer import scan_image
from btp_core.inspection.inspector import Inspector
from btp_core.inspection.results import ScoreField
from btp_core.record.entries import now
from btp_core.scans.limits import ReadLimits
from btp_core.scans.reading import read_scan


class ScanInspector:
    """Inspects scans with one model and one set of prompts; raises ``InspectError`` when made."""

    def __init__(self, setup: WorkerSetup) -> None:
        if setup.threads:
            import torch

            torch.set_num_threads(setup.threads)
        self._setup = setup
        self._limits = ReadLimits()
        if setup.max_points is not None:
            self._limits = ReadLimits(max_points=setup.max_points)
        # Before the model: a design that is not there should not take seconds to tell.
        self._design = None if setup.design is None else setup.design.load()
        self._inspector = Inspector.from_pretrained(
            setup.model, device=setup.device, backbone=setup.backbone, tower=setup.tower
        )
        # Otherwise each scan of a night would fail for the same reason.
        self._inspector.check_words(setup.prompts)

    @property
    def facts(self) -> RunFacts:
        """Where the results come from."""
        file = self._inspector.file
        return RunFacts(
            software_version(),
            file.name,
            file.sha256,
            self._inspector.device,
            0,
            machine_name(),
            backbone=str(file.backbone or ""),
            tower=str(file.tower or ""),
            **design_facts(self._design),
        )

    def inspect(self, job: ScanJob) -> ScanOutcome:
        """Inspect a scan; whatever is wrong with it becomes a failed row."""
        try:
            return self._inspect(job)
        except InspectError as error:
            return failed(job, error.message)
        except MemoryError:
            return failed(
                job, Message("It does not fit into memory. Use fewer workers, or thin the scan.")
            )
        except OSError as error:
            return failed(
                job, Message("Cannot be read ({reason}).", reason=error.strerror or error)
            )
        except Exception as error:  # noqa: BLE001 - one odd scan must not end a night's work
            return failed(
                job,
                Message(
                    "An error in the program ({kind}: {reason}).",
                    kind=type(error).__name__,
                    reason=error,
                ),
            )

    def _inspect(self, job: ScanJob) -> ScanOutcome:
        path = Path(job.path)
        self._limits_before_hashing(path)
        started = time.perf_counter()
        deadline = Deadline(self._setup.seconds_for_scan)
        seen = fingerprint(path)
        scan = read_scan(path, self._limits, deadline)
        read_seconds = time.perf_counter() - started
        if not same_state(path, seen):
            raise ScanReadError(
                "The file changed while it was read.",
                next_step="Inspect it again once it is complete.",
            )
        encoded = self._inspector.encode(scan, cancel=deadline, detail=self._setup.detail)
        field = self._inspector.score(encoded, self._setup.prompts, design=self._design)
        verdict = self._inspector.judge(
            field, self._setup.threshold, deadline, limits=self._setup.limits
        )
        row = row_of_scan(job.name, scan, field, verdict, seen, read_seconds)
        return self._outcome(row, field)

    def _limits_before_hashing(self, path: Path) -> None:
        """Say what is wrong with a folder, a pipe, an empty or a huge file before reading it."""
        if not path.is_file() or not 0 < path.stat().st_size <= self._limits.max_bytes:
            read_scan(path, self._limits)

    def _outcome(self, row: ScanRow, field: ScoreField) -> ScanOutcome:
        setup = self._setup
        image = scan_image(row, field, points=setup.points, embeddings=setup.embeddings)
        return ScanOutcome(row, image)


def failed(job: ScanJob, error: str) -> ScanOutcome:
    """The outcome of a scan that could not be inspected."""
    try:
        seen = fingerprint(Path(job.path))
    except (OSError, ValueError):
        seen = Fingerprint()
    row = ScanRow(
        job.name,
        "failed",
        error,
        size=seen.size,
        mtime_ns=seen.mtime_ns,
        sha256=seen.sha256,
        time=now(),
    )
    return ScanOutcome(row, scan_image(row, None, points=False, embeddings=False))


class InlineExecutor:
    """An :class:`~btp_core.batch.jobs.Executor` without processes (``--workers 0``)."""

    def __init__(self, setup: WorkerSetup) -> None:
        self._setup = setup
        self._waiting: list[ScanJob] = []
        self._inspector: ScanInspector | None = None

    @property
    def capacity(self) -> int:
        """One job at a time."""
        return 1

    def start(self) -> RunFacts:
        """Load the model."""
        self._inspector = ScanInspector(self._setup)
        return self._inspector.facts

    def submit(self, job: ScanJob) -> None:
        """Remember the job."""
        self._waiting.append(job)

    def finished(self, timeout: float) -> list[tuple[ScanJob, Ended]]:  # noqa: ARG002
        """Do what was submitted; there is nothing to wait for."""
        assert self._inspector is not None, "not started"
        jobs, self._waiting = self._waiting, []
        return [(job, self._inspector.inspect(job)) for job in jobs]

    def __enter__(self) -> InlineExecutor:
        return self

    def __exit__(self, *_: object) -> None:
        self._inspector = None
