"""Sentences about clouds: the kind of part, and whether it is good or how it is defective."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import torch
from torch import Tensor

from btp_core.defect_types import DEFECT_TYPES
from btp_core.model.text_side import mean_direction
from btp_core.text.tower import TextTower
from btp_core.training.phrases import load_phrases

NORMAL, ANOMALY, FIRST_TYPE = 0, 1, 2
"""Groups of phrases: those of a defect of unknown type, then one for each of the types."""
_ANY_PART = "part"
_NOT_A_KIND = "mesh"
"""What scans of somebody's mesh have as their source: it says nothing of the part."""


def part_word(source: str | None) -> str:
    """How sentences call a part: the family it was drawn from, where that is known."""
    if source is None or source == _NOT_A_KIND:
        return _ANY_PART
    return source.replace("_", " ")


def group_of(type_id: int) -> int:
    """The group of phrases for a defect type's id in labels."""
    return type_id + FIRST_TYPE - 1 if 0 < type_id <= len(DEFECT_TYPES) else ANOMALY


class CaptionBook:
    """All sentences about parts of these names, embedded once by the frozen tower.

    Parameters
    ----------
    tower
        The text side of the joint space.
    parts
        What parts are called.
    """

    def __init__(self, tower: TextTower, parts: Iterable[str]) -> None:
        self._groups = load_phrases().groups()
        self._parts = sorted(set(parts) | {_ANY_PART})
        self._first = np.concatenate([[0], np.cumsum([len(group) for group in self._groups])])
        sentences = [
            phrase.replace("{object}", part)
            for part in self._parts
            for group in self._groups
            for phrase in group
        ]
        bare = torch.zeros(0, tower.context_width)
        vectors = tower.embed(sentences, bare)
        self._vectors = vectors.view(len(self._parts), -1, vectors.shape[1])

    def draw(self, part: str, group: int, rng: np.random.Generator) -> Tensor:
        """``(D,)`` embedding of a random sentence of that group about such a part."""
        place = rng.integers(self._first[group], self._first[group + 1])
        drawn: Tensor = self._vectors[self._parts.index(part), int(place)]
        return drawn

    def directions(self) -> Tensor:
        """``(2 + T, D)``: for each group the mean direction of its sentences about any part."""
        about = self._vectors[self._parts.index(_ANY_PART)]
        spans = zip(self._first[:-1], self._first[1:], strict=True)
        return torch.stack([mean_direction(about[low:high]) for low, high in spans])
