"""Labelled scans to a small point-language backbone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from btp_core.backbones.config import PointBertConfig
from btp_core.backbones.files import BackboneFile, save_backbone
from btp_core.device import choose_device
from btp_core.evaluation.dataset import ScanEntry
from btp_core.pretraining.captions import CaptionBook
from btp_core.pretraining.clouds import CaptionedCloud, prepare_clouds
from btp_core.pretraining.recipe import PretrainingRecipe
from btp_core.pretraining.run import PretrainingRun
from btp_core.progress import CancelToken, ProgressCallback, no_progress
from btp_core.published.small_backbone import SMALL, untrained_backbone
from btp_core.text.cached_tower import bundled_tower
from btp_core.text.tower import TextTower, check_pairing
from btp_core.training.parts import split

NAME = "small-pointbert"
PREPARED = "clouds"
"""Folder of the prepared clouds in a run's folder, unless another is given."""
_PREPARING = 0.2


@dataclass(frozen=True, eq=False)
class PretrainingResult:
    """A finished run: the backbone, and one entry per validation."""

    backbone: BackboneFile
    history: list[dict[str, float]]


def pretrain(
    scans: Sequence[ScanEntry],
    run: Path,
    recipe: PretrainingRecipe,
    output: Path,
    *,
    tower: TextTower | None = None,
    config: PointBertConfig = SMALL,
    cache: Path | None = None,
    device: str = "cpu",
    progress: ProgressCallback = no_progress,
    cancel: CancelToken | None = None,
) -> PretrainingResult:
    """Train a backbone on labelled scans and write it, or go on with a run.

    Parameters
    ----------
    scans
        With types of defects where they are known; their sources name the parts in sentences.
    run
        Folder for checkpoint and ``history.json``.
    recipe
        Settings; a run goes on only with the settings, data, sizes and tower it began with.
    output
        The backbone file, ``.safetensors``.
    tower
        Frozen, as wide as the backbone's embeddings; the bundled one unless given.
    config
        Sizes of the backbone.
    cache
        Folder for the prepared clouds, which runs may share; in ``run`` unless given.
    device
        Where the backbone runs: ``"auto"``, ``"cpu"``, ``"cuda"``.
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
        If cancelled; the run can go on later.
    OutputError
        A file cannot be written.
    """
    tower = tower or bundled_tower()
    check_pairing(NAME, config.embedding_width, tower)
    device = choose_device(device)
    clouds = prepare_clouds(
        scans,
        cache or run / PREPARED,
        recipe,
        config,
        progress=lambda stage, fraction: progress(stage, _PREPARING * fraction),
        cancel=cancel,
    )
    training, held_out = split(clouds, recipe.held_out)
    model = untrained_backbone(recipe.seed, config).model
    identity: dict[str, object] = {
        "config": config.to_dict(),
        "tower": tower.sha256,
        "clouds": _digest([training, held_out]),
    }
    book = CaptionBook(tower, {cloud.word for cloud in clouds})
    work = PretrainingRun(model, book, training, held_out, run, recipe, identity, device)
    work.go(lambda stage, part: progress(stage, _PREPARING + (1 - _PREPARING) * part), cancel)
    model.to("cpu").requires_grad_(False)
    # There is no published checkpoint behind it: what decides its weights stands for one.
    source = hashlib.sha256(json.dumps(work.settings, sort_keys=True).encode()).hexdigest()
    backbone = BackboneFile(NAME, model, source)
    save_backbone(backbone, output)
    return PretrainingResult(backbone, work.state.history)


def _digest(parts: Sequence[Sequence[CaptionedCloud]]) -> str:
    """Of which clouds train, which do not, and what is said of them."""
    rows = [
        [(cloud.path.name, cloud.place, cloud.word, cloud.groups) for cloud in part]
        for part in parts
    ]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
