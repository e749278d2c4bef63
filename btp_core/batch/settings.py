"""What a folder check is asked to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from btp_core.base.decision import DEFAULT_THRESHOLD
from btp_core.inspection.limits import NO_LIMITS, Limits
from btp_core.model.detail import Detail
from btp_core.text.prompts import PromptSet


@dataclass(frozen=True)
class BatchSettings:
    """What to check, and how.

    Attributes
    ----------
    folder, include, exclude
        As for :func:`~btp_core.batch.find.find_scans`.
    output
        The run file.
    prompts, threshold, limits, model, backbone, tower, device, detail, max_points
        As for ``btp-inspect inspect``.
    workers
        Processes; 0 for none, None for as many as fit the machine.
    max_seconds
        How long a scan may take; None for half an hour, or four in fine detail.
    resume
        Resume an existing run file: scans that are in it and have not changed are skipped.
    retry_failed
        Of those, do the ones again that could not be inspected.
    design
        File of the design to compare with, or None. Its prompts and threshold are for the caller
        to take: ``prompts`` and ``threshold`` are what counts.
    points, embeddings
        What to keep besides the scores.
    scheduler
        Address of a dask scheduler whose workers do the inspecting, see docs/cluster.md; None for
        processes of this machine.
    record, serial_pattern
        The inspection record that every scan is put into, or None, and what finds the serial
        number in a scan's name.
    """

    folder: Path
    output: Path
    prompts: PromptSet
    threshold: float = DEFAULT_THRESHOLD
    model: str = "btp-mini"
    device: str = "auto"
    workers: int | None = None
    resume: bool = False
    retry_failed: bool = False
    points: bool = True
    embeddings: bool = True
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    max_points: int | None = None
    max_seconds: float | None = None
    detail: Detail = Detail.OVERVIEW
    scheduler: str | None = None
    backbone: Path | None = None
    tower: Path | None = None
    design: Path | None = None
    record: Path | None = None
    serial_pattern: str | None = None
    limits: Limits = NO_LIMITS
