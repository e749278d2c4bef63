import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from btp_core.base.errors import ModelError
from btp_core.text import minilm
from btp_core.text.tower import load_tower

ROOT = Path(__file__).parents[3]
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
    save_file({"embeddings.LayerNorm.bias": torch.zeros(384)}, weights)
    with pytest.raises(ModelError, match="checksum"):
        minilm._weights(weights)
    with pytest.raises(ModelError, match="Cannot be read"):
        minilm._weights(tmp_path / "missing.safetensors")


def test_it_says_what_transformers_says():
    from transformers import AutoTokenizer, BertModel

    folder = minilm._model_folder()
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    bert = BertModel.from_pretrained(folder, local_files_only=True, dtype=torch.float32).eval()
    odd = [
        "",
        "a dent",
        "Ein RISS, \u00fcber 3,5 mm \u2013 na\u00efve \u90e8\u54c1 \U0001f600",
        "word " * 200,
    ]
    tokens = tokenizer(odd, padding=True, truncation=True, max_length=128, return_tensors="pt")
    with torch.no_grad():
        hidden = bert(**tokens).last_hidden_state
    mask = tokens["attention_mask"][:, :, None]
    expected = torch.nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=1)
    found = load_tower().embed(odd, CONTEXT)
    assert torch.allclose(found, expected, atol=1e-5)


def test_new_words_do_not_wait_for_transformers():
    code = (
        "import sys, torch; from btp_core.text.tower import load_tower\n"
        "load_tower().embed(['a dent'], torch.zeros(0, 384)); print('transformers' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "False"
