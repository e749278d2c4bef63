"""Sentences for one model."""

from __future__ import annotations

import pytest
import torch

from btp_core.base.errors import ModelError
from btp_core.model.sentences import SentenceEmbedder
from btp_core.text.cached_tower import LazyTower
from tests.core.small_model import small_model_file


class CountingTower(LazyTower):
    """384 wide; counts the sentences it is asked for."""

    def __init__(self, width: int = 384) -> None:
        super().__init__(self._never, name="counting", width=width, context_width=384, sha256="0")
        self.asked: list[str] = []

    def _never(self):
        raise AssertionError("this tower has nothing to load")

    def embed(self, sentences, context):
        self.asked += sentences
        return torch.randn(len(sentences), self.width)


def test_stock_sentences_need_no_tower_and_new_ones_are_asked_once():
    file, tower = small_model_file(), CountingTower()
    embedder = SentenceEmbedder(file, tower)
    stock = next(iter(file.sentences))
    embedder.embed([stock])
    assert tower.asked == []
    first = embedder.embed([stock, "a new one", "a new one"])
    embedder.embed(["a new one"])
    assert tower.asked == ["a new one"]
    assert first.shape == (3, 384)
    assert first.norm(dim=1) == pytest.approx(torch.ones(3).numpy(), abs=1e-4)


def test_a_tower_of_another_width_is_refused_with_both_named():
    with pytest.raises(ModelError, match=r"small is 384 wide.*counting is 1280 wide"):
        SentenceEmbedder(small_model_file(), CountingTower(1280))
