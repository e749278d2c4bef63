"""From a finished run to a model file: calibration, stock sentences, half precision."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from btp_core.model.calibration import Calibration, fit_platt
from btp_core.model.similarity import ObjectHead
from btp_core.model.weights import ModelFile, save_model
from btp_core.prompts import PromptSet
from btp_core.training.train import TrainedModel
from btp_core.training.validation import Validation

STOCK_SETS = ("general", "typed")
RIDGE = 1e-3
FALSE_ALARM_SHARE = 0.005


def export(trained: TrainedModel, path: Path, name: str, training: dict[str, Any]) -> ModelFile:
    """Calibrate on the validation scans, add the stock sentences, and write ``path``."""
    validation = trained.validation
    fit_object_head(trained.model.object_head, validation)
    file = ModelFile(
        name=name,
        model=trained.model,
        calibration=calibrate(validation.point_logits, validation.point_labels),
        sentences=stock_sentences(trained),
        training=training | {"validation": validation.figures()},
    )
    save_model(file, path)
    return file


def calibrate(logits: Tensor, labels: Tensor) -> Calibration:
    """Platt scaling of points, shifted so that 0.5 has a meaning an inspector can use.

    The slope is Platt's. With one defective point in a hundred, a calibrated probability of a
    half asks for near certainty and small defects never light up; so 0.5 is put where one
    normal point in two hundred of the held-out scans exceeds it.

    Parameters
    ----------
    logits, labels
        ``(K,)`` of all held-out scans.
    """
    scale, _ = fit_platt(logits, labels)
    normal = logits[~labels].numpy()
    edge = float(np.quantile(normal, 1.0 - FALSE_ALARM_SHARE))
    return Calibration(point_scale=scale, point_shift=-scale * edge)


def fit_object_head(head: ObjectHead, validation: Validation) -> None:
    """Fit the object head by logistic regression on the validation scans, in place.

    Held-out scans count here, not the training's own: on scans it has learnt from, the highest
    logits belong to true defects far too often. Two defective scans to a good one are the data's
    choice, not a statement about anybody's parts, so both sides count the same.
    """
    labels = validation.object_labels
    share = labels.float().mean().clamp(1e-3, 1 - 1e-3)
    weights = torch.where(labels, 0.5 / share, 0.5 / (1 - share))
    optimiser = torch.optim.LBFGS(head.parameters(), max_iter=200, line_search_fn="strong_wolfe")
    head.requires_grad_(True)

    def closure() -> Tensor:
        optimiser.zero_grad()
        logits = head(validation.object_features)
        loss = functional.binary_cross_entropy_with_logits(
            logits, labels.to(logits.dtype), weight=weights
        )
        loss = loss + RIDGE * functional.softplus(head.weights).square().sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    head.requires_grad_(False)


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
