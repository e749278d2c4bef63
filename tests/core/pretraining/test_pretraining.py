"""Real runs on tiny clouds: the same bits again and after a stop; a backbone that serves."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from btp_core import CancelToken
from btp_core.backbones.files import load_backbone
from btp_core.errors import CancelledError, DataError, ModelError
from btp_core.evaluation.dataset import LabelledScan
from btp_core.pretraining.pretrain import NAME, pretrain
from btp_core.pretraining.recipe import PretrainingRecipe
from btp_core.pretraining.run import CHECKPOINT
from btp_core.published.small_backbone import SMALL, untrained_backbone
from btp_core.published.train import train_published
from tests.core.pretraining.data_for_tests import RECIPE, typed_plates
from tests.core.published.data_for_tests import RECIPE as PUBLISHED
from tests.core.published.data_for_tests import TINY, plates
from tests.core.shapes_for_tests import box, sphere


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("clouds")


@pytest.fixture
def run(cache, tower, tmp_path):
    def go(name, recipe=RECIPE, **more):
        given = {"scans": typed_plates(), "tower": tower, "config": TINY, **more}
        return pretrain(
            given.pop("scans"),
            tmp_path / name,
            recipe,
            tmp_path / f"{name}.safetensors",
            cache=cache,
            **given,
        )

    return go


class _StopAt(CancelToken):
    """Cancelled once a run's training has begun."""

    def __call__(self, stage: str, fraction: float) -> None:
        if stage == "pre-training":
            self.cancel()


def test_a_run_repeats_bit_for_bit_also_after_a_stop(run, tmp_path):
    run("first")
    run("again")
    first = (tmp_path / "first.safetensors").read_bytes()
    assert (tmp_path / "again.safetensors").read_bytes() == first
    stop = _StopAt()
    with pytest.raises(CancelledError):
        run("stopped", progress=stop, cancel=stop)
    assert (tmp_path / "stopped" / CHECKPOINT).exists()
    assert not (tmp_path / "stopped.safetensors").exists()
    run("stopped")
    assert (tmp_path / "stopped.safetensors").read_bytes() == first


def test_weights_move_and_are_those_of_a_backbone(run, tmp_path):
    result = run("run")
    file = load_backbone(tmp_path / "run.safetensors")
    assert file.name == NAME
    assert file.model.config == TINY
    before = untrained_backbone(RECIPE.seed, TINY).model.state_dict()
    moved = [k for k, v in file.model.state_dict().items() if not torch.equal(v, before[k])]
    for part in ("pc_projection", "encoder.first_conv.1.running_mean", "qkv", "cls_token"):
        assert any(part in name for name in moved), part
    assert [entry["step"] for entry in result.history] == [2.0, 4.0]
    assert 0.0 <= result.history[-1]["tiles_types"] <= 1.0


def test_modules_train_over_it(run, tower, tmp_path):
    run("run")
    backbone = load_backbone(tmp_path / "run.safetensors")
    output = tmp_path / "model.safetensors"
    recipe = replace(PUBLISHED, epochs=1)
    result = train_published(plates(2), tmp_path / "btp", recipe, backbone, output, tower=tower)
    assert result.file.backbone.name == NAME
    assert output.exists()


def test_sentences_learn_to_tell_balls_from_blocks(tmp_path):
    scans = [
        LabelledScan(
            f"{word}{number}_0", points.astype(np.float32), np.zeros(4200, bool), source=word
        )
        for number in range(5)
        for word, points in (
            ("ball", sphere(4200, seed=number) * (1.0, 2.0, 1.0)),
            ("block", box(4200, seed=number)),
        )
    ]
    recipe = PretrainingRecipe(
        steps=60,
        batch=8,
        tiles_per_scan=0,
        patches_kept=48,
        held_out=0.3,
        validate_every=60,
        learning_rate=3e-3,
    )
    config = replace(TINY, embedding_width=384)
    # Random towers put sentences of one meaning nowhere in particular: this needs the real one.
    (last,) = pretrain(
        scans, tmp_path / "run", recipe, tmp_path / "small.safetensors", config=config
    ).history
    assert last["loss"] < math.log(8) - 0.1


def test_other_settings_or_too_little_data_are_refused(run):
    run("run")
    with pytest.raises(ModelError, match="other settings"):
        run("run", replace(RECIPE, learning_rate=2e-3))
    with pytest.raises(DataError, match="too few"):
        run("small", replace(RECIPE, batch=500))
    with pytest.raises(ModelError, match="384 wide"):
        run("wide", config=SMALL)
