"""A run's file carried out: data, training, the model file and the curves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from btp_core.base.device import choose_device
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.base.version import software_version
from btp_core.lab.evaluation.dataset import read_labelled_folder
from btp_core.lab.training.common.loop import FinishedRun
from btp_core.lab.training.curves import draw_curves
from btp_core.lab.training.published.config import PublishedTrainingConfig
from btp_core.lab.training.published.train import train_published
from btp_core.lab.training.pyramid.config import PyramidTrainingConfig
from btp_core.lab.training.pyramid.export import export
from btp_core.lab.training.pyramid.prepare import PreparedScan, prepare_folder
from btp_core.lab.training.pyramid.train import train_pyramid
from btp_core.lab.training.run_file import RunPlan
from btp_core.model.pointbert.files import load_backbone
from btp_core.model.pointbert.untrained import untrained_backbone
from btp_core.model.pyramid.weights import load_pyramid
from btp_core.text.cached_tower import bundled_tower, clip_tower


def carry_out(
    plan: RunPlan, progress: ProgressCallback = no_progress, cancel: CancelToken | None = None
) -> FinishedRun:
    """Train as ``plan`` says, or resume, and write its output and the run's ``curves.png``.

    Raises
    ------
    InspectError
        Of the data, the weights, the tower, the device, or writing the files.
    CancelledError
        If cancelled; the same call resumes.
    """
    if isinstance(plan.config, PyramidTrainingConfig):
        result = _pyramid(plan, plan.config, progress, cancel)
    else:
        result = _published(plan, plan.config, progress, cancel)
    draw_curves(result.history, plan.run / "curves.png")
    return result


def _pyramid(
    plan: RunPlan,
    config: PyramidTrainingConfig,
    progress: ProgressCallback,
    cancel: CancelToken | None,
) -> FinishedRun:
    device = choose_device(plan.device)
    start = load_pyramid(config.start_from) if config.start_from else None

    def prepared(folders: Sequence[Path]) -> list[PreparedScan]:
        return [
            entry
            for folder in folders
            for entry in prepare_folder(
                folder,
                folder / "prepared",
                config.model.pyramid,
                workers=plan.workers,
                progress=progress,
                cancel=cancel,
            )
        ]

    held_out = prepared(plan.validation)
    entries = prepared(plan.data) + held_out
    trained = train_pyramid(
        entries,
        plan.run,
        config,
        device=device,
        processes=plan.workers,
        held_out=held_out or None,
        finish=plan.finish,
        progress=progress,
        cancel=cancel,
    )
    facts = {
        "config": config.to_dict() | {"start_from": start.name if start else ""},
        "started_from_sha256": start.sha256 if start else "",
        "scans": len(entries),
        "shapes": sorted({entry.source for entry in entries}),
        "steps_done": int(trained.history[-1]["step"]) if trained.history else 0,
        "software_version": software_version(),
        "device": device,
    }
    file = export(trained, plan.output, plan.output.stem, facts, config)
    return FinishedRun(file, trained.history)


def _published(
    plan: RunPlan,
    config: PublishedTrainingConfig,
    progress: ProgressCallback,
    cancel: CancelToken | None,
) -> FinishedRun:
    device = choose_device(plan.device)
    # The cheap things that can go wrong come before the slow ones.
    scans = [entry for folder in plan.data for entry in read_labelled_folder(folder)]
    weights, tower = plan.weights, plan.tower
    return train_published(
        scans,
        plan.run,
        config,
        untrained_backbone(config.seed) if weights is None else load_backbone(weights),
        plan.output,
        backbone_path=weights,
        tower=(
            bundled_tower()
            if tower is None
            else clip_tower(tower, precision=plan.tower_precision.value, device=device)
        ),
        cache=plan.cache,
        device=device,
        finish=plan.finish,
        progress=progress,
        cancel=cancel,
    )
