"""What goes to a worker and what comes back: plain values, small enough to send anywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from btp_core.base.rounding import SAME_FOR_ANY_THREADS
from btp_core.model.detail import Detail

if TYPE_CHECKING:
    from btp_core.batch.record import ScanRecord
    from btp_core.text.prompts import PromptSet


@dataclass(frozen=True)
class WorkerSetup:
    """What a worker needs to know once.

    Attributes
    ----------
    model, backbone, tower, device, prompts, threshold, detail, max_points
        As for ``btp-inspect inspect``.
    points, embeddings
        What to keep of each scan besides its scores.
    threads
        Of the network; 0 leaves it to the library.
    rounding
        What workers of other machines are held to, see :mod:`btp_core.base.rounding`.
    """

    model: str
    device: str
    prompts: PromptSet
    threshold: float
    detail: Detail = Detail.OVERVIEW
    points: bool = True
    embeddings: bool = True
    max_points: int | None = None
    threads: int = 0
    rounding: str = SAME_FOR_ANY_THREADS
    backbone: Path | None = None
    tower: Path | None = None

    def with_whole_paths(self) -> WorkerSetup:
        """The same for a process that works in another folder."""
        named = Path(self.model)
        return replace(
            self,
            model=str(named.absolute()) if named.suffix else self.model,
            backbone=None if self.backbone is None else self.backbone.absolute(),
            tower=None if self.tower is None else self.tower.absolute(),
        )


@dataclass(frozen=True)
class RunFacts:
    """What a worker says once it has loaded the model: the run's provenance."""

    software_version: str
    model_name: str
    model_sha256: str
    device: str
    seed: int
    machine: str = ""
    backbone: str = ""
    tower: str = ""


@dataclass(frozen=True)
class StartFailure:
    """Why a worker could not load the model, as of an ``InspectError``."""

    cause: str
    path: str | None
    next_step: str


@dataclass(frozen=True)
class ScanJob:
    """One scan: its name in the run, and the file."""

    name: str
    path: str


@dataclass(frozen=True)
class ScanOutcome:
    """A scan's row, and the bytes for the run file."""

    record: ScanRecord
    image: bytes


@dataclass(frozen=True)
class WorkerDied:
    """The process that had the job ended without a word."""

    reason: str


class Executor(Protocol):
    """Where jobs run: processes of this machine, or, behind the same methods, of many.

    Used as a context manager; leaving it stops the workers, and what they were at is dropped.
    """

    @property
    def capacity(self) -> int:
        """How many jobs to keep in flight."""
        ...

    def start(self) -> RunFacts:
        """Start the workers and wait for the first; raises what loading the model raises."""
        ...

    def submit(self, job: ScanJob) -> None:
        """Hand over a job."""
        ...

    def finished(self, timeout: float) -> list[tuple[ScanJob, ScanOutcome | WorkerDied]]:
        """Jobs that ended since the last call, after waiting for one at most ``timeout`` seconds.

        Raises
        ------
        InspectError
            No worker can be started any more.
        """
        ...

    def __enter__(self) -> Executor: ...

    def __exit__(self, *_: object) -> None: ...
