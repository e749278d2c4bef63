"""Scores of an encoded scan with its design: what the words say, and what the deviation says."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch

from btp_core.base.arrays import Float32Array, Float64Array
from btp_core.base.errors import AlignmentError
from btp_core.designs.alignment import Alignment
from btp_core.designs.design import Design
from btp_core.designs.fusion import ZeroShot
from btp_core.inspection.results import DesignLabel, ScoreField
from btp_core.inspection.scoring import Directions
from btp_core.model.file import ModelFile
from btp_core.model.network import Network
from btp_core.model.sentences import SentenceEmbedder
from btp_core.text.prompts import PromptSet

LEAST = 1e-6
"""Probabilities nearer to 0 or 1 are of the same log-odds."""
ANOTHER_MODEL = (
    "The design's embeddings are of another model and were left out: its deviation still counts. "
    "Make the design again to use them."
)


def score_with_design(
    file: ModelFile[Network],
    sentences: SentenceEmbedder,
    field: ScoreField,
    prompts: PromptSet,
    design: Design,
) -> ScoreField:
    """The scores of a scan with those of its design.

    Parameters
    ----------
    file, sentences, prompts
        The model and the words.
    field
        What they alone say of the scan.
    design
        The design. A scan that does not lie on it gets NaN scores and ``refusal``.
    """
    start = time.perf_counter()
    label = DesignLabel(design.name, design.version, design.sha256, design.threshold, design.units)
    shown = field.shown
    try:
        alignment = design.align(shown.encoded.scan, workers=torch.get_num_threads())
    except AlignmentError as error:
        refusal = error
        return _each(field, lambda one: _refused(one, label, refusal))
    zero, warnings = zero_shot(file, sentences, shown, prompts, design, alignment)
    fused = design.fuse(alignment, zero)
    points = alignment.lift(_probability(fused.points)).astype(np.float32)
    whole = float(_probability(np.asarray(fused.whole)))
    seconds = time.perf_counter() - start

    def with_design(one: ScoreField) -> ScoreField:
        count = one.encoded.n_points
        return replace(
            one,
            point_scores=points[:count],
            object_score=whole,
            design=label,
            deviation=alignment.deviation[:count],
            alignment=alignment,
            missing=design.kept_missing(alignment),
            seconds=one.seconds + seconds,
            warnings=(*one.warnings, *alignment.warnings, *warnings),
        )

    return _each(field, with_design)


def zero_shot(
    file: ModelFile[Network],
    sentences: SentenceEmbedder,
    shown: ScoreField,
    prompts: PromptSet,
    design: Design,
    alignment: Alignment,
) -> tuple[ZeroShot, tuple[str, ...]]:
    """What the words say at an alignment's working points, and warnings.

    Parameters
    ----------
    file, sentences, prompts
        The model and the words.
    shown
        What they say of the scan without a design.
    design, alignment
        The design, and the scan on it.
    """
    logit = _log_odds(shown.point_scores[alignment.working_index])
    nothing = np.full(len(logit), np.nan)
    if design.embeddings is None:
        return ZeroShot(logit, nothing, nothing), ()
    if design.embeddings.model_sha256 != file.sha256:
        return ZeroShot(logit, nothing, nothing), (ANOTHER_MODEL,)
    place, novelty = design.compare(alignment, shown.encoded)
    good = _good_log_odds(file, sentences, prompts, design.embeddings.means)
    return ZeroShot(logit, np.where(place >= 0, good[np.maximum(place, 0)], np.nan), novelty), ()


def _good_log_odds(
    file: ModelFile[Network], sentences: SentenceEmbedder, prompts: PromptSet, means: np.ndarray
) -> Float64Array:
    """Calibrated log-odds ``(P,)`` of the good parts' mean embeddings under these words."""
    similarity = file.model.similarity
    device = similarity.bias.device
    directions = Directions.of(sentences, prompts)
    with torch.inference_mode():
        logits = similarity.anomaly_logits(
            torch.from_numpy(means).float().to(device),
            directions.normal.to(device),
            directions.anomaly.to(device),
        )
        return _log_odds(file.calibration.points(logits).cpu().numpy())


def _log_odds(probability: Float32Array) -> Float64Array:
    bounded = np.clip(probability.astype(np.float64), LEAST, 1.0 - LEAST)
    return np.asarray(np.log(bounded / (1.0 - bounded)))


def _probability(logit: Float64Array) -> Float64Array:
    return np.asarray(1.0 / (1.0 + np.exp(-logit)))


def _refused(field: ScoreField, label: DesignLabel, error: AlignmentError) -> ScoreField:
    """No score at all: a map beside a refusal would be taken for an answer."""
    return replace(
        field,
        point_scores=np.full_like(field.point_scores, np.nan),
        object_score=float("nan"),
        design=label,
        refusal=error,
    )


def _each(field: ScoreField, change: Callable[[ScoreField], ScoreField]) -> ScoreField:
    """The same done to a field and to that of its divided surface."""
    changed = change(field)
    if field.divided is None:
        return changed
    return replace(changed, divided=change(field.divided))
