"""How good the weights are on shapes that do not train: point and object AUROC, logits to fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from btp_core.lab.evaluation.au_pro import au_pro
from btp_core.lab.evaluation.binary_metrics import auroc
from btp_core.lab.evaluation.metrics import mean_or_nan
from btp_core.lab.training.pyramid.prepare import PreparedScan, load_sample
from btp_core.model.pyramid.btp import BTP
from btp_core.model.similarity import object_features

OBJECTIVE = ("point_auroc", "au_pro", "object_auroc")
"""What early stopping and the choice of weights look at: the mean of these."""


@dataclass(frozen=True, eq=False)
class Validation:
    """Metrics of one validation and what calibration needs.

    Attributes
    ----------
    point_auroc, au_pro
        Means over the defective scans, on working points.
    object_auroc
        Over all scans.
    type_accuracy
        Mean over the types of the share of scans with that type alone whose defective points
        together prefer it.
    point_logits, point_labels
        ``(K,)`` of all scans in a row.
    object_features, object_labels
        ``(S, 4)`` and ``(S,)``, see ``object_features``.
    """

    point_auroc: float
    au_pro: float
    object_auroc: float
    type_accuracy: float
    point_logits: Tensor
    point_labels: Tensor
    object_features: Tensor
    object_labels: Tensor

    def metrics(self) -> dict[str, float]:
        """The metrics by name."""
        return {
            "point_auroc": self.point_auroc,
            "au_pro": self.au_pro,
            "object_auroc": self.object_auroc,
            "type_accuracy": self.type_accuracy,
        }


@torch.no_grad()
def validate(model: BTP, sides: Tensor, entries: Sequence[PreparedScan]) -> Validation:
    """Run ``model`` over prepared scans with text embeddings (normal, anomaly, types)."""
    model.eval()
    logits, labels, aurocs, pros, features, defective = [], [], [], [], [], []
    named: dict[int, list[bool]] = {}
    for entry in entries:
        sample = load_sample(entry.path)
        embeddings = model.embed(sample.pyramid.to(sides.device))
        point = model.similarity.anomaly_logits(embeddings.points, sides[0], sides[1]).cpu()
        whole = model.similarity.anomaly_logits(embeddings.whole, sides[0], sides[1]).cpu()
        label = sample.types > 0
        features.append(object_features(point, whole))
        defective.append(bool(label.any()))
        logits.append(point)
        labels.append(label)
        if defective[-1]:
            scores, truth = point.numpy(), label.numpy()
            aurocs.append(auroc(scores, truth))
            pros.append(au_pro(sample.pyramid.working_points.numpy(), scores, truth))
            kinds = torch.unique(sample.types[label])
            if len(kinds) == 1:
                found = embeddings.points[label.to(sides.device)]
                shares = model.similarity.type_logits(found, sides[2:]).softmax(dim=1)
                right = int(shares.mean(dim=0).argmax()) + 1 == int(kinds)
                named.setdefault(int(kinds), []).append(right)
    objects = model.object_head(torch.stack(features).to(sides.device)).cpu()
    model.train()
    return Validation(
        point_auroc=mean_or_nan(aurocs),
        au_pro=mean_or_nan(pros),
        object_auroc=auroc(objects.numpy(), np.asarray(defective)),
        type_accuracy=mean_or_nan([float(np.mean(hits)) for hits in named.values()]),
        point_logits=torch.cat(logits),
        point_labels=torch.cat(labels),
        object_features=torch.stack(features),
        object_labels=torch.tensor(defective),
    )
