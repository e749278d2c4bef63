from __future__ import annotations

import json

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import CLIPModel, CLIPTextModelWithProjection

from btp_core.base.errors import ModelError
from btp_core.text.clip import ClipTower
from tests.core.text.small_clip import vocabulary, write_clip, write_whole_clip

NONE = torch.zeros(0, 16)
SENTENCES = ["a dent", "a good part of a part", "normal"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_clip(tmp_path_factory.mktemp("clip"))


@pytest.fixture(scope="module")
def tower(folder):
    return ClipTower(folder)


def token_ids(sentence):
    tokens, _ = vocabulary()
    words = [tokens[f"{word}</w>"] for word in sentence.split()]
    return [tokens["<|startoftext|>"], *words, tokens["<|endoftext|>"]]


def test_embeddings_are_those_of_transformers(folder, tower):
    reference = CLIPTextModelWithProjection.from_pretrained(folder).eval()
    found = tower.embed(SENTENCES, NONE)
    assert found.shape == (3, 24)
    for sentence, embedding in zip(SENTENCES, found, strict=True):
        expected = reference(torch.tensor([token_ids(sentence)])).text_embeds[0]
        assert torch.allclose(embedding, expected / expected.norm(), atol=1e-5)


def test_sizes_are_known_and_the_network_waits_until_it_is_needed(folder):
    tower = ClipTower(folder)
    assert (tower.width, tower.context_width) == (24, 16)
    assert len(tower.sha256) == 64
    assert not tower.is_loaded
    tower.embed(["a dent"], NONE)
    assert tower.is_loaded


def test_a_context_of_words_acts_like_the_words(tower):
    words = tower.word_vectors("a good")
    assert words.shape == (2, 16)
    split = tower.embed(["part of a part"], words)
    assert torch.allclose(split, tower.embed(["a good part of a part"], NONE), atol=1e-5)
    assert (split @ tower.embed(["part of a part"], NONE).T).item() < 0.999


def test_gradients_flow_through_the_tower_into_the_context(tower):
    context = tower.word_vectors("a normal part").requires_grad_()
    first, second = tower(["a dent", "normal"], context)
    (first @ second).backward()
    assert context.grad.norm(dim=1).min() > 1e-5
    assert all(p.grad is None for p in tower._network.parameters())


def test_the_gradient_is_the_slope(tower):
    context = tower.word_vectors("of")
    step = torch.zeros_like(context)
    step[0, 3] = 1e-2
    target = tower.embed(["normal"], NONE)[0]
    variable = context.clone().requires_grad_()
    (tower(["a dent"], variable)[0] @ target).backward()
    ahead, behind = (tower.embed(["a dent"], context + s)[0] @ target for s in (step, -step))
    assert variable.grad[0, 3].item() == pytest.approx((ahead - behind).item() / 2e-2, rel=0.05)


def test_a_call_leaves_no_context_behind(tower):
    before = tower.embed(SENTENCES, NONE)
    tower.embed(SENTENCES, torch.ones(4, 16))
    assert torch.equal(tower.embed(SENTENCES, NONE), before)


def test_batches_and_padding_do_not_change_embeddings(tower):
    sentences = ["a dent", "a good part of a normal part", *["crack"] * 70]
    together = tower.embed(sentences, NONE)
    assert torch.allclose(together[:1], tower.embed(["a dent"], NONE), atol=1e-5)
    assert torch.allclose(together[2], together[-1], atol=1e-5)


def test_long_sentences_are_cut_to_what_the_context_leaves(tower):
    long = "a part of " * 20
    context = tower.word_vectors("normal normal normal")
    shorter = " ".join((long.split())[: 20 - 3 - 2])
    assert torch.allclose(tower.embed([long], context), tower.embed([shorter], context), atol=1e-5)


@pytest.mark.parametrize(("precision", "tolerance"), [("float16", 5e-3), ("bfloat16", 5e-2)])
def test_half_precision_is_close_and_still_gives_float32(folder, tower, precision, tolerance):
    half = ClipTower(folder, precision=precision)
    found = half.embed(SENTENCES, half.word_vectors("a"))
    assert found.dtype == torch.float32
    assert torch.allclose(found, tower.embed(SENTENCES, tower.word_vectors("a")), atol=tolerance)
    assert half.sha256 != tower.sha256
    context = half.word_vectors("of").requires_grad_()
    half(SENTENCES, context).sum().backward()
    assert context.grad.abs().sum() > 0


def test_the_text_half_of_a_whole_clip_is_read(tmp_path):
    folder = write_whole_clip(tmp_path / "whole")
    tower = ClipTower(folder)
    assert tower.width == 24
    whole = CLIPModel.from_pretrained(folder).eval()
    state = whole.text_model(torch.tensor([token_ids("a dent")])).pooler_output
    expected = torch.nn.functional.normalize(whole.text_projection(state), dim=1)
    assert torch.allclose(tower.embed(["a dent"], NONE), expected, atol=1e-5)


def test_weights_in_several_files_are_read(folder, tower, tmp_path):
    copy = write_clip(tmp_path / "parts")
    weights = load_file(copy / "model.safetensors")
    names = sorted(weights)
    index = {}
    for part, chosen in enumerate((names[::2], names[1::2])):
        file = f"model-{part}.safetensors"
        save_file({name: weights[name] for name in chosen}, copy / file)
        index |= dict.fromkeys(chosen, file)
    (copy / "model.safetensors").unlink()
    (copy / "model.safetensors.index.json").write_text(json.dumps({"weight_map": index}))
    assert torch.equal(ClipTower(copy).embed(SENTENCES, NONE), tower.embed(SENTENCES, NONE))


def test_a_misstated_end_token_of_older_files_is_understood(tmp_path, tower):
    older = ClipTower(write_clip(tmp_path / "older", eos_token_id=2))
    assert torch.allclose(older.embed(SENTENCES, NONE), tower.embed(SENTENCES, NONE), atol=1e-6)


def test_the_checksum_follows_weights_and_words(folder, tmp_path):
    assert ClipTower(write_clip(tmp_path / "same")).sha256 == ClipTower(folder).sha256
    assert ClipTower(write_clip(tmp_path / "other", seed=2)).sha256 != ClipTower(folder).sha256
    merges = tmp_path / "same" / "merges.txt"
    merges.write_text(merges.read_text() + "q u\n")
    assert ClipTower(tmp_path / "same").sha256 != ClipTower(folder).sha256


def change_json(path, **changes):
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def change_weights(path, change):
    weights = load_file(path)
    change(weights)
    save_file(weights, path)


PROJECTION = "text_projection.weight"


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (lambda f: (f / "config.json").unlink(), "config.json"),
        (lambda f: (f / "config.json").write_text("{"), "Malformed"),
        (lambda f: (f / "config.json").write_text("[" * 100_000), "Malformed"),
        (lambda f: (f / "config.json").write_text("[]"), "no object"),
        (lambda f: change_json(f / "config.json", model_type="bert"), "Not the configuration"),
        (lambda f: change_json(f / "config.json", hidden_size=10**9), "hidden_size"),
        (lambda f: change_json(f / "config.json", hidden_size=15), "multiple"),
        (lambda f: change_json(f / "config.json", hidden_act="os.system"), "activation"),
        (
            lambda f: change_json(f / "config.json", projection_dim=12),
            r"\[24, 16\] instead of \[12",
        ),
        (lambda f: change_json(f / "config.json", eos_token_id=5), "ends sentences"),
        (lambda f: (f / "model.safetensors").unlink(), "no safetensors"),
        (lambda f: (f / "model.safetensors").write_bytes(b"x" * 100), "cannot be read"),
        (lambda f: change_weights(f / "model.safetensors", lambda w: w.pop(PROJECTION)), "missing"),
        (
            lambda f: change_weights(
                f / "model.safetensors", lambda w: w.update(extra=torch.zeros(1))
            ),
            "unexpected: extra",
        ),
        (
            lambda f: change_weights(
                f / "model.safetensors", lambda w: w[PROJECTION].fill_(torch.inf)
            ),
            "Not finite",
        ),
        (lambda f: (f / "vocab.json").unlink(), "no tokenizer"),
        (lambda f: (f / "vocab.json").write_text("{"), "cannot be read"),
        (lambda f: (f / "merges.txt").write_text("no such merge\n"), "cannot be read"),
        (
            lambda f: change_json(f / "vocab.json", **{"<|endoftext|>": 3000}),
            "ends sentences",
        ),
    ],
)
def test_folders_that_are_no_clip_are_refused(tmp_path, damage, word):
    folder = write_clip(tmp_path / "clip")
    damage(folder)
    with pytest.raises(ModelError, match=word) as caught:
        ClipTower(folder).embed(["a dent"], NONE)
    assert folder in (caught.value.path, caught.value.path.parent)


@pytest.mark.parametrize("name", ["../elsewhere.safetensors", "/etc/passwd", 5])
def test_an_index_cannot_point_elsewhere(tmp_path, name):
    folder = write_clip(tmp_path / "clip")
    (folder / "model.safetensors").rename(tmp_path / "elsewhere.safetensors")
    index = {"weight_map": {PROJECTION: name}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    with pytest.raises(ModelError, match="names no files of its folder"):
        ClipTower(folder)


def test_pickled_weights_are_not_read(tmp_path):
    folder = write_clip(tmp_path / "clip")
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    with pytest.raises(ModelError, match="no safetensors"):
        ClipTower(folder)


def test_code_that_a_folder_asks_for_is_not_run(tmp_path):
    folder = write_clip(tmp_path / "clip")
    trace = tmp_path / "trace"
    (folder / "evil.py").write_text(f"open({str(trace)!r}, 'w').close()\n")
    auto = {"AutoConfig": "evil.Config", "AutoModel": "evil.Model", "AutoTokenizer": "evil.Words"}
    change_json(folder / "config.json", auto_map=auto)
    (folder / "tokenizer_config.json").write_text(json.dumps({"auto_map": auto}))
    assert ClipTower(folder).embed(["a dent"], NONE).shape == (1, 24)
    assert not trace.exists()


def test_contexts_that_do_not_fit_are_refused(tower):
    with pytest.raises(ModelError, match=r"24 wide.* 16 wide"):
        tower(["a dent"], torch.zeros(2, 24))
    with pytest.raises(ModelError, match="no room"):
        tower(["a dent"], torch.zeros(18, 16))
