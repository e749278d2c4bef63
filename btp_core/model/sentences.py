"""Sentences to unit vectors of the joint space, with a cache in front of the slow tower."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import torch
from torch import Tensor

from btp_core.base.errors import ModelError
from btp_core.base.messages import Message
from btp_core.model.file import ModelFile, TowerFacts
from btp_core.model.network import Network
from btp_core.model.text_side import mean_direction
from btp_core.text.cached_tower import AbsentTower, bundled_tower
from btp_core.text.tower import TextTower, check_pairing

MAX_DIRECTIONS = 1000
"""Kept in memory; a few kilobytes each."""


class SentenceEmbedder:
    """Embeds sentences for one model; the tower is loaded when a new sentence first asks for it.

    Only :meth:`direction` may be called from several threads at once.

    Parameters
    ----------
    file
        The model; its stock sentences need no tower.
    tower
        The text side the model was trained with. Unless given, the bundled one; a model that was
        trained with another one then knows its stock sentences only.

    Raises
    ------
    ModelError
        The model and the tower do not share a space, or it was trained with another tower.
    """

    def __init__(self, file: ModelFile[Network], tower: TextTower | None = None) -> None:
        self._side = file.model.text
        self._known = dict(file.sentences)
        self._directions: dict[tuple[str, ...], Tensor] = {}
        self._lock = threading.Lock()
        self._tower = tower or _tower_of(file)
        check_pairing(file.name, file.model.text_width, self._tower)
        if tower is not None and file.tower is not None:
            _check_same(file.name, file.tower, tower)

    @torch.inference_mode()
    def embed(self, sentences: Sequence[str]) -> Tensor:
        """``(S, D)`` unit vectors on the CPU; raises ``ModelError`` without a tower for them."""
        missing = [s for s in dict.fromkeys(sentences) if s not in self._known]
        if missing:
            found = self._tower.embed(missing, self._side.context.cpu())
            self._known.update(zip(missing, found, strict=True))
        device = self._side.context.device
        stacked = torch.stack([self._known[s] for s in sentences]).to(device)
        embedded: Tensor = self._side(stacked)
        return embedded.cpu()

    @property
    def has_tower(self) -> bool:
        """Whether sentences can be embedded that do not ship with the model."""
        return not isinstance(self._tower, AbsentTower)

    def check(self, sentences: Sequence[str]) -> None:
        """Raise ``ModelError`` if one of them needs a tower that is not there; loads none."""
        if isinstance(self._tower, AbsentTower) and not set(sentences) <= set(self._known):
            self._tower.refuse()

    def load(self) -> None:
        """Load the tower now instead of with the first new sentence; raises ``ModelError``."""
        self._tower.word_vectors("part")

    def direction(self, sentences: Sequence[str]) -> Tensor:
        """``(D,)``: the mean direction of several sentences of one meaning."""
        key = tuple(sentences)
        with self._lock:
            if key not in self._directions:
                if len(self._directions) >= MAX_DIRECTIONS:
                    self._directions.clear()
                self._directions[key] = mean_direction(self.embed(sentences))
            return self._directions[key]


def _tower_of(file: ModelFile[Network]) -> TextTower:
    bundled, facts = bundled_tower(), file.tower
    if facts is None or facts.sha256 == bundled.sha256:
        return bundled
    next_step = "Name the tower's folder by --tower."
    cause = Message(
        "The model {name} knows only its stock sentences without its text tower {tower} "
        "({width} wide).",
        name=file.name,
        tower=facts.name,
        width=facts.width,
    )
    return AbsentTower(ModelError(cause, next_step=next_step), **vars(facts))


def _check_same(name: str, trained: TowerFacts, tower: TextTower) -> None:
    if tower.sha256 != trained.sha256:
        raise ModelError(
            Message(
                "The model {name} was trained with the text tower {trained} (sha256 "
                "{sha256}...), not with {tower} ({tower_sha256}...).",
                name=name,
                trained=trained.name,
                sha256=trained.sha256[:12],
                tower=tower.name,
                tower_sha256=tower.sha256[:12],
            ),
            next_step="Use the tower, in the precision, that it was trained with.",
        )
