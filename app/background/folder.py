"""What a folder check needs of the core: its request, its run file, and doing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from btp_core.base.progress import CancelToken
from btp_core.batch.progress import BatchCallback
from btp_core.batch.record import ScanRecord
from btp_core.inspection.model_choice import BUNDLED, ModelChoice
from btp_core.text.prompts import PromptSet

if TYPE_CHECKING:
    from btp_core.batch.engine import BatchResult
    from btp_core.batch.record import RunHeader


@dataclass(frozen=True)
class FolderRequest:
    """What to check.

    Attributes
    ----------
    folder, include
        Where to look, and patterns of names that count; none: all scans.
    output
        The run file; one that is there is resumed.
    prompts, threshold
        As for a single scan.
    retry_failed
        Do scans again that could not be inspected before.
    model
        Which model inspects.
    design
        File of the design that every scan is compared with; None for none. Threshold and prompts
        are those told here all the same.
    """

    folder: Path
    output: Path
    prompts: PromptSet
    threshold: float
    include: tuple[str, ...] = ()
    retry_failed: bool = False
    model: ModelChoice = BUNDLED
    design: Path | None = None


@dataclass(frozen=True)
class Run:
    """Header and rows of a run file."""

    path: Path
    header: RunHeader
    records: list[ScanRecord]


ReadRun = Callable[[Path], Run]
RunFolder = Callable[[FolderRequest, BatchCallback, CancelToken], "BatchResult"]


def read_rows(path: Path) -> Run:
    """Header and rows of a run file; raises ``DataError``."""
    # Imports torch: not on the window's thread.
    from btp_core.batch.run_file import read_table

    header, records = read_table(path)
    return Run(path, header, records)


def run_folder(request: FolderRequest, progress: BatchCallback, cancel: CancelToken) -> BatchResult:
    """Check a folder with the engine of `btp-inspect batch`; raises ``InspectError``."""
    # Imports torch: on the thread of the check, not on the window's.
    from btp_core.batch.engine import BatchSettings, run_batch

    settings = BatchSettings(
        folder=request.folder,
        output=request.output,
        prompts=request.prompts,
        threshold=request.threshold,
        model=request.model.model,
        backbone=request.model.backbone,
        tower=request.model.tower,
        include=request.include,
        resume=request.output.exists(),
        retry_failed=request.retry_failed and request.output.exists(),
        design=request.design,
    )
    return run_batch(settings, progress, cancel)
