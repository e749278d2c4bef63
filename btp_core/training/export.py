"""From a finished run to a model file: calibration, stock sentences, half precision."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from btp_core.model.calibration import Calibration, fit_platt
from btp_core.model.weights import ModelFile, save_model
from btp_core.prompts import PromptSet
from btp_core.training.train import TrainedModel
from btp_core.training.validation import Validation

STOCK_SETS = ("general", "typed")


def export(trained: TrainedModel, path: Path, name: str, training: dict[str, Any]) -> ModelFile:
    """Calibrate on the validation scans, add the stock sentences, and write ``path``."""
    file = ModelFile(
        name=name,
        model=trained.model,
        calibration=calibrate(trained.validation),
        sentences=stock_sentences(trained),
        training=training | {"validation": trained.validation.figures()},
    )
    save_model(file, path)
    return file


def calibrate(validation: Validation) -> Calibration:
    """Platt scaling of points and objects on validation scans."""
    point = fit_platt(validation.point_logits, validation.point_labels)
    # Two defective scans to a good one are the data's choice, not a statement about the
    # parts a user has: both sides count the same.
    labels = validation.object_labels
    share = labels.float().mean().clamp(1e-3, 1 - 1e-3)
    weights = torch.where(labels, 0.5 / share, 0.5 / (1 - share))
    whole = fit_platt(validation.object_logits, labels, weights)
    return Calibration(*point, *whole)


def stock_sentences(trained: TrainedModel) -> dict[str, Tensor]:
    """Tower embeddings of all sentences in the stock prompt sets, context included."""
    sentences: list[str] = []
    for stock in STOCK_SETS:
        prompts = PromptSet.stock(stock)
        sentences += [*prompts.normal_sentences, *prompts.anomaly_sentences]
        for defect in prompts.types:
            sentences += prompts.expand(defect.phrases)
    unique = list(dict.fromkeys(sentences))
    embedded = trained.tower.embed(unique, trained.model.text.context)
    return dict(zip(unique, embedded.detach(), strict=True))
