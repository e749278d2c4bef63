"""From a finished run to a model file: calibration, stock sentences, half precision."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from btp_core.lab.training.train import TrainedModel
from btp_core.lab.training.validation import Validation
from btp_core.model.calibration import Calibration, fit_platt
from btp_core.model.pyramid.weights import PyramidFile, save_pyramid
from btp_core.model.similarity import ObjectHead
from btp_core.text.prompts import PromptSet
from btp_core.text.tower import TextTower

STOCK_SETS = ("general", "typed")
RIDGE = 0.3
"""On the weights of standardised features; of those tried in cross-validation the best."""
SMALLEST_SPREAD = 1.0
"""In logits: a feature that hardly varies on held-out scans may well vary on anybody's parts, and
must not get a large weight for it."""
FALSE_ALARM_SHARE = 0.004


def export(trained: TrainedModel, path: Path, name: str, training: dict[str, Any]) -> PyramidFile:
    """Calibrate on the validation scans, add the stock sentences, and write ``path``."""
    validation, head = trained.validation, trained.model.object_head
    fit_object_head(head, validation)
    file = PyramidFile(
        name=name,
        model=trained.model,
        calibration=calibrate(validation, head),
        sentences=stock_sentences(trained.tower, trained.model.text.context),
        training=training | {"validation": validation.figures()},
    )
    save_pyramid(file, path)
    return file


def calibrate(validation: Validation, head: ObjectHead) -> Calibration:
    """Platt scaling of points and objects; for points 0.5 gets a meaning an inspector can use.

    The slope is Platt's. With one defective point in a hundred, a calibrated probability of a
    half asks for near certainty and small defects never light up; so 0.5 is put where one
    normal point in 250 of the held-out scans exceeds it. Two defective scans to a good one are
    the data's choice, not a statement about anybody's parts: for objects both sides count the same.
    """
    with torch.no_grad():
        objects = head(validation.object_features)
    return calibrate_logits(
        validation.point_logits, validation.point_labels, objects, validation.object_labels
    )


def calibrate_logits(
    points: Tensor, point_labels: Tensor, objects: Tensor, object_labels: Tensor
) -> Calibration:
    """As :func:`calibrate`, from logits ``(K,)`` and ``(S,)`` with their labels (bool)."""
    scale, _ = fit_platt(points, point_labels)
    edge = float(np.quantile(points[~point_labels].numpy(), 1.0 - FALSE_ALARM_SHARE))
    object_scale, object_shift = fit_platt(objects, object_labels, _balance(object_labels))
    return Calibration(
        point_scale=scale,
        point_shift=-scale * edge,
        object_scale=object_scale,
        object_shift=object_shift,
    )


def fit_object_head(head: ObjectHead, validation: Validation) -> None:
    """Fit the object head by logistic regression on the validation scans, in place.

    Held-out scans count here, not the training's own: on scans it has learnt from, the highest
    logits belong to true defects far too often. There are few of them, so a strong ridge holds
    the weights together; the slope it takes away comes back with :func:`calibrate`.
    """
    labels, features = validation.object_labels, validation.object_features
    weights, spread = _balance(labels), features.std(dim=0).clamp_min(SMALLEST_SPREAD)
    optimiser = torch.optim.LBFGS(head.parameters(), max_iter=200, line_search_fn="strong_wolfe")
    head.requires_grad_(True)

    def closure() -> Tensor:
        optimiser.zero_grad()
        loss = functional.binary_cross_entropy_with_logits(
            head(features), labels.to(features.dtype), weight=weights
        )
        loss = loss + RIDGE * (functional.softplus(head.weights) * spread).square().sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    head.requires_grad_(False)


def _balance(labels: Tensor) -> Tensor:
    """Weights ``(S,)`` that let good and defective scans count the same."""
    share = labels.float().mean().clamp(1e-3, 1 - 1e-3)
    return torch.where(labels, 0.5 / share, 0.5 / (1 - share))


def stock_sentences(tower: TextTower, context: Tensor) -> dict[str, Tensor]:
    """Tower embeddings of all sentences in the stock prompt sets, behind the context."""
    sentences: list[str] = []
    for stock in STOCK_SETS:
        prompts = PromptSet.stock(stock)
        sentences += [*prompts.normal_sentences, *prompts.anomaly_sentences]
        for defect in prompts.types:
            sentences += prompts.expand(defect.phrases)
    unique = list(dict.fromkeys(sentences))
    embedded = tower.embed(unique, context)
    return dict(zip(unique, embedded.detach(), strict=True))
