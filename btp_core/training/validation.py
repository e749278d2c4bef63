"""How good the weights are on shapes that do not train: point and object AUROC, logits to fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from btp_core.evaluation.au_pro import au_pro
from btp_core.evaluation.binary_metrics import auroc
from btp_core.model.btp import BTP
from btp_core.model.similarity import object_features
from btp_core.training.prepare import Entry, load_sample


@dataclass(frozen=True, eq=False)
class Validation:
    """Figures of one validation and what calibration needs.

    Attributes
    ----------
    point_auroc, au_pro
        Means over the defective scans, on working points.
    object_auroc
        Over all scans.
    point_logits, point_labels
        ``(K,)`` of all scans in a row.
    object_features, object_labels
        ``(S, 4)`` and ``(S,)``, see ``object_features``.
    """

    point_auroc: float
    au_pro: float
    object_auroc: float
    point_logits: Tensor
    point_labels: Tensor
    object_features: Tensor
    object_labels: Tensor

    @property
    def objective(self) -> float:
        """What early stopping and the choice of weights look at: the mean of the three figures."""
        return (self.point_auroc + self.au_pro + self.object_auroc) / 3.0

    def figures(self) -> dict[str, float]:
        """The three figures by name."""
        return {
            "point_auroc": self.point_auroc,
            "au_pro": self.au_pro,
            "object_auroc": self.object_auroc,
        }


@torch.no_grad()
def validate(model: BTP, sides: Tensor, entries: Sequence[Entry]) -> Validation:
    """Run ``model`` over prepared scans with text embeddings (normal, anomaly, ...)."""
    model.eval()
    logits, labels, aurocs, pros, features, defective = [], [], [], [], [], []
    for entry in entries:
        sample = load_sample(entry.path)
        embeddings = model.embed(sample.pyramid)
        point = model.similarity.anomaly_logits(embeddings.points, sides[0], sides[1])
        whole = model.similarity.anomaly_logits(embeddings.whole, sides[0], sides[1])
        label = sample.types > 0
        features.append(object_features(point, whole))
        defective.append(bool(label.any()))
        logits.append(point)
        labels.append(label)
        if defective[-1]:
            scores, truth = point.numpy(), label.numpy()
            aurocs.append(auroc(scores, truth))
            pros.append(au_pro(sample.pyramid.working_points.numpy(), scores, truth))
    objects = model.object_head(torch.stack(features))
    model.train()
    return Validation(
        point_auroc=float(np.mean(aurocs)),
        au_pro=float(np.mean(pros)),
        object_auroc=auroc(objects.numpy(), np.asarray(defective)),
        point_logits=torch.cat(logits),
        point_labels=torch.cat(labels),
        object_features=torch.stack(features),
        object_labels=torch.tensor(defective),
    )
