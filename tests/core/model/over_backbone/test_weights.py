from __future__ import annotations

import json
import shutil

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file

from btp_core import Inspector
from btp_core.base.errors import ModelError
from btp_core.model.load import load_model
from btp_core.model.over_backbone.weights import FORMAT
from btp_core.text.clip import ClipTower
from tests.core.model.over_backbone.data_for_tests import tiny_backbone, tiny_model
from tests.core.text.small_clip import write_clip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def included(folder, tower):
    return tiny_model(folder, tower)


@pytest.fixture(scope="module")
def referenced(tmp_path_factory, tower):
    return tiny_model(tmp_path_factory.mktemp("referenced"), tower, include_backbone=False)


def rewritten(source, target, header=None, **tensors):
    """The file with entries of its header or tensors replaced; a tensor of None is left out."""
    with safe_open(source, framework="pt") as file:
        metadata = dict(file.metadata())
        held = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
    if header:
        metadata[FORMAT] = json.dumps(json.loads(metadata[FORMAT]) | header)
    held |= tensors
    save_file({k: v for k, v in held.items() if v is not None}, target, metadata=metadata)
    return target


def test_a_model_comes_back_with_all_it_needs(included, referenced):
    for file, path in (included, referenced):
        loaded = load_model(path)
        for key, tensor in file.model.state_dict().items():
            assert torch.equal(tensor, loaded.model.state_dict()[key]), key
        assert loaded.calibration == file.calibration
        assert loaded.backbone == file.backbone
        assert loaded.tower == file.tower
        assert loaded.backbone.sha256
        assert not any(p.requires_grad for p in loaded.model.parameters())
    assert referenced[1].stat().st_size < included[1].stat().st_size


def test_a_backbone_that_is_not_beside_the_model_is_asked_for(referenced, tmp_path):
    alone = shutil.copy(referenced[1], tmp_path)
    with pytest.raises(ModelError, match=r"tiny-0\.safetensors.*--backbone"):
        load_model(alone)
    load_model(alone, referenced[1].parent / "tiny-0.safetensors")
    _, other = tiny_backbone(tmp_path, seed=1)
    with pytest.raises(ModelError, match="was trained over one with"):
        load_model(alone, other)


@pytest.mark.parametrize(
    ("header", "tensors", "said"),
    [
        ({"version": 9}, {}, "version is 9"),
        ({"backbone": {"name": "x"}}, {}, "malformed"),
        ({"config": 3}, {}, "malformed"),
        ({"sentences": []}, {}, "do not match"),
        ({}, {"own.mix": None}, "missing: mix"),
        ({}, {"own.extra": torch.zeros(2)}, "unexpected: extra"),
        ({}, {"own.text.context": torch.zeros(3, 5)}, "of another shape"),
        ({}, {"own.mix": torch.tensor(float("nan"))}, "not finite: mix"),
        ({}, {"backbone.logit_scale": None}, "missing: logit_scale"),
    ],
)
def test_a_file_that_lies_is_refused(included, tmp_path, header, tensors, said):
    path = rewritten(included[1], tmp_path / "odd.safetensors", header, **tensors)
    with pytest.raises(ModelError, match=said) as raised:
        load_model(path)
    assert raised.value.path == path


def test_a_header_with_odd_facts_is_refused(included, referenced, tmp_path):
    facts = {"name": "tiny", "file": "../../x.safetensors", "sha256": "0" * 64}
    facts |= {"source_sha256": "0" * 64, "included": False}
    path = rewritten(referenced[1], tmp_path / "odd.safetensors", {"backbone": facts})
    with pytest.raises(ModelError, match="more than a file name"):
        load_model(path)
    path = rewritten(included[1], tmp_path / "odd.safetensors", {"backbone": facts})
    with pytest.raises(ModelError, match="more than a file name"):
        load_model(path)
    tower = {"name": "wide", "width": 99, "context_width": 16, "sha256": "0" * 64}
    path = rewritten(included[1], tmp_path / "odd.safetensors", {"tower": tower})
    with pytest.raises(ModelError, match=r"24 wide .* 99 wide"):
        load_model(path)


def test_a_truncated_file_is_refused(included, tmp_path):
    path = tmp_path / "half.safetensors"
    path.write_bytes(included[1].read_bytes()[:5000])
    with pytest.raises(ModelError, match="Cannot be read"):
        load_model(path)


def test_the_bundled_model_takes_no_backbone(included):
    with pytest.raises(ModelError, match="no published backbone"):
        load_model("btp-mini", included[1])


def test_another_tower_than_it_was_trained_with_is_refused(included, tower, tmp_path):
    other = ClipTower(write_clip(tmp_path / "other", seed=5))
    with pytest.raises(ModelError, match="was trained with the text tower"):
        Inspector.from_pretrained(included[1], device="cpu", tower=other)
    wide = ClipTower(write_clip(tmp_path / "wide", projection_dim=40))
    with pytest.raises(ModelError, match=r"24 wide, but .* 40 wide"):
        Inspector.from_pretrained(included[1], device="cpu", tower=wide)
