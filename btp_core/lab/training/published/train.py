"""Labelled scans to a model file, as published: the one call that protocols and commands use."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path

import torch

from btp_core.base.device import choose_device
from btp_core.base.errors import DataError
from btp_core.base.progress import CancelToken, ProgressCallback, no_progress
from btp_core.base.version import software_version
from btp_core.lab.evaluation.dataset import ScanEntry
from btp_core.lab.training.common.calibration import calibrate_logits, stock_sentences
from btp_core.lab.training.common.loop import FinishedRun, TrainingLoop
from btp_core.lab.training.common.split import split
from btp_core.lab.training.published.config import PublishedTrainingConfig
from btp_core.lab.training.published.prepare import PreparedCloud, prepare_scans, weights_sha256
from btp_core.lab.training.published.prompts import PromptSides
from btp_core.lab.training.published.task import PublishedTask
from btp_core.model.file import TowerFacts
from btp_core.model.over_backbone.config import PublishedConfig
from btp_core.model.over_backbone.model import PublishedBTP
from btp_core.model.over_backbone.weights import PublishedFile, backbone_facts, save_published
from btp_core.model.pointbert.files import BackboneFile
from btp_core.text.cached_tower import bundled_tower
from btp_core.text.tower import TextTower, check_pairing

PREPARED = "prepared"
"""Folder of the prepared scans in a run's folder, unless another is given."""
_PREPARING = 0.3


def train_published(
    scans: Sequence[ScanEntry],
    run: Path,
    config: PublishedTrainingConfig,
    backbone: BackboneFile,
    output: Path,
    *,
    backbone_path: Path | None = None,
    tower: TextTower | None = None,
    cache: Path | None = None,
    held_out: Collection[str] | None = None,
    device: str = "cpu",
    finish: bool = False,
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
) -> FinishedRun:
    """Train BTP's modules on labelled scans and write a model file, or resume a run.

    Parameters
    ----------
    scans
        Anything with a name that loads a labelled scan: a folder's entries, a benchmark's.
    run
        Folder for checkpoint and ``history.json``.
    config
        Settings; a run resumes only with the settings, data, backbone and tower it began with.
    backbone, backbone_path
        The frozen encoder, and the file it came from, which the model names if it does not
        include it.
    output
        The model file, ``.safetensors``.
    tower
        As wide as the backbone's embeddings; the bundled one unless given.
    cache
        Folder for the prepared scans, which runs may share; in ``run`` unless given.
    held_out
        Names of the scans that calibrate and do not train; the config's share of the parts
        unless given.
    device
        Where the modules and the backbone run: ``"auto"``, ``"cpu"``, ``"cuda"``.
    finish
        Take no more steps: what the run has reached is the result.
    progress, cancel
        Reported to and checked between steps.

    Raises
    ------
    ModelError
        Backbone and tower share no space; the device is not there; the checkpoint is damaged or
        of another run.
    DataError
        A scan cannot be read, or there are too few.
    CancelledError
        If cancelled; the run can be resumed.
    OutputError
        A file cannot be written.
    """
    tower = tower or bundled_tower()
    check_pairing(backbone.name, backbone.model.config.embedding_width, tower)
    if not config.include_backbone and backbone_path is None:
        raise DataError(
            f"The backbone {backbone.name} is no file that the model could name.",
            next_step="Set include_backbone = true.",
        )
    device = choose_device(device)
    backbone.model.to(device)
    entries = prepare_scans(
        scans,
        cache or run / PREPARED,
        config,
        backbone,
        progress=lambda stage, fraction: progress(stage, _PREPARING * fraction),
        cancel=cancel,
    )
    training, calibrating = _divided(entries, config, held_out)
    torch.manual_seed(config.seed)
    model = PublishedBTP(model_config(config, backbone, tower), backbone.model)
    sides = PromptSides(tower, config.phrases)
    task = PublishedTask(model, sides, training, calibrating, config, device)
    settings = config.to_dict() | {
        "backbone": weights_sha256(backbone),
        "tower": tower.sha256,
        "clouds": _names(training, calibrating),
    }
    loop = TrainingLoop(task, run, settings)
    loop.lead(
        lambda stage, part: progress(stage, _PREPARING + (1 - _PREPARING) * part),
        cancel or CancelToken(),
        finish=finish,
    )
    validation = task.final_validation()
    model.to("cpu").eval().requires_grad_(False)
    file = PublishedFile(
        name=output.stem,
        model=model,
        calibration=calibrate_logits(
            validation.point_logits,
            validation.point_labels,
            validation.object_logits,
            validation.object_labels,
        ),
        backbone=backbone_facts(backbone, backbone_path, config.include_backbone),
        tower=TowerFacts(tower.name, tower.width, tower.context_width, tower.sha256),
        sentences=stock_sentences(tower, model.text.context.detach()),
        training={
            "config": config.to_dict(),
            "scans": len(scans),
            "clouds": len(entries),
            "steps_done": loop.state.step,
            "software_version": software_version(),
            "device": device,
            "validation": validation.metrics(),
        },
    )
    save_published(file, output)
    return FinishedRun(file, loop.state.history)


def _divided(
    entries: Sequence[PreparedCloud],
    config: PublishedTrainingConfig,
    held_out: Collection[str] | None,
) -> tuple[list[PreparedCloud], list[PreparedCloud]]:
    if held_out is None:
        return split(entries, config.held_out)
    training = [entry for entry in entries if entry.scan not in held_out]
    return training, [entry for entry in entries if entry.scan in held_out]


def _names(*parts: Sequence[PreparedCloud]) -> str:
    """A checksum of which clouds train and which do not; the files are named by content."""
    digest = hashlib.sha256()
    for entries in parts:
        digest.update("|".join(f"{e.path.name}:{e.place}" for e in entries).encode() + b"\n")
    return digest.hexdigest()


def model_config(
    config: PublishedTrainingConfig, backbone: BackboneFile, tower: TextTower
) -> PublishedConfig:
    """Sizes of the modules between this backbone and this tower."""
    return PublishedConfig(
        backbone=backbone.model.config,
        gfcm_width=config.gfcm_width,
        hidden_width=config.hidden_width,
        context_tokens=config.context_tokens,
        context_width=tower.context_width,
        object_rule=config.object_rule,
    )
