"""What goes to a worker and what comes back: plain values, small enough to send anywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from btp_core.base.checksums import file_sha256
from btp_core.base.errors import DesignError
from btp_core.base.messages import Message
from btp_core.base.rounding import SAME_FOR_ANY_THREADS
from btp_core.inspection.limits import NO_LIMITS, Limits
from btp_core.model.detail import Detail

if TYPE_CHECKING:
    from btp_core.batch.row import ScanRow
    from btp_core.designs.design import Design
    from btp_core.text.prompts import PromptSet


SCAN_SECONDS = 1800.0
FINE_SECONDS = 4 * 3600.0


@dataclass(frozen=True)
class DesignFile:
    """A design as it travels to a worker: where its file is, and the sha256 it must have there."""

    path: Path
    sha256: str

    @classmethod
    def of(cls, path: Path) -> DesignFile:
        """The file as it is now; raises :class:`DesignError` where it cannot be read."""
        try:
            return cls(path, file_sha256(path))
        except OSError as error:
            raise DesignError(
                Message("The design cannot be read ({reason}).", reason=error.strerror or error),
                path=path,
                next_step="Check the name and your permission to read it.",
            ) from error

    def load(self) -> Design:
        """The design; raises :class:`DesignError` where the file is another one by now."""
        from btp_core.designs.design import Design

        design = Design.load(self.path)
        if design.sha256 != self.sha256:
            raise DesignError(
                "The design file is not the one that the run was started with.",
                path=self.path,
                next_step="Use the same file on all machines, and leave it alone during a run.",
            )
        return design


@dataclass(frozen=True)
class WorkerSetup:
    """What a worker needs to know once.

    Attributes
    ----------
    model, backbone, tower, device, prompts, threshold, detail, max_points, max_seconds, limits
        As for ``btp-inspect inspect``.
    points, embeddings
        What to keep of each scan besides its scores.
    threads
        Of the network; 0 leaves it to the library.
    design
        The design to compare with, or None.
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
    max_seconds: float | None = None
    threads: int = 0
    rounding: str = SAME_FOR_ANY_THREADS
    backbone: Path | None = None
    tower: Path | None = None
    design: DesignFile | None = None
    limits: Limits = NO_LIMITS

    @property
    def seconds_for_scan(self) -> float:
        """How long a scan may take, whatever it holds: a hundred times what a large one does."""
        if self.max_seconds is not None:
            return self.max_seconds
        return FINE_SECONDS if self.detail is Detail.FINE else SCAN_SECONDS

    def with_whole_paths(self) -> WorkerSetup:
        """The same for a process that works in another folder."""
        named = Path(self.model)
        return replace(
            self,
            model=str(named.absolute()) if named.suffix else self.model,
            backbone=None if self.backbone is None else self.backbone.absolute(),
            tower=None if self.tower is None else self.tower.absolute(),
            design=self.design and replace(self.design, path=self.design.path.absolute()),
        )


@dataclass(frozen=True)
class RunFacts:
    """What a worker says once it has loaded model and design: the run's provenance."""

    software_version: str
    model_name: str
    model_sha256: str
    device: str
    seed: int
    machine: str = ""
    backbone: str = ""
    tower: str = ""
    design: str = ""
    design_version: int = 0
    design_sha256: str = ""
    design_units: str = ""


@dataclass(frozen=True)
class StartFailure:
    """Why a worker could not load model or design, as of an ``InspectError``."""

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

    row: ScanRow
    image: bytes


@dataclass(frozen=True)
class WorkerDied:
    """The process that had the job ended without a word."""

    reason: str


@dataclass(frozen=True)
class WorkerStuck:
    """The process that had the job was ended: it had passed the limit of ``seconds``."""

    seconds: float


Ended = ScanOutcome | WorkerDied | WorkerStuck
"""What became of a job."""


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

    def finished(self, timeout: float) -> list[tuple[ScanJob, Ended]]:
        """Jobs that ended since the last call, after waiting for one at most ``timeout`` seconds.

        Raises
        ------
        InspectError
            No worker can be started any more.
        """
        ...

    def __enter__(self) -> Executor: ...

    def __exit__(self, *_: object) -> None: ...
