"""The two sides of training: sentences through the text tower, with gradients to the context."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from btp_core.lab.phrases import load_phrases, start_context
from btp_core.model.text_side import PromptContext, mean_direction
from btp_core.text.tower import TextTower


class PromptSides:
    """Gives the directions of "normal" and "defective" for a step.

    Parameters
    ----------
    tower
        The frozen text side.
    per_side
        Sentences drawn for each side.
    """

    def __init__(self, tower: TextTower, per_side: int) -> None:
        self._tower = tower
        self._per_side = per_side
        # The paper has two sides and no types.
        self._phrases = replace(load_phrases(), types=())

    def start(self, side: PromptContext) -> None:
        """Put the context at words the tower knows."""
        start_context(side.context, self._tower)

    def draw(self, side: PromptContext, rng: np.random.Generator) -> Tensor:
        """``(2, D)`` mean directions of random sentences; gradients flow into the context."""
        sentences, groups = self._phrases.draw(self._per_side, rng)
        return self._directions(side, sentences, groups)

    @torch.no_grad()
    def all(self, side: PromptContext) -> Tensor:
        """``(2, D)`` mean directions of all sentences: for validation."""
        word = self._phrases.objects[0]
        sentences, groups = [], []
        for group, phrases in enumerate(self._phrases.groups()):
            sentences += [phrase.replace("{object}", word) for phrase in phrases]
            groups += [group] * len(phrases)
        return self._directions(side, sentences, groups)

    def _directions(self, side: PromptContext, sentences: list[str], groups: list[int]) -> Tensor:
        # The tower is where it is; what it needs and gives is small.
        embedded = side(self._tower(sentences, side.context.cpu()).to(side.context.device))
        index = torch.tensor(groups, device=embedded.device)
        return torch.stack([mean_direction(embedded[index == group]) for group in (0, 1)])
