"""Jobs in the process itself, one after another."""

from __future__ import annotations

from types import TracebackType

from btp_core.batch.jobs import RunFacts, ScanJob, ScanOutcome, WorkerDied, WorkerSetup
from btp_core.batch.scan_inspector import ScanInspector


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

    def finished(self, timeout: float) -> list[tuple[ScanJob, ScanOutcome | WorkerDied]]:  # noqa: ARG002
        """Do what was submitted; there is nothing to wait for."""
        assert self._inspector is not None, "not started"
        jobs, self._waiting = self._waiting, []
        return [(job, self._inspector.inspect(job)) for job in jobs]

    def __enter__(self) -> InlineExecutor:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._inspector = None
