"""How well the global embeddings of held-out clouds agree with sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import normalize

from btp_core.arrays import Float32Array
from btp_core.backbones.pointbert import PointBert
from btp_core.evaluation.binary_metrics import auroc
from btp_core.pretraining.batch import load_patches
from btp_core.pretraining.captions import ANOMALY, FIRST_TYPE, NORMAL
from btp_core.pretraining.clouds import CaptionedCloud

_BATCH = 16
_SEED = 1


@torch.no_grad()
def validate(
    model: PointBert, clouds: Sequence[CaptionedCloud], directions: Tensor, kept: int, device: str
) -> dict[str, float]:
    """Figures without training on anything, for whole scans and for tiles apart.

    Parameters
    ----------
    model
        On ``device``.
    clouds
        Held out.
    directions
        ``(2 + T, D)`` of sentences: good, defective, and the types.
    kept
        Patches of each cloud, as in training.
    device
        Where the model is.

    Returns
    -------
    dict of str to float
        ``*_auroc``: defective against good by the difference of the similarities to both
        sentences. ``*_types``: share of the defective clouds of known type for which one of
        their types is nearest. NaN where there is nothing to tell apart.
    """
    rng = np.random.default_rng(_SEED)
    parts = [clouds[start : start + _BATCH] for start in range(0, len(clouds), _BATCH)]
    embedded = [
        normalize(
            model.encode(load_patches(part, model.config, kept, rng).to(device)).embedding, dim=1
        ).cpu()
        for part in parts
    ]
    similar = (torch.cat(embedded) @ directions.T).numpy()
    figures: dict[str, float] = {}
    for name, whole in (("wholes", True), ("tiles", False)):
        rows = [row for row, cloud in enumerate(clouds) if cloud.whole is whole]
        figures |= _figures(name, [clouds[row] for row in rows], similar[rows])
    return figures


def _figures(
    name: str,
    clouds: Sequence[CaptionedCloud],
    similar: Float32Array,
) -> dict[str, float]:
    flawed = np.array([cloud.groups != (NORMAL,) for cloud in clouds], dtype=np.bool_)
    found = {f"{name}_auroc": float("nan"), f"{name}_types": float("nan")}
    if flawed.any() and not flawed.all():
        found[f"{name}_auroc"] = auroc(similar[:, ANOMALY] - similar[:, NORMAL], flawed)
    named = [
        int(FIRST_TYPE + row[FIRST_TYPE:].argmax()) in cloud.groups
        for cloud, row in zip(clouds, similar, strict=True)
        if min(cloud.groups) >= FIRST_TYPE
    ]
    if named:
        found[f"{name}_types"] = float(np.mean(named))
    return found
