"""Sentence embeddings during training: fresh where gradients are wanted, cached elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from btp_core.lab.phrases import Phrases, start_context
from btp_core.model.text_side import TextSide, mean_direction
from btp_core.text.minilm import MiniLM

OBJECTS_EACH = 3
"""Object names each phrase is cached with; fresh sentences use any."""
JITTER = 0.3
"""Length of the noise on cached sentence vectors (of length one): room for other wordings."""


@dataclass(eq=False)
class DrawnSentences:
    """Sentences of one step, in the joint space.

    Attributes
    ----------
    sides
        ``(2 + T, D)`` unit vectors: mean directions of normal, anomaly, and the types.
    embedded
        ``(S, D)`` unit vectors, one per sentence.
    groups
        ``(S,)`` int64: which side each sentence belongs to.
    """

    sides: Tensor
    embedded: Tensor
    groups: Tensor


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
        self._embedded: tuple[Tensor, list[Tensor]] | None = None

    def start(self, side: TextSide) -> None:
        """Put the context at words the tower knows, and the centre in the middle of all groups."""
        start_context(side.context, self.tower)
        groups = self._embed_all(side)
        side.centre.copy_(torch.stack([group.mean(dim=0) for group in groups]).mean(dim=0))

    def draw(self, side: TextSide, step: int, rng: np.random.Generator) -> DrawnSentences:
        """A few random sentences of every group."""
        if not self._cache or step % self.renew_every == 0:
            self._cache = self._embed_all(side)
        if step % self.fresh_every == 0:
            sentences, groups = self.phrases.draw(2, rng)
            tower = self.tower(sentences, side.context.cpu())
        else:
            drawn, groups = [], []
            for group, cached in enumerate(self._cache):
                count = int(rng.integers(1, 5))
                drawn.append(cached[torch.from_numpy(rng.integers(0, len(cached), count))])
                groups += [group] * count
            tower = torch.cat(drawn)
            tower = tower + torch.randn_like(tower) * (JITTER / tower.shape[1] ** 0.5)
        device = side.context.device
        embedded = side(tower.to(device))
        index = torch.tensor(groups, device=device)
        directions = [mean_direction(embedded[index == g]) for g in range(len(self._sentences))]
        return DrawnSentences(torch.stack(directions), embedded, index)

    def all_sides(self, side: TextSide) -> Tensor:
        """``(2 + T, D)`` mean directions of all sentences, without gradients: for validation."""
        device = side.context.device
        with torch.no_grad():
            return torch.stack(
                [mean_direction(side(group.to(device))) for group in self._embed_all(side)]
            )

    def _embed_all(self, side: TextSide) -> list[Tensor]:
        """Tower embeddings of all sentences by group; kept while the context stays the same."""
        context = side.context.detach().cpu().clone()
        if self._embedded is None or not torch.equal(self._embedded[0], context):
            groups = [self.tower.embed(sentences, context) for sentences in self._sentences]
            self._embedded = context, groups
        return self._embedded[1]
