import pytest
import torch

from btp_core.errors import ModelError
from btp_core.text import minilm
from btp_core.text.tower import load_tower

CONTEXT = torch.zeros(0, 384)


def test_meaning_orders_sentences():
    tower = load_tower()
    dent, dented, cat = tower.embed(["a dent", "a dented part", "a cat asleep"], CONTEXT)
    assert dent @ dented > dent @ cat + 0.2
    assert torch.allclose(dent.norm(), torch.tensor(1.0))


def test_gradients_flow_through_the_tower_into_the_context():
    tower = load_tower()
    context = tower.word_vectors("a 3d point cloud of").requires_grad_()
    first, second = tower(["a normal part", "a defective part"], context)
    (first @ second).backward()
    assert context.grad is not None
    assert context.grad.norm() > 1e-4
    assert all(p.grad is None for p in tower.parameters())


def test_the_context_and_the_words_both_count():
    tower = load_tower()
    words = tower.word_vectors("a 3d point cloud of")
    plain = tower.embed(["a crack"], CONTEXT)
    with_context = tower.embed(["a crack"], words)
    other_words = tower.embed(["a burr"], words)
    assert (plain @ with_context.T).item() < 0.999
    assert (with_context @ other_words.T).item() < 0.95


def test_batches_and_padding_do_not_change_embeddings():
    tower = load_tower()
    sentences = [f"a part with {n} holes" for n in range(70)] + ["a much longer sentence " * 8]
    together = tower.embed(sentences, CONTEXT)
    alone = tower.embed(sentences[:1], CONTEXT)
    assert torch.allclose(together[:1], alone, atol=1e-5)


def test_weights_with_another_checksum_are_refused(tmp_path):
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(b"not these")
    with pytest.raises(ModelError, match="checksum"):
        minilm._check(weights)
    with pytest.raises(ModelError, match="cannot be read"):
        minilm._check(tmp_path / "missing.safetensors")
