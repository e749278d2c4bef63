"""What watching a folder needs of the core."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.background.folder import serial_pattern
from btp_core.base.progress import CancelToken
from btp_core.inspection.limits import NO_LIMITS, Limits
from btp_core.inspection.model_choice import BUNDLED, ModelChoice
from btp_core.text.prompts import PromptSet

if TYPE_CHECKING:
    from btp_core.watch.news import WatchCallback


@dataclass(frozen=True)
class WatchRequest:
    """What to watch.

    Attributes
    ----------
    folder
        With all folders in it.
    prompts, threshold, limits, model, design
        As for a folder check.
    output
        The run file; None for one of the folder's own. One that is there says with which prompts,
        threshold and limits the watch goes on.
    record, serial_pattern
        As for ``btp-inspect watch``; no pattern is that of the design.
    only_new
        Leave alone what is in the folder when it is watched for the first time.
    """

    folder: Path
    prompts: PromptSet
    threshold: float
    record: Path
    model: ModelChoice = BUNDLED
    design: Path | None = None
    output: Path | None = None
    serial_pattern: str = ""
    only_new: bool = True
    limits: Limits = NO_LIMITS


WatchFolder = Callable[[WatchRequest, "WatchCallback", CancelToken, Callable[[Path], None]], None]
"""Watches until cancelled; the last argument is told the run file before anything is inspected."""


def watch(
    request: WatchRequest,
    tell: WatchCallback,
    stop: CancelToken,
    begin: Callable[[Path], None],
) -> None:
    """Watch a folder with the engine of `btp-inspect watch`; raises ``InspectError``."""
    # Imports torch: on the thread of the watch, not on the window's.
    from btp_core.batch.run_file import read_run
    from btp_core.batch.settings import BatchSettings
    from btp_core.watch.settings import WatchSettings, default_run_file
    from btp_core.watch.watching import watch_folder

    settings = BatchSettings(
        folder=request.folder,
        output=request.output or Path(),
        prompts=request.prompts,
        threshold=request.threshold,
        limits=request.limits,
        model=request.model.model,
        backbone=request.model.backbone,
        tower=request.model.tower,
        design=request.design,
        workers=1,
        record=request.record,
        serial_pattern=serial_pattern(request.serial_pattern, request.design),
    )
    output = request.output or default_run_file(settings)
    if request.output is not None and output.exists():
        header = read_run(output, lambda run: run.header)
        settings = replace(
            settings,
            prompts=header.prompts,
            threshold=header.threshold,
            limits=Limits.of_text(header.limits),
        )
    begin(output)
    settings = replace(settings, output=output)
    watch_folder(WatchSettings(settings, only_new=request.only_new), tell, stop)
