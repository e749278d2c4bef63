"""Sentences to unit vectors of the joint space, with a cache in front of the slow tower."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from btp_core.model.text_side import mean_direction
from btp_core.model.weights import ModelFile
from btp_core.text.cached_tower import bundled_tower
from btp_core.text.tower import TextTower, check_pairing


class SentenceEmbedder:
    """Embeds sentences for one model; the tower is loaded when a new sentence first asks for it.

    Parameters
    ----------
    file
        The model; its stock sentences need no tower.
    tower
        The text side the model was trained with; the bundled one unless given.

    Raises
    ------
    ModelError
        The model and the tower do not share a space.
    """

    def __init__(self, file: ModelFile, tower: TextTower | None = None) -> None:
        self._side = file.model.text
        self._known = dict(file.sentences)
        self._tower = tower or bundled_tower()
        check_pairing(file.name, file.model.config.text_width, self._tower)

    @torch.inference_mode()
    def embed(self, sentences: Sequence[str]) -> Tensor:
        """``(S, D)`` unit vectors on the CPU; raises ``ModelError`` if the tower cannot be had."""
        missing = [s for s in dict.fromkeys(sentences) if s not in self._known]
        if missing:
            found = self._tower.embed(missing, self._side.context.cpu())
            self._known.update(zip(missing, found, strict=True))
        device = self._side.context.device
        stacked = torch.stack([self._known[s] for s in sentences]).to(device)
        embedded: Tensor = self._side(stacked)
        return embedded.cpu()

    def load(self) -> None:
        """Load the tower now instead of with the first new sentence; raises ``ModelError``."""
        self._tower.word_vectors("part")

    def direction(self, sentences: Sequence[str]) -> Tensor:
        """``(D,)``: the mean direction of several sentences of one meaning."""
        return mean_direction(self.embed(sentences))
