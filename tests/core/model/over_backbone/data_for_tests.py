"""A tiny backbone, a tiny text tower as wide, and labelled plates, for tests."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from btp_core.lab.evaluation.dataset import LabelledScan
from btp_core.lab.training.published.config import PublishedTrainingConfig
from btp_core.lab.training.published.train import train_published
from btp_core.model.over_backbone.weights import PublishedFile
from btp_core.model.pointbert.config import PointBertConfig
from btp_core.model.pointbert.files import BackboneFile, load_backbone, save_backbone
from btp_core.model.pointbert.untrained import untrained_backbone
from btp_core.text.tower import TextTower
from tests.core.shapes_for_tests import dented_plate

TINY = PointBertConfig(
    patches=96,
    patch_points=24,
    first_width=8,
    first_out=12,
    second_width=16,
    patch_width=12,
    position_width=8,
    width=16,
    blocks=3,
    heads=2,
    mlp_ratio=2,
    embedding_width=24,
    taps=(1, 3),
)
"""As wide as the CLIP of ``tests/core/text/small_clip.py``."""

CONFIG = PublishedTrainingConfig(
    epochs=2,
    batch=2,
    phrases=2,
    gfcm_width=8,
    hidden_width=16,
    context_tokens=3,
    held_out=0.3,
    validate_every=1,
    tiles_per_scan=2,
)


def tiny_backbone(folder: Path, seed: int = 0) -> tuple[BackboneFile, Path]:
    """Random weights, written and read as converted ones are."""
    path = folder / f"tiny-{seed}.safetensors"
    save_backbone(replace(untrained_backbone(seed, TINY), name="tiny"), path)
    return load_backbone(path), path


def plates(count: int, points: int = 2100) -> list[LabelledScan]:
    """Scans of plates, each good (``..._0``) and dented (``..._1``)."""
    scans = []
    for part in range(count):
        for number, depth in enumerate((0.0, 0.25)):
            cloud, dented = dented_plate(points, depth, seed=10 * part + number)
            labels = np.asarray(dented & (depth > 0), dtype=np.bool_)
            scans.append(LabelledScan(f"plate{part}_{number}", cloud.astype(np.float32), labels))
    return scans


def tiny_model(folder: Path, tower: TextTower, **changes: object) -> tuple[PublishedFile, Path]:
    """A model after a few steps, in a file beside its backbone."""
    torch.manual_seed(0)
    backbone, backbone_path = tiny_backbone(folder)
    output = folder / "tiny-model.safetensors"
    config = replace(CONFIG, epochs=1, **changes)
    result = train_published(
        plates(2),
        folder / "run",
        config,
        backbone,
        output,
        backbone_path=backbone_path,
        tower=tower,
    )
    return result.file, output
