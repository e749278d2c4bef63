"""Sentence embeddings during training: fresh where gradients are wanted, cached elsewhere."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from btp_core.model.text_side import TextSide, mean_direction
from btp_core.text.minilm import MiniLM
from btp_core.training.phrases import CONTEXT_START, Phrases

OBJECTS_EACH = 3
"""Object names each phrase is cached with; fresh sentences use any."""


class TextBank:
    """Draws sentences of every group and gives their mean directions in the joint space.

    The tower is slow beside the rest of a step. On most steps cached tower embeddings serve, and
    only the adapter learns; every ``fresh_every`` steps the sentences pass through the tower
    with gradients into the context. The cache is renewed as the context moves.
    """

    def __init__(
        self, tower: MiniLM, phrases: Phrases, renew_every: int, fresh_every: int = 8
    ) -> None:
        self.tower = tower
        self.phrases = phrases
        self.fresh_every = fresh_every
        self.renew_every = renew_every
        self._sentences: list[list[str]] = []
        for group in phrases.groups():
            filled = [
                phrase.replace("{object}", phrases.objects[(place + shift) % len(phrases.objects)])
                for place, phrase in enumerate(group)
                for shift in range(OBJECTS_EACH)
            ]
            self._sentences.append(list(dict.fromkeys(filled)))
        self._cache: list[Tensor] = []

    def start_context(self, side: TextSide) -> None:
        """Put the context at words the tower knows, so that sentences keep their meaning."""
        words = self.tower.word_vectors(CONTEXT_START)
        if len(words) < len(side.context):
            words = words.repeat(len(side.context), 1)
        side.context.data.copy_(words[: len(side.context)])

    def sides(self, side: TextSide, step: int, rng: np.random.Generator) -> Tensor:
        """``(2 + T, D)`` unit vectors: normal, anomaly, types; each from a few random sentences."""
        if not self._cache or step % self.renew_every == 0:
            self._cache = self._embed_all(side)
        if step % self.fresh_every == 0:
            sentences, groups = self.phrases.draw(2, rng)
            embedded = side(self.tower(sentences, side.context))
            index = torch.tensor(groups)
            members = [embedded[index == group] for group in range(len(self._sentences))]
        else:
            drawn = []
            for cached in self._cache:
                count = int(rng.integers(1, 5))
                drawn.append(cached[torch.from_numpy(rng.integers(0, len(cached), count))])
            embedded = side(torch.cat(drawn))
            members = list(embedded.split([len(d) for d in drawn]))
        return torch.stack([mean_direction(group) for group in members])

    def all_sides(self, side: TextSide) -> Tensor:
        """As ``sides``, from all sentences, without gradients: for validation."""
        with torch.no_grad():
            return torch.stack([mean_direction(side(group)) for group in self._embed_all(side)])

    def _embed_all(self, side: TextSide) -> list[Tensor]:
        context = side.context.detach()
        return [self.tower.embed(sentences, context) for sentences in self._sentences]
