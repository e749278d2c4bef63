"""Scores of an encoded scan under a prompt set."""

from __future__ import annotations

import time

import torch

from btp_core.encoded import EncodedScan
from btp_core.model.similarity import object_features
from btp_core.model.weights import ModelFile
from btp_core.prompts import PromptSet
from btp_core.results import Provenance, ScoreField
from btp_core.text.sentences import SentenceEmbedder

NEARLY_SAME_COSINE = 0.98
"""Above this, two unit vectors leave the similarities too little to tell apart."""


def score_encoded(
    file: ModelFile,
    sentences: SentenceEmbedder,
    encoded: EncodedScan,
    prompts: PromptSet,
    provenance: Provenance,
) -> ScoreField:
    """Similarities with the prompts, calibrated and lifted to the file's points."""
    start = time.perf_counter()
    similarity, head = file.model.similarity, file.model.object_head
    normal = sentences.direction(prompts.normal_sentences)
    anomaly = sentences.direction(prompts.anomaly_sentences)
    device = similarity.bias.device
    with torch.inference_mode():
        points = encoded.embeddings.float().to(device)
        logits = similarity.anomaly_logits(points, normal.to(device), anomaly.to(device))
        whole = similarity.anomaly_logits(
            encoded.whole.to(device), normal.to(device), anomaly.to(device)
        )
        object_score = float(file.calibration.whole(head(object_features(logits, whole))))
        working = file.calibration.points(logits).cpu()
        named = tuple(defect for defect in prompts.types if prompts.expand(defect.phrases))
        type_scores = None
        if named:
            directions = torch.stack(
                [sentences.direction(prompts.expand(defect.phrases)) for defect in named]
            )
            chosen = similarity.type_logits(points, directions.to(device)).softmax(dim=1)
            type_scores = encoded.lift(chosen.cpu()).astype("float16")
    return ScoreField(
        point_scores=encoded.lift(working).clip(0.0, 1.0),
        object_score=object_score,
        type_names=tuple(defect.name for defect in named),
        type_scores=type_scores,
        encoded=encoded,
        provenance=provenance,
        seconds=time.perf_counter() - start,
        warnings=_warnings(float(normal @ anomaly)),
    )


def _warnings(cosine: float) -> tuple[str, ...]:
    if cosine < NEARLY_SAME_COSINE:
        return ()
    return (
        f"The normal and the defective sentences are nearly the same to the model "
        f"(cosine {cosine:.3f}): the map says little. Use words that differ.",
    )
