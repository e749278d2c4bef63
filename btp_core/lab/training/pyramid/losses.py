"""The joint loss of BTP: points, object and geometry, with supervision by type in text space."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from btp_core.lab.training.pyramid.text_bank import DrawnSentences
from btp_core.model.pyramid.btp import BTP
from btp_core.model.pyramid.mgfem import Embeddings
from btp_core.model.similarity import object_features

OBJECT_WEIGHT = 0.5
GEOMETRY_WEIGHT = 0.1
TYPE_WEIGHT = 0.5
NAME_WEIGHT = 1.0
RANK_WEIGHT = 0.5
WORD_WEIGHT = 0.5
POSITIVE_WEIGHT = 0.35
NEGATIVE_WEIGHT = 2.5
CONTRAST_TEMPERATURE = 0.1
CONTRAST_SAMPLES = 512
WORD_TEMPERATURE = 0.2
RANKED = 256
RANKED_AGAINST = 1024
GOOD_SHARE = 1 / 3
"""Of the scans in a ``synthesize`` folder; both kinds shall count the same."""
GOOD_SHARE_OF_PAIRS = 1 / 2
TERMS = ("focal", "dice", "types", "names", "whole", "geometry", "rank", "words")


@dataclass(eq=False)
class Losses:
    """Terms of the joint loss and the object's logit, scalars."""

    focal: Tensor
    dice: Tensor
    types: Tensor
    names: Tensor
    whole: Tensor
    geometry: Tensor
    rank: Tensor
    words: Tensor
    object_logit: Tensor

    def total(self) -> Tensor:
        """``L_focal + L_dice + 0.5 L_bce + 0.1 L_geo``, and ours: rank, types, names, words."""
        return (
            self.focal
            + self.dice
            + OBJECT_WEIGHT * self.whole
            + GEOMETRY_WEIGHT * self.geometry
            + TYPE_WEIGHT * self.types
            + NAME_WEIGHT * self.names
            + RANK_WEIGHT * self.rank
            + WORD_WEIGHT * self.words
        )


def joint_loss(
    model: BTP,
    embeddings: Embeddings,
    sentences: DrawnSentences,
    types: Tensor,
    even: int,
    geometry: tuple[Tensor, Tensor],
    good_share: float = GOOD_SHARE,
) -> Losses:
    """The joint loss of one scan.

    Parameters
    ----------
    model
        For its similarity and object head.
    embeddings
        Of ``n`` working points and the object.
    sentences
        Of this step.
    types
        ``(n,)`` int64: 0 for normal, else type id.
    even
        The first so many points are an even sample of the object; the rest are defective.
    geometry
        GFCM's features ``(L, C)`` and the FPFH targets ``(L, 33)``.
    good_share
        Share of good scans among those that train.
    """
    normal, named = sentences.sides[0], sentences.sides[1:]
    logits = model.similarity.anomaly_logits(embeddings.points, normal, named)
    generic = logits[:, 0]
    defective = types > 0
    weights = region_weights(types)
    ids = torch.arange(1, len(named), device=types.device)
    is_type = types[:, None] == ids
    whole_logit = model.similarity.anomaly_logits(embeddings.whole, normal, named[0])
    object_logit = model.object_head(object_features(generic[:even], whole_logit))
    flawed = bool(defective.any())
    zero = generic.sum() * 0.0
    names = zero
    if flawed:
        found = embeddings.points[defective]
        chosen = model.similarity.type_logits(found, named[1:])
        entropy = functional.cross_entropy(chosen, types[defective] - 1, reduction="none")
        names = (entropy * weights[defective]).sum()
    balance = 0.5 / (1.0 - good_share) if flawed else 0.5 / good_share
    return Losses(
        focal=balanced_focal(generic, defective, weights),
        dice=dice(generic, defective) if flawed else zero,
        types=balanced_focal(logits[:, 1:], is_type, weights[:, None] * is_type),
        names=names,
        whole=balance
        * functional.binary_cross_entropy_with_logits(
            object_logit, defective.any().to(object_logit.dtype)
        ),
        geometry=contrast(model.gfcm.to_fpfh(geometry[0]), geometry[1]),
        rank=rank(generic, defective, weights) if flawed else zero,
        words=functional.cross_entropy(
            sentences.embedded @ sentences.sides.T / WORD_TEMPERATURE, sentences.groups
        ),
        object_logit=object_logit,
    )


def outranked(logit: Tensor, other: Tensor, defective: bool) -> Tensor:
    """RankNet on the object logits of a good and a defective scan of one design; a scalar.

    Parameters
    ----------
    logit
        Of this scan, a scalar with gradient.
    other
        Of its partner, a scalar without: each scan of a pair learns from its own side, and both
        together make the gradient of the pair's loss, wherever the other was computed.
    defective
        Whether this is the defective one.
    """
    lead = logit - other.detach() if defective else other.detach() - logit
    return functional.softplus(-lead)


def rank(logits: Tensor, positive: Tensor, weights: Tensor) -> Tensor:
    """How often a normal point outranks a defective one: a smooth ``1 - AUROC``.

    The logistic loss on pairs (RankNet, Burges et al., ICML 2005). It looks at order within the
    scan alone, so that weak defects pull as hard as strong ones.
    """
    chosen = torch.multinomial(weights, RANKED, replacement=True)
    normal = torch.nonzero(~positive).squeeze(1)
    others = normal[torch.randint(len(normal), (RANKED_AGAINST,), device=normal.device)]
    return functional.softplus(logits[others][None] - logits[chosen][:, None]).mean()


def region_weights(types: Tensor) -> Tensor:
    """``(n,)`` weights of defective points that sum to one, each type present counting the same.

    A scratch of forty points matters as much as a dent of four hundred.
    """
    counts = torch.bincount(types, minlength=1).clamp_min(1).float()
    present = torch.unique(types)
    kinds = max(int((present > 0).sum()), 1)
    return torch.where(types > 0, 1.0 / (counts[types] * kinds), 0.0)


def balanced_focal(logits: Tensor, positive: Tensor, weights: Tensor, gamma: float = 2.0) -> Tensor:
    """Focal loss (Lin et al., ICCV 2017) with the positives' ``weights`` and the negatives' mean.

    Without the balance, one defective point in a hundred would be outvoted.
    """
    loss = functional.binary_cross_entropy_with_logits(
        logits, positive.to(logits.dtype), reduction="none"
    )
    loss = loss * (1.0 - torch.exp(-loss)) ** gamma
    negatives = (~positive).to(loss.dtype)
    missed = (loss * weights).sum()
    false = (loss * negatives).sum() / negatives.sum().clamp_min(1)
    return POSITIVE_WEIGHT * missed + NEGATIVE_WEIGHT * false


def dice(logits: Tensor, positive: Tensor) -> Tensor:
    """Soft Dice loss of the defective points."""
    probability = torch.sigmoid(logits)
    target = positive.to(logits.dtype)
    overlap = (probability * target).sum()
    return 1.0 - (2.0 * overlap + 1.0) / (probability.sum() + target.sum() + 1.0)


def contrast(features: Tensor, targets: Tensor) -> Tensor:
    """InfoNCE between GFCM's features and FPFH on up to 512 random centres."""
    chosen = torch.randperm(len(features), device=features.device)[:CONTRAST_SAMPLES]
    ours = functional.normalize(features[chosen], dim=1)
    centred = targets[chosen] - targets.mean(dim=0)
    theirs = functional.normalize(centred, dim=1)
    logits = ours @ theirs.T / CONTRAST_TEMPERATURE
    return functional.cross_entropy(logits, torch.arange(len(chosen), device=features.device))
