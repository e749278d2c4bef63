"""How good the modules are on held-out clouds, and the logits that calibrate them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from btp_core.lab.evaluation.binary_metrics import auroc
from btp_core.lab.evaluation.metrics import mean_or_nan
from btp_core.lab.training.published.prepare import PreparedCloud, load_batch
from btp_core.model.over_backbone.model import PublishedBTP, point_logits


@dataclass(frozen=True, eq=False)
class PublishedValidation:
    """Metrics of held-out clouds and what calibration needs.

    Attributes
    ----------
    point_auroc
        Mean over the defective clouds.
    object_auroc
        Over all clouds; NaN where all are good or all defective.
    point_logits, point_labels
        ``(K,)`` of all clouds in a row.
    object_logits, object_labels
        ``(S,)``.
    """

    point_auroc: float
    object_auroc: float
    point_logits: Tensor
    point_labels: Tensor
    object_logits: Tensor
    object_labels: Tensor

    def metrics(self) -> dict[str, float]:
        """The metrics by name."""
        return {"point_auroc": self.point_auroc, "object_auroc": self.object_auroc}


@torch.no_grad()
def validate(
    model: PublishedBTP, sides: Tensor, entries: Sequence[PreparedCloud]
) -> PublishedValidation:
    """Run ``model`` over prepared clouds with the directions ``(2, D)`` of the two sides."""
    logits, labels, objects, flawed, aurocs = [], [], [], [], []
    for entry in entries:
        batch = load_batch([entry])
        tokens = batch.tokens.to(sides.device)
        patches = model.similarity.anomaly_logits(model.embed(tokens).patches, sides[0], sides[1])
        whole = model.similarity.anomaly_logits(tokens.whole, sides[0], sides[1])
        points, seen = point_logits(patches, tokens.members, batch.labels.shape[1])
        inside = seen[0].cpu()
        logits.append(points[0].cpu()[inside])
        labels.append(batch.labels[0][inside])
        objects.append(model.object_logit(patches, whole).cpu()[0])
        flawed.append(bool(batch.labels.any()))
        if bool(labels[-1].any()) and not bool(labels[-1].all()):
            aurocs.append(auroc(logits[-1].numpy(), labels[-1].numpy()))
    mixed = len(set(flawed)) == 2
    return PublishedValidation(
        point_auroc=mean_or_nan(aurocs),
        object_auroc=(
            auroc(torch.stack(objects).numpy(), np.asarray(flawed)) if mixed else float("nan")
        ),
        point_logits=torch.cat(logits),
        point_labels=torch.cat(labels),
        object_logits=torch.stack(objects),
        object_labels=torch.tensor(flawed),
    )
