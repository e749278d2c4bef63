"""What a dask worker runs: one scan, with a model that stays loaded in its process."""

from __future__ import annotations

import os
import socket
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from btp_core.base.rounding import SAME_FOR_ANY_THREADS, VARIABLE, rounding

os.environ.setdefault(VARIABLE, SAME_FOR_ANY_THREADS)  # as on the command line

from btp_core.base.errors import InspectError
from btp_core.batch.jobs import RunFacts, ScanJob, ScanOutcome, StartFailure, WorkerSetup

if TYPE_CHECKING:
    from btp_core.batch.scan_inspector import ScanInspector

# A worker with several threads shares one model, whose network uses several threads itself.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class WorkerAnswer:
    """A scan's outcome, and who says so.

    Attributes
    ----------
    host
        Name of the worker's machine.
    facts
        Of its model and program.
    outcome
        None for an answer to :func:`try_worker`.
    """

    host: str
    facts: RunFacts
    outcome: ScanOutcome | None = None


def try_worker(setup: WorkerSetup, folder: str) -> WorkerAnswer | StartFailure:
    """Load the model, and see whether the folder of scans is where the worker looks for it."""
    if (other := _other_rounding(setup)) is not None:
        return other
    if not Path(folder).is_dir():
        return StartFailure(
            f"The worker on {socket.gethostname()} does not see this folder.",
            folder,
            "Put the scans on a file system that all machines share under the same path.",
        )
    with _ONE_AT_A_TIME:
        try:
            return WorkerAnswer(socket.gethostname(), _inspector(setup).facts)
        except InspectError as error:
            return _failure(error)


def inspect_scan(setup: WorkerSetup, job: ScanJob) -> WorkerAnswer | StartFailure:
    """Inspect one scan; what is wrong with the scan is in the outcome."""
    if (other := _other_rounding(setup)) is not None:
        return other
    with _ONE_AT_A_TIME:
        try:
            inspector = _inspector(setup)
        except InspectError as error:
            return _failure(error)
        return WorkerAnswer(socket.gethostname(), inspector.facts, inspector.inspect(job))


@lru_cache(maxsize=1)
def _inspector(setup: WorkerSetup) -> ScanInspector:
    from btp_core.batch.scan_inspector import ScanInspector

    return ScanInspector(setup)


def _other_rounding(setup: WorkerSetup) -> StartFailure | None:
    """Scores that differ in their last digits would pass unnoticed."""
    if rounding() == setup.rounding:
        return None
    return StartFailure(
        f"The worker on {socket.gethostname()} rounds differently: {VARIABLE} is {rounding()!r} "
        f"there and {setup.rounding!r} here.",
        None,
        f"Start the worker without {VARIABLE} in its environment, or with the same.",
    )


def _failure(error: InspectError) -> StartFailure:
    path = None if error.path is None else str(error.path)
    return StartFailure(f"{socket.gethostname()}: {error.cause}", path, error.next_step)
