"""What a folder check needs of the core: its request, its run file, and doing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from btp_core.base.arrays import UInt8Array
from btp_core.base.progress import CancelToken, ProgressCallback
from btp_core.batch.progress import BatchCallback
from btp_core.batch.row import ScanRow
from btp_core.inspection.limits import NO_LIMITS, Limits
from btp_core.inspection.model_choice import BUNDLED, ModelChoice
from btp_core.text.prompts import PromptSet

if TYPE_CHECKING:
    from btp_core.batch.run import BatchResult
    from btp_core.batch.run_header import RunHeader


@dataclass(frozen=True)
class FolderRequest:
    """What to check.

    Attributes
    ----------
    folder, include
        Where to look, and patterns of names that count; none: all scans.
    output
        The run file; one that is there is resumed.
    prompts, threshold, limits
        As for a single scan.
    retry_failed
        Do scans again that could not be inspected before.
    model
        Which model inspects.
    design
        File of the design that every scan is compared with; None for none. Threshold and prompts
        are those told here all the same.
    record, serial_pattern
        The inspection record that scans are put into, None for none, and what finds the serial
        number in a scan's name; empty: what the design says.
    """

    folder: Path
    output: Path
    prompts: PromptSet
    threshold: float
    include: tuple[str, ...] = ()
    retry_failed: bool = False
    model: ModelChoice = BUNDLED
    design: Path | None = None
    record: Path | None = None
    serial_pattern: str = ""
    limits: Limits = NO_LIMITS


@dataclass(frozen=True)
class Run:
    """Header and rows of a run file."""

    path: Path
    header: RunHeader
    rows: list[ScanRow]


ReadRun = Callable[[Path], Run]
Rescore = Callable[[FolderRequest, Path, ProgressCallback, CancelToken], Run]
DrawStored = Callable[[Path, str], UInt8Array]
RunFolder = Callable[[FolderRequest, BatchCallback, CancelToken], "BatchResult"]


def read_rows(path: Path) -> Run:
    """Header and rows of a run file; raises ``DataError``."""
    # Imports torch: not on the window's thread.
    from btp_core.batch.run_file import read_table

    header, rows = read_table(path)
    return Run(path, header, rows)


def run_folder(request: FolderRequest, progress: BatchCallback, cancel: CancelToken) -> BatchResult:
    """Check a folder with the engine of `btp-inspect batch`; raises ``InspectError``."""
    # Imports torch: on the thread of the check, not on the window's.
    from btp_core.batch.run import run_batch
    from btp_core.batch.settings import BatchSettings

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
        record=request.record,
        serial_pattern=serial_pattern(request.serial_pattern, request.design),
        limits=request.limits,
    )
    return run_batch(settings, progress, cancel)


def serial_pattern(own: str, design: Path | None) -> str | None:
    """What finds the serial number: the user's own pattern, or else the design's; may be None."""
    from btp_core.designs.design import Design

    return own or (None if design is None else Design.load(design).serial_pattern)


def rescore(
    request: FolderRequest, source: Path, progress: ProgressCallback, cancel: CancelToken
) -> Run:
    """Score the encodings of a run with other words into a new file; raises ``InspectError``."""
    # Imports torch: on the thread of the check, not on the window's.
    from btp_core.batch.rescore import rescore_run
    from btp_core.designs.design import Design

    design = None if request.design is None else Design.load(request.design)
    header, rows = rescore_run(
        source,
        request.prompts,
        request.model.load("auto"),
        threshold=request.threshold,
        limits=request.limits,
        output=request.output,
        design=design,
        progress=progress,
        cancel=cancel,
    )
    return Run(request.output, header, rows)


def draw_stored(run: Path, name: str) -> UInt8Array:
    """A small picture of a scan of a run, ``(height, width, 4)``; raises ``InspectError``."""
    from btp_core.batch.stored_scan import read_stored_scan
    from btp_core.rendering.thumbnail import thumbnail

    stored = read_stored_scan(run, name)
    return thumbnail(stored.scan, stored.field.shown.point_scores, stored.header.threshold)
