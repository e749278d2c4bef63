"""The joint loss as published: ``L_focal + L_dice + 0.5 L_bce + 0.1 L_geo``."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from btp_core.lab.training.pyramid.losses import (
    GEOMETRY_WEIGHT,
    OBJECT_WEIGHT,
    balanced_focal,
    contrast,
    dice,
    region_weights,
)
from btp_core.model.over_backbone.model import PublishedBTP, point_logits
from btp_core.model.over_backbone.tokens import CloudTokens

TERMS = ("focal", "dice", "whole", "geometry")


@dataclass(frozen=True, eq=False)
class PublishedLosses:
    """Terms of the joint loss, scalars, means over the clouds of a step."""

    focal: Tensor
    dice: Tensor
    whole: Tensor
    geometry: Tensor

    def total(self) -> Tensor:
        """The joint loss."""
        return self.focal + self.dice + OBJECT_WEIGHT * self.whole + GEOMETRY_WEIGHT * self.geometry


def published_loss(
    model: PublishedBTP, tokens: CloudTokens, sides: Tensor, labels: Tensor, fpfh: Tensor
) -> PublishedLosses:
    """The joint loss of a batch of clouds.

    Parameters
    ----------
    model
        Without autocast, losses are taken in single precision whatever the network ran in.
    tokens
        Of the clouds.
    sides
        ``(2, D)`` unit text embeddings: normal and defective.
    labels
        ``(B, N)`` bool per point.
    fpfh
        ``(B, G, 33)`` targets at the patches' centres.
    """
    embedded = model.embed(tokens)
    patches = model.similarity.anomaly_logits(embedded.patches, sides[0], sides[1]).float()
    wholes = model.similarity.anomaly_logits(tokens.whole, sides[0], sides[1]).float()
    points, seen = point_logits(patches, tokens.members, labels.shape[1])
    focal, overlap = [], []
    for logits, label, inside in zip(points, labels, seen, strict=True):
        kept, truth = logits[inside], label[inside]
        focal.append(balanced_focal(kept, truth, region_weights(truth.long())))
        # Of a good cloud there is no overlap to speak of.
        overlap.append(dice(kept, truth) if bool(truth.any()) else kept.sum() * 0.0)
    objects = model.object_logit(patches, wholes)
    geometry = model.gfcm.to_fpfh(embedded.geometry.flatten(0, 1)).float()
    return PublishedLosses(
        focal=torch.stack(focal).mean(),
        dice=torch.stack(overlap).mean(),
        whole=functional.binary_cross_entropy_with_logits(
            objects, labels.any(dim=1).to(objects.dtype)
        ),
        geometry=contrast(geometry, fpfh.flatten(0, 1)),
    )
