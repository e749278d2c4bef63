"""What each phrase of a prompt set says about one point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from btp_core.inspection.encoded import EncodedScan
from btp_core.model.sentences import SentenceEmbedder
from btp_core.text.prompts import PromptSet

NORMAL, DEFECTIVE = "normal", "defective"


@dataclass(frozen=True)
class PhraseStrength:
    """How near a point's embedding lies to a phrase.

    Attributes
    ----------
    side
        ``"normal"``, ``"defective"``, or the name of a defect type.
    phrase
        As in the prompt set.
    cosine
        In [-1, 1]. Only differences between phrases have a meaning.
    """

    side: str
    phrase: str
    cosine: float


def phrase_strengths(
    sentences: SentenceEmbedder, encoded: EncodedScan, prompts: PromptSet, point: int
) -> tuple[PhraseStrength, ...]:
    """Cosines of a point with every phrase, sides in their order.

    Parameters
    ----------
    point
        Index among the points of ``encoded.shown.scan``.

    Returns
    -------
    tuple
        Empty for a point without measurement.
    """
    encoded = encoded.shown
    if not encoded.valid[point]:
        return ()
    row = int(np.count_nonzero(encoded.valid[:point]))
    embedding = torch.nn.functional.normalize(encoded.embedding_at(row), dim=0)
    groups = [(NORMAL, prompts.normal), (DEFECTIVE, prompts.anomaly)]
    groups += [(defect.name, defect.phrases) for defect in prompts.types]
    return tuple(
        PhraseStrength(
            side, phrase, float(embedding @ sentences.direction(prompts.expand((phrase,))))
        )
        for side, phrases in groups
        for phrase in phrases
        if phrase.strip()
    )
