"""Workers that need no model: an array of numbers is a good scan, anything else is broken."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import numpy as np

from btp_core.batch.find import fingerprint
from btp_core.batch.jobs import RunFacts, ScanJob, ScanOutcome, WorkerSetup
from btp_core.batch.row import ScanRow
from btp_core.batch.run_writer import scan_image
from btp_core.batch.scan_inspector import failed
from btp_core.record.entries import now


class FakeWorkers:
    """See :class:`btp_core.batch.jobs.Executor`; ``inspected`` says what was read, in order."""

    capacity = 2
    inspected: ClassVar[list[str]] = []

    def __init__(self, setup: WorkerSetup, workers: int) -> None:
        self._jobs: list[ScanJob] = []

    def start(self) -> RunFacts:
        return RunFacts("1", "fake", "ab" * 32, "cpu", 0)

    def submit(self, job: ScanJob) -> None:
        self._jobs.append(job)

    def finished(self, timeout: float) -> list[tuple[ScanJob, ScanOutcome]]:
        jobs, self._jobs = self._jobs, []
        return [(job, self._inspect(job)) for job in jobs]

    def _inspect(self, job: ScanJob) -> ScanOutcome:
        FakeWorkers.inspected.append(job.name)
        path = Path(job.path)
        try:
            seen = fingerprint(path)
            count = len(np.load(path, allow_pickle=False))
        except (OSError, ValueError, EOFError):
            return failed(job, "Broken.")
        row = ScanRow(
            job.name,
            "done",
            object_score=0.7 if count % 2 else 0.2,
            verdict="fail" if count % 2 else "pass",
            n_points=count,
            size=seen.size,
            mtime_ns=seen.mtime_ns,
            sha256=seen.sha256,
            time=now(),
        )
        return ScanOutcome(row, scan_image(row, None, points=False, embeddings=False))

    def __enter__(self) -> FakeWorkers:
        return self

    def __exit__(self, *_: object) -> None:
        self._jobs = []
