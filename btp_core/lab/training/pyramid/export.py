"""From a finished run to a model file: calibration, stock sentences, half precision."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from btp_core.lab.training.common.calibration import balance, calibrate_logits, stock_sentences
from btp_core.lab.training.pyramid.config import PyramidTrainingConfig
from btp_core.lab.training.pyramid.train import TrainedPyramid
from btp_core.lab.training.pyramid.validation import Validation
from btp_core.model.calibration import Calibration
from btp_core.model.pyramid.weights import PyramidFile, save_pyramid
from btp_core.model.similarity import ObjectHead

RIDGE = 0.3
"""On the weights of standardised features; of those tried in cross-validation the best."""
SMALLEST_SPREAD = 1.0
"""In logits: a feature that hardly varies on held-out scans may well vary on anybody's parts, and
must not get a large weight for it."""


def export(
    trained: TrainedPyramid,
    path: Path,
    name: str,
    training: dict[str, Any],
    config: PyramidTrainingConfig | None = None,
) -> PyramidFile:
    """Calibrate on the validation scans, add the stock sentences, and write ``path``."""
    config = config or PyramidTrainingConfig()
    validation, head = trained.validation, trained.model.object_head
    fit_object_head(head, validation)
    file = PyramidFile(
        name=name,
        model=trained.model,
        calibration=calibrate(validation, head, config),
        sentences=stock_sentences(trained.tower, trained.model.text.context),
        training=training | {"validation": validation.metrics()},
    )
    save_pyramid(file, path)
    return file


def calibrate(
    validation: Validation, head: ObjectHead, config: PyramidTrainingConfig
) -> Calibration:
    """Calibrate points and objects on the validation scans, with the shares of ``config``."""
    with torch.no_grad():
        objects = head(validation.object_features)
    return calibrate_logits(
        validation.point_logits,
        validation.point_labels,
        objects,
        validation.object_labels,
        false_alarms=config.false_alarms,
        good_failures=config.good_failures,
    )


def fit_object_head(head: ObjectHead, validation: Validation) -> None:
    """Fit the object head by logistic regression on the validation scans, in place.

    Held-out scans count here, not the training's own: on scans it has learnt from, the highest
    logits belong to true defects far too often. There are few of them, so a strong ridge holds
    the weights together; the slope it takes away comes back with :func:`calibrate`.
    """
    labels, features = validation.object_labels, validation.object_features
    weights, spread = balance(labels), features.std(dim=0).clamp_min(SMALLEST_SPREAD)
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
