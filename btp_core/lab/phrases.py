"""The sentences a model is trained with, many to a meaning, some kept for testing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

import numpy as np
from torch import nn

from btp_core.base.assets import asset_path
from btp_core.text.prompts import DEFECT_TYPES
from btp_core.text.tower import TextTower

CONTEXT_START = "a 3d point cloud of"


@dataclass(frozen=True)
class Phrases:
    """Phrases with ``{object}`` for normal, defective and each of the defect types."""

    normal: tuple[str, ...]
    anomaly: tuple[str, ...]
    types: tuple[tuple[str, ...], ...]
    objects: tuple[str, ...]

    def groups(self) -> list[tuple[str, ...]]:
        """Normal, anomaly, then the types."""
        return [self.normal, self.anomaly, *self.types]

    def draw(self, per_group: int, rng: np.random.Generator) -> tuple[list[str], list[int]]:
        """Random sentences of every group, and the group of each sentence."""
        sentences, groups = [], []
        for group, phrases in enumerate(self.groups()):
            for phrase in rng.choice(phrases, size=min(per_group, len(phrases)), replace=False):
                word = self.objects[int(rng.integers(len(self.objects)))]
                sentences.append(str(phrase).replace("{object}", word))
                groups.append(group)
        return sentences, groups


def start_context(context: nn.Parameter, tower: TextTower) -> None:
    """Put a context that is to be learnt at words the tower knows, repeated where it is longer."""
    words = tower.word_vectors(CONTEXT_START)
    repeats = -(-len(context) // len(words))
    context.data.copy_(words.repeat(repeats, 1)[: len(context)])


def load_phrases(section: str = "train") -> Phrases:
    """The phrases for ``"train"`` or, kept for testing, ``"held_out"``."""
    data = tomllib.loads(asset_path("prompts", "training.toml").read_text(encoding="utf-8"))
    part = data[section]
    return Phrases(
        normal=tuple(part["normal"]),
        anomaly=tuple(part["anomaly"]),
        types=tuple(tuple(part["types"][name]) for name in DEFECT_TYPES),
        objects=tuple(data["objects"]),
    )
