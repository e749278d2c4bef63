"""Workers on many machines, by way of a dask scheduler; see docs/cluster.md.

dask finds workers, sends them jobs, and sends the jobs of a worker that died to others. This
module only hands scans in, a few for each worker, and takes results out.
"""

from __future__ import annotations

import logging
import queue
import time
import uuid
from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import replace
from pathlib import Path
from typing import Any

from btp_core.base.errors import InspectError, ModelError
from btp_core.base.messages import Message
from btp_core.base.rounding import rounding
from btp_core.batch.cluster_worker import WorkerAnswer, inspect_scan, try_worker
from btp_core.batch.jobs import (
    Ended,
    RunFacts,
    ScanJob,
    ScanOutcome,
    StartFailure,
    WorkerDied,
    WorkerSetup,
)

CONNECT_SECONDS = 10.0
WORKER_SECONDS = 30.0
"""How long to wait for the first worker."""
LOST_SECONDS = 60.0
"""How long a scheduler may be out of reach before the run gives up."""
COUNT_SECONDS = 2.0
"""How often the workers are counted."""
JOBS_PER_THREAD = 2
"""One at work and one waiting, so that no worker idles while a result travels."""


def cluster(setup: WorkerSetup, address: str, folder: Path) -> DaskExecutor:
    """Workers of the scheduler at ``address``.

    Parameters
    ----------
    setup
        For every worker; its device may be ``"auto"``, which each worker decides.
    address
        Such as ``tcp://host:8786``.
    folder
        Of the scans; every worker must see it under the same absolute path.

    Raises
    ------
    InspectError
        dask is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise InspectError(
            "--scheduler needs the package dask.distributed.",
            next_step="Install it with: pip install 'btp-inspect[cluster]'",
        ) from error
    try:
        client = Client(  # type: ignore[no-untyped-call]
            address, timeout=CONNECT_SECONDS, set_as_default=False
        )
    except (OSError, ValueError) as error:
        raise InspectError(
            Message(
                "No dask scheduler answers at {address} ({reason}).",
                address=address,
                reason=str(error) or type(error).__name__,
            ),
            next_step="Start one with `dask scheduler`, and name the address that it prints.",
        ) from error
    # What it says of lost connections is said by our errors, without a traceback.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    setup = replace(setup.with_whole_paths(), rounding=rounding())
    return DaskExecutor(client, setup, folder)


class DaskExecutor:
    """An :class:`~btp_core.batch.jobs.Executor` of dask workers, made by :func:`cluster`.

    A job whose worker dies is given to another by the scheduler; one that took several workers
    along comes back as :class:`WorkerDied`.
    """

    def __init__(self, client: Any, setup: WorkerSetup, folder: Path) -> None:
        self._client = client
        self._setup = setup
        self._folder = str(folder.absolute())
        self._facts: RunFacts | None = None
        self._done: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._jobs: dict[str, tuple[ScanJob, Any]] = {}
        self._threads, self._counted = 0, 0.0
        self._lost_since: float | None = None

    @property
    def capacity(self) -> int:
        """A few jobs for each thread of each worker there is now."""
        if time.monotonic() - self._counted > COUNT_SECONDS:
            self._counted = time.monotonic()
            self._threads = self._asked(lambda: sum(self._client.nthreads().values()))
        return JOBS_PER_THREAD * max(1, self._threads)

    def start(self) -> RunFacts:
        """Wait for a worker, its model and its view of the folder."""
        from distributed import KilledWorker

        address = self._client.scheduler.address
        try:
            self._client.wait_for_workers(1, timeout=WORKER_SECONDS)
        except TimeoutError as error:
            raise InspectError(
                Message("The scheduler at {address} has no workers.", address=address),
                next_step=Message(
                    "Start some with `dask worker {address} --nthreads 1`.", address=address
                ),
            ) from error
        key = self._key()
        future = self._client.submit(try_worker, self._setup, self._folder, key=key, pure=False)
        try:
            answer = self._asked(future.result)
        except KilledWorker as error:
            raise InspectError(
                Message(
                    "Every worker that loaded the model ended, the last was {address}.",
                    address=error.last_worker.address,
                ),
                next_step="See what the worker printed; there may be too little memory for it.",
            ) from error
        assert isinstance(answer, WorkerAnswer)
        self._facts = answer.facts
        return answer.facts

    def submit(self, job: ScanJob) -> None:
        """Hand the job to the scheduler."""
        job = replace(job, path=str(Path(job.path).absolute()))
        key = self._key()
        future = self._client.submit(inspect_scan, self._setup, job, key=key, pure=False)
        self._jobs[key] = job, future
        future.add_done_callback(self._done.put)

    def finished(self, timeout: float) -> list[tuple[ScanJob, Ended]]:
        """See :meth:`Executor.finished <btp_core.batch.jobs.Executor.finished>`."""
        self._watch_the_scheduler()
        try:
            # One at a time: what waits in memory is bounded by what the writer keeps up with.
            return [self._ended(self._done.get(timeout=timeout))]
        except queue.Empty:
            return []

    def __enter__(self) -> DaskExecutor:
        return self

    def __exit__(self, *_: object) -> None:
        # Scans at work end on their workers; nobody waits for them.
        futures = [future for _, future in self._jobs.values()]
        self._jobs = {}
        if futures and self._client.status == "running":
            self._client.cancel(futures, force=True)
        self._client.close(timeout=CONNECT_SECONDS)

    def _ended(self, future: Any) -> tuple[ScanJob, ScanOutcome | WorkerDied]:
        from distributed import KilledWorker

        if future.status in ("cancelled", "lost"):
            raise self._gone("it has forgotten the jobs")
        job, _ = self._jobs.pop(future.key)
        try:
            answer = self._asked(future.result)
        except KilledWorker as error:
            return job, WorkerDied(
                Message(
                    "several workers died, the last was {address}",
                    address=error.last_worker.address,
                )
            )
        self._compare(answer)
        return job, answer.outcome

    def _asked(self, ask: Callable[[], Any]) -> Any:
        """What dask answers, with its ways to fail as ours."""
        try:
            answer = ask()
        except (ImportError, RuntimeError) as error:
            # What the scheduler or a worker says when it cannot unpickle a job.
            raise InspectError(
                Message("The cluster does not understand the job ({reason}).", reason=error),
                next_step="Install the same btp-inspect, with its cluster extra, on all machines, "
                "the scheduler's too.",
            ) from error
        except (OSError, CancelledError) as error:
            # dask cancels what it was asked when the connection is lost.
            raise self._gone(str(error) or type(error).__name__) from error
        if isinstance(answer, StartFailure):
            raise ModelError(answer.cause, path=answer.path, next_step=answer.next_step)
        return answer

    def _compare(self, answer: WorkerAnswer) -> None:
        ours = self._facts
        assert ours is not None
        # Which machine it was is provenance; the rest has to be the same on all of them.
        theirs = replace(answer.facts, machine=ours.machine)
        if theirs != ours:
            raise InspectError(
                Message(
                    "The worker on {host} differs from the first one: {theirs} instead of {ours}.",
                    host=answer.host,
                    theirs=theirs,
                    ours=ours,
                ),
                next_step="Install the same version and model on all machines, and name a device.",
            )

    def _watch_the_scheduler(self) -> None:
        if self._client.status == "running":
            self._lost_since = None
            return
        now = time.monotonic()
        self._lost_since = self._lost_since or now
        if now - self._lost_since > LOST_SECONDS or self._client.status in ("closing", "closed"):
            raise self._gone(f"its state is '{self._client.status}'")

    @staticmethod
    def _gone(why: str) -> InspectError:
        return InspectError(
            Message("The scheduler does not answer any more ({reason}).", reason=why),
            next_step="Finished scans are in the run file; start the scheduler and use --resume.",
        )

    @staticmethod
    def _key() -> str:
        return f"btp-inspect-{uuid.uuid4().hex}"
