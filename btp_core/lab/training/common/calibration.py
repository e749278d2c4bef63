"""What a trained model's file holds beside its weights: calibration and stock sentences."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from btp_core.model.calibration import Calibration, fit_platt
from btp_core.text.prompts import PromptSet
from btp_core.text.tower import TextTower

STOCK_SETS = ("general", "typed")
FALSE_ALARM_SHARE = 0.004
"""Of normal points of held-out scans, above 0.5."""
GOOD_FAIL_SHARE = 0.15
"""Of good held-out parts, at 0.5 or above, at most: a verdict that fails every third good part is
switched off by whoever has to act on it."""


def calibrate_logits(
    points: Tensor,
    point_labels: Tensor,
    objects: Tensor,
    object_labels: Tensor,
    *,
    false_alarms: float = FALSE_ALARM_SHARE,
    good_failures: float = GOOD_FAIL_SHARE,
) -> Calibration:
    """Platt scaling of points and objects; for points 0.5 gets a meaning an inspector can use.

    The slope is Platt's. With one defective point in a hundred, a calibrated probability of a
    half asks for near certainty and small defects never light up; so 0.5 is put where a
    share ``false_alarms`` of the normal points of the held-out scans exceeds it. Two defective
    scans to a good one are the data's choice, not a statement about anybody's parts: for objects
    both sides count the same, and 0.5 is where good and defective are equally likely, or higher
    if more than ``good_failures`` of the good parts would reach it there.

    Parameters
    ----------
    points, point_labels
        ``(K,)`` logits of the points of all held-out scans, and their labels (bool).
    objects, object_labels
        ``(S,)`` logits of the scans, and their labels (bool).
    """
    scale, _ = fit_platt(points, point_labels)
    edge = float(np.quantile(points[~point_labels].numpy(), 1.0 - false_alarms))
    object_scale, object_shift = fit_platt(objects, object_labels, balance(object_labels))
    if not object_labels.all():
        edge_of_good = float(np.quantile(objects[~object_labels].numpy(), 1.0 - good_failures))
        object_shift = min(object_shift, -object_scale * edge_of_good)
    return Calibration(
        point_scale=scale,
        point_shift=-scale * edge,
        object_scale=object_scale,
        object_shift=object_shift,
    )


def balance(labels: Tensor) -> Tensor:
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
