"""Scores of an encoded scan under a prompt set."""

from __future__ import annotations

import itertools
import re
import time
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from btp_core.base.messages import Message
from btp_core.inspection.encoded import EncodedScan
from btp_core.inspection.results import Provenance, ScoreField
from btp_core.model.file import ModelFile
from btp_core.model.network import Network
from btp_core.model.sentences import SentenceEmbedder
from btp_core.text.prompts import DefectType, PromptSet

NEARLY_SAME_COSINE = 0.98
"""Above this, two unit vectors leave the similarities too little to tell apart."""
NEARLY_SAME_PHRASES = 0.97
"""The same for a phrase of one side and one of the other, of which others may still differ."""
_BRACES = re.compile(r"\{[^{}]*\}")
BLOCK_ROWS = 2048
"""Embeddings in single precision at a time: more would not stay in a processor's cache."""


@dataclass(frozen=True, eq=False)
class Directions:
    """Unit text embeddings ``(D,)`` of the two sides, and of the named types ``(T, D)``."""

    normal: Tensor
    anomaly: Tensor
    named: tuple[DefectType, ...]
    types: Tensor | None

    @classmethod
    def of(cls, sentences: SentenceEmbedder, prompts: PromptSet) -> Directions:
        named = tuple(defect for defect in prompts.types if prompts.expand(defect.phrases))
        types = [sentences.direction(prompts.expand(defect.phrases)) for defect in named]
        return cls(
            sentences.direction(prompts.normal_sentences),
            sentences.direction(prompts.anomaly_sentences),
            named,
            torch.stack(types) if types else None,
        )


def score_encoded(
    file: ModelFile[Network],
    sentences: SentenceEmbedder,
    encoded: EncodedScan,
    prompts: PromptSet,
    provenance: Provenance,
) -> ScoreField:
    """Similarities with the prompts, calibrated and lifted to the file's points."""
    start = time.perf_counter()
    directions = Directions.of(sentences, prompts)
    field = _score(file, directions, encoded.shown, provenance)
    if encoded.divided is not None:
        field = _of_vertices(encoded, field)
    warnings = (*field.warnings, *wording_warnings(sentences, prompts))
    return replace(field, warnings=warnings, seconds=time.perf_counter() - start)


def _score(
    file: ModelFile[Network], directions: Directions, encoded: EncodedScan, provenance: Provenance
) -> ScoreField:
    similarity = file.model.similarity
    device = similarity.bias.device
    with torch.inference_mode():
        logits, types = _similarities(file, directions, encoded)
        if encoded.overview is not None:
            # The tiles see small defects, the overview the shape: either may be the one to know.
            coarse, coarse_types = _similarities(file, directions, encoded.overview)
            logits = torch.maximum(logits, _at_working_points(encoded, coarse))
            if types is not None and coarse_types is not None:
                types = 0.5 * (types + _at_working_points(encoded, coarse_types))
        whole = similarity.anomaly_logits(
            encoded.whole.to(device), directions.normal.to(device), directions.anomaly.to(device)
        )
        object_score = float(file.calibration.whole(file.model.object_logit(logits, whole)))
        # A working point in several patches gets the mean of their logits.
        points = encoded.lift(file.calibration.points(encoded.at_working_points(logits)).cpu())
        type_scores = None
        if types is not None:
            lifted = encoded.lift(encoded.at_working_points(types).cpu())
            type_scores = torch.from_numpy(lifted).half().numpy()  # NumPy's is far slower
    return ScoreField(
        point_scores=points.clip(0.0, 1.0),
        object_score=object_score,
        type_names=tuple(defect.name for defect in directions.named),
        type_scores=type_scores,
        encoded=encoded,
        provenance=provenance,
        seconds=0.0,
    )


def _similarities(
    file: ModelFile[Network], directions: Directions, encoded: EncodedScan
) -> tuple[Tensor, Tensor | None]:
    """Anomaly logits of the embeddings, and shares of the types in each."""
    similarity = file.model.similarity
    device = similarity.bias.device
    along = encoded.embeddings.along
    normal, anomaly = along(directions.normal).to(device), along(directions.anomaly).to(device)
    types = None if directions.types is None else along(directions.types).to(device)
    logits, type_logits = [], []
    for some in encoded.embeddings.blocks(BLOCK_ROWS):
        points = some.to(device)
        logits.append(similarity.anomaly_logits(points, normal, anomaly))
        if types is not None:
            type_logits.append(similarity.type_logits(points, types))
    if types is None:
        return torch.cat(logits), None
    # A softmax over neighbours in memory takes several times as long as one over rows.
    columns = torch.cat(type_logits).T.contiguous()
    return torch.cat(logits), columns.softmax(dim=0).T.contiguous()


def _at_working_points(encoded: EncodedScan, values: Tensor) -> Tensor:
    """Values of the overview's working points, at those of the tiles."""
    assert encoded.overview is not None
    lifted = encoded.overview.lift(values.cpu())[encoded.working_index]
    return torch.from_numpy(lifted).to(values.device)


def _of_vertices(encoded: EncodedScan, divided: ScoreField) -> ScoreField:
    """The scores of the file's own vertices, which come first."""
    types = divided.type_scores
    return replace(
        divided,
        encoded=encoded,
        point_scores=divided.point_scores[: encoded.n_points],
        type_scores=None if types is None else types[: encoded.n_points],
        divided=divided,
    )


def _letters(phrase: str) -> str:
    """What of a phrase has a meaning: no capitals, no punctuation at its ends."""
    return phrase.strip(" .,;:!?").casefold()


def wording_warnings(sentences: SentenceEmbedder, prompts: PromptSet) -> tuple[str, ...]:
    """What about a wording keeps its map from saying much; one sentence each."""
    odd = sorted(
        {
            braces
            for sentence in (*prompts.normal_sentences, *prompts.anomaly_sentences)
            for braces in _BRACES.findall(sentence)
        }
    )
    warnings = [
        Message(
            "The model reads {braces} as it stands: only {object} is replaced.",
            braces=braces,
            object="{object}",
        )
        for braces in odd
    ]
    normal = sentences.direction(prompts.normal_sentences)
    cosine = float(normal @ sentences.direction(prompts.anomaly_sentences))
    if cosine >= NEARLY_SAME_COSINE:
        return (
            *warnings,
            Message(
                "The normal and the defective sentences are nearly the same to the model "
                "(cosine {cosine:.3f}): the map says little. Use words that differ.",
                cosine=cosine,
            ),
        )
    sides = [
        {
            phrase.strip(): sentences.direction(prompts.expand((phrase,)))
            for phrase in phrases
            if phrase.strip()
        }
        for phrases in (prompts.normal, prompts.anomaly)
    ]
    for good, bad in itertools.product(*sides):
        cosine = float(sides[0][good] @ sides[1][bad])
        if cosine >= NEARLY_SAME_PHRASES or _letters(good) == _letters(bad):
            warnings.append(
                Message(
                    "The normal '{normal}' and the defective '{defective}' are nearly the same to "
                    "the model (cosine {cosine:.3f}). Use words that differ.",
                    normal=good,
                    defective=bad,
                    cosine=cosine,
                )
            )
    return tuple(warnings)
