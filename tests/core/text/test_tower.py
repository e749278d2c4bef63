from __future__ import annotations

import pytest
import torch

from btp_core.base.errors import ModelError
from btp_core.text.cached_tower import CachedTower, bundled_tower, clip_tower
from btp_core.text.clip import ClipTower
from btp_core.text.embedding_cache import EmbeddingCache
from btp_core.text.tower import check_pairing, load_tower
from tests.core.text.small_clip import write_clip


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return ClipTower(write_clip(tmp_path_factory.mktemp("clip")))


@pytest.fixture(params=["minilm", "clip"])
def tower(request, clip):
    return clip if request.param == "clip" else load_tower()


def test_all_towers_do_the_same(tower):
    context = tower.word_vectors("part").requires_grad_()
    assert context.shape[1] == tower.context_width
    found = tower(["a dent", "a crack"], context)
    assert found.shape == (2, tower.width)
    assert torch.allclose(found.norm(dim=1), torch.ones(2), atol=1e-5)
    (found[0] @ found[1]).backward()
    assert context.grad is not None
    assert torch.allclose(tower.embed(["a crack"], context.detach())[0], found[1], atol=1e-4)
    assert len(tower.sha256) == 64
    assert tower.name


def test_a_fitting_pair_is_accepted(tower):
    check_pairing("any model", tower.width, tower)


def test_a_wrong_pair_is_refused_with_both_widths(clip):
    with pytest.raises(ModelError, match=r"ulip2-pointbert is 1280 wide.*all-MiniLM.*384 wide"):
        check_pairing("ulip2-pointbert", 1280, load_tower())
    with pytest.raises(ModelError, match=r"btp-mini is 384 wide.*CLIP .*24 wide"):
        check_pairing("btp-mini", 384, clip)


def test_pairs_are_checked_before_anything_is_loaded(clip):
    ready = clip_tower(clip.folder)
    for tower in (bundled_tower(), ready):
        with pytest.raises(ModelError, match="1280 wide"):
            check_pairing("ulip2-pointbert", 1280, tower)
        assert not tower.tower.is_loaded


def test_a_sentence_met_before_loads_no_network(clip, tmp_path):
    def fresh():
        cache = EmbeddingCache(tmp_path / "cache.sqlite")
        return CachedTower(ClipTower(clip.folder, digest=cache.file_sha256), cache)

    none = torch.zeros(0, clip.context_width)
    first, second = fresh(), fresh()
    found = first.embed(["a dent"], none)
    assert first.tower.is_loaded
    assert torch.equal(second.embed(["a dent"], none), found)
    assert not second.tower.is_loaded
