"""Text towers behind the cache on disk, loaded only for sentences that are not in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import torch
from torch import Tensor

from btp_core.base.errors import ModelError
from btp_core.text.embedding_cache import EmbeddingCache, cache_key
from btp_core.text.tower import TextTower, load_tower

if TYPE_CHECKING:
    from btp_core.text.clip import Precision


class LazyTower:
    """A :class:`TextTower` that is loaded when it is first asked for an embedding.

    Parameters
    ----------
    load
        Loads the tower.
    name, width, context_width, sha256
        What is known about it before.
    """

    def __init__(
        self,
        load: Callable[[], TextTower],
        *,
        name: str,
        width: int,
        context_width: int,
        sha256: str,
    ) -> None:
        self._load = load
        self.name = name
        self.width = width
        self.context_width = context_width
        self.sha256 = sha256

    def __call__(self, sentences: Sequence[str], context: Tensor) -> Tensor:
        """See :class:`TextTower`."""
        return self._tower(sentences, context)

    def word_vectors(self, text: str) -> Tensor:
        """See :class:`TextTower`."""
        return self._tower.word_vectors(text)

    def embed(self, sentences: Sequence[str], context: Tensor) -> Tensor:
        """See :class:`TextTower`."""
        return self._tower.embed(sentences, context)

    @property
    def is_loaded(self) -> bool:
        """Whether the tower is in memory already."""
        return "_tower" in self.__dict__

    @cached_property
    def _tower(self) -> TextTower:
        return self._load()


class AbsentTower(LazyTower):
    """A :class:`TextTower` that cannot embed anything: whatever needs it raises ``reason``."""

    def __init__(
        self, reason: ModelError, *, name: str, width: int, context_width: int, sha256: str
    ) -> None:
        super().__init__(
            self.refuse, name=name, width=width, context_width=context_width, sha256=sha256
        )
        self._reason = reason

    def refuse(self) -> NoReturn:
        """Raise the reason."""
        raise ModelError(self._reason.cause, next_step=self._reason.next_step)


class CachedTower:
    """A :class:`TextTower` whose ``embed`` remembers sentences on disk.

    Calling it (with gradients) and ``word_vectors`` go to the tower behind it.
    """

    def __init__(self, tower: TextTower, cache: EmbeddingCache | None = None) -> None:
        self.tower = tower
        self.cache = cache if cache is not None else EmbeddingCache()
        self.name = tower.name
        self.width = tower.width
        self.context_width = tower.context_width
        self.word_vectors = tower.word_vectors

    @property
    def sha256(self) -> str:
        """Of the tower; of a large one it takes seconds."""
        return self.tower.sha256

    def __call__(self, sentences: Sequence[str], context: Tensor) -> Tensor:
        """See :class:`TextTower`."""
        return self.tower(sentences, context)

    def embed(self, sentences: Sequence[str], context: Tensor) -> Tensor:
        """See :class:`TextTower`; the tower sees only sentences that are not in the cache."""
        keys = {s: cache_key(self.sha256, context, s) for s in dict.fromkeys(sentences)}
        known = self.cache.get(keys.values(), self.width)
        missing = [sentence for sentence, key in keys.items() if key not in known]
        if missing:
            fresh = self.tower.embed(missing, context)
            new = {keys[s]: vector for s, vector in zip(missing, fresh.cpu(), strict=True)}
            self.cache.put(new)
            known.update(new)
        if not sentences:
            return torch.zeros(0, self.width, device=context.device)
        return torch.stack([known[keys[s]] for s in sentences]).to(context.device)


def bundled_tower() -> TextTower:
    """all-MiniLM-L6-v2, which ships with the program, behind the cache and not yet loaded."""
    from btp_core.text.minilm import MiniLM

    return CachedTower(
        LazyTower(
            load_tower,
            name=MiniLM.name,
            width=MiniLM.width,
            context_width=MiniLM.context_width,
            sha256=MiniLM.sha256,
        )
    )


def clip_tower(folder: Path, *, precision: Precision = "float32", device: str = "cpu") -> TextTower:
    """A CLIP text tower of a local folder, behind the cache and not yet loaded.

    Raises
    ------
    ModelError
        See :class:`~btp_core.text.clip.ClipTower`.
    """
    from btp_core.text.clip import ClipTower

    cache = EmbeddingCache()
    tower = ClipTower(folder, precision=precision, device=device, digest=cache.file_sha256)
    return CachedTower(tower, cache)


def clip_tower_like(folder: Path, sha256: str, device: str = "cpu") -> TextTower:
    """The CLIP text tower of a folder in the precision that has this checksum.

    Where none has, in single precision; that it is another one is for its user to find out.
    Raises ``ModelError`` as :func:`clip_tower`.
    """
    precisions: tuple[Precision, ...] = ("float32", "float16", "bfloat16")
    towers = [clip_tower(folder, precision=precision, device=device) for precision in precisions]
    return next((tower for tower in towers if tower.sha256 == sha256), towers[0])
