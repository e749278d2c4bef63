"""Trains BTP's modules over a frozen backbone on a benchmark's scans, as the paper does."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from btp_core.base.device import choose_device
from btp_core.inspection.inspector import Inspector
from btp_core.lab.benchmarks.protocols.trainer import Training, choose_held_out
from btp_core.lab.evaluation.dataset import ScanEntry
from btp_core.lab.evaluation.evaluate import ScoreFunction
from btp_core.lab.evaluation.inspector_scorer import InspectorScorer
from btp_core.lab.training.published.config import PublishedTrainingConfig, Resolution
from btp_core.lab.training.published.train import train_published
from btp_core.model.detail import Detail
from btp_core.model.pointbert.files import load_backbone
from btp_core.text.cached_tower import bundled_tower
from btp_core.text.prompts import PromptSet
from btp_core.text.tower import TextTower, check_pairing

WEIGHTS = "weights.safetensors"
PREPARED = "prepared"
CONFIG = PublishedTrainingConfig(held_out=0.2, include_backbone=False)
"""The paper's, but that a share of the scans calibrates."""


class PublishedTrainer:
    """Prepare, train, calibrate; a finished run is at its end at once.

    Prepared scans lie beside the run's folder, since all seeds share them. A share of the good and
    of the defective scans is held out to calibrate.

    Parameters
    ----------
    backbone
        File of the frozen encoder.
    config
        Settings; their seed is not looked at, and their resolution follows ``detail``.
    prompts
        The words that score.
    tower
        As wide as the backbone's embeddings; the bundled one unless given.
    detail
        How closely scans are looked at, in training and when they are tested: 2,048 points of
        the whole, as published, or tiles.
    device
        Where training and scoring run.

    Raises
    ------
    ModelError
        The backbone cannot be used, or does not fit the tower; the device is not there.
    """

    def __init__(
        self,
        backbone: Path,
        config: PublishedTrainingConfig = CONFIG,
        prompts: PromptSet | None = None,
        tower: TextTower | None = None,
        detail: Detail = Detail.POINTS_2048,
        device: str = "cpu",
    ) -> None:
        whole = detail is Detail.POINTS_2048
        resolution = Resolution.POINTS_2048 if whole else Resolution.TILES
        self._path = backbone
        self._backbone = load_backbone(backbone)
        self._config = replace(config, resolution=resolution)
        self._prompts = prompts if prompts is not None else PromptSet.stock()
        self._tower = tower or bundled_tower()
        self._detail = detail
        self._device = choose_device(device)
        check_pairing(self._backbone.name, self._backbone.model.config.embedding_width, self._tower)

    def describe(self) -> dict[str, Any]:
        """Backbone, tower, the config without its seed, the prompts and the detail."""
        config = {key: value for key, value in self._config.to_dict().items() if key != "seed"}
        return {
            "name": f"BTP over {self._backbone.name}",
            "backbone_sha256": self._backbone.sha256,
            "tower": self._tower.name,
            "tower_sha256": self._tower.sha256,
            "config": config,
            "prompts": self._prompts.to_dict(),
            "detail": self._detail.value,
        }

    def train(self, training: Training) -> ScoreFunction:
        """See :class:`~btp_core.lab.benchmarks.protocols.trainer.Trainer`.

        Raises
        ------
        DataError
            There are too few good or defective scans.
        ModelError
            The folder holds another training.
        """
        chosen, defective = _single(training.scans)
        held_out = choose_held_out(defective, self._config.held_out, training.seed)
        run = training.run
        # A finished run only prepares nothing, trains nothing and writes the same file again:
        # what it was trained with is compared on the way.
        result = train_published(
            chosen,
            run,
            replace(self._config, seed=training.seed),
            self._backbone,
            run / WEIGHTS,
            backbone_path=self._path,
            tower=self._tower,
            cache=run.parent / PREPARED,
            held_out=held_out,
            device=self._device,
            progress=training.progress,
            cancel=training.cancel,
        )
        inspector = Inspector(result.file, self._device, self._tower)
        return InspectorScorer(inspector, self._prompts, detail=self._detail)


def _single(scans: Sequence[ScanEntry]) -> tuple[list[ScanEntry], dict[str, bool]]:
    """The scans without copies under other names, and for each whether it is defective."""
    chosen, seen = [], set()
    defective: dict[str, bool] = {}
    for entry in scans:
        scan = entry.load()
        content = hashlib.sha256(scan.points.tobytes() + scan.labels.tobytes()).digest()
        if content in seen:
            continue  # it would be trained on and held out
        seen.add(content)
        chosen.append(entry)
        defective[entry.name] = scan.defective
    return chosen, defective
