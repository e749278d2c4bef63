"""Real runs on tiny clouds: the same bits again, after a stop, and with any precision asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from btp_core import CancelToken
from btp_core.base.errors import CancelledError, DataError, ModelError
from btp_core.lab.training.common.loop import CHECKPOINT
from btp_core.lab.training.common.split import split
from btp_core.lab.training.published.config import PublishedTrainingConfig, Resolution
from btp_core.lab.training.published.prepare import PreparedCloud, load_batch, prepare_scans
from btp_core.lab.training.published.task import autocast
from btp_core.lab.training.published.train import train_published
from tests.core.model.over_backbone.data_for_tests import CONFIG, TINY, plates, tiny_backbone


@pytest.fixture(scope="module")
def backbone(tmp_path_factory):
    return tiny_backbone(tmp_path_factory.mktemp("backbone"))


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def scans():
    return plates(3)


@pytest.fixture
def train(backbone, cache, scans, tower, tmp_path):
    def run(name="run", config=CONFIG, **more):
        given = {"scans": scans, "tower": tower, **more}
        return train_published(
            given.pop("scans"),
            tmp_path / name,
            config,
            backbone[0],
            tmp_path / f"{name}.safetensors",
            backbone_path=backbone[1],
            cache=cache,
            **given,
        )

    return run


def test_a_run_repeats_bit_for_bit_and_precision_is_nothing_to_a_cpu(train, tmp_path):
    first = train("first")
    train("again")
    assert (tmp_path / "first.safetensors").exists()
    mixed = train("single", replace(CONFIG, mixed_precision=False))
    again = train("again")  # already at its end: nothing more happens
    for other in (mixed, again):
        for key, tensor in first.file.model.own_state().items():
            assert torch.equal(tensor, other.file.model.own_state()[key]), key
        assert other.history == first.history
        assert other.file.calibration == first.file.calibration
    assert first.file.training["steps_done"] == 2 * 2


def test_mixed_precision_is_for_a_gpu_only():
    with autocast("cpu", wanted=True):
        assert not torch.is_autocast_enabled("cpu")
        assert not torch.is_autocast_enabled("cuda")
    assert not isinstance(autocast("cuda:0", wanted=False), torch.autocast)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_on_a_gpu_products_are_in_half_precision(train):
    with autocast("cuda", wanted=True):
        ones = torch.ones(2, 2, device="cuda")
        assert (ones @ ones).dtype is torch.bfloat16
    result = train(device="cuda")
    assert result.file.training["device"] == "cuda"


def test_a_stopped_run_ends_with_the_same_bits(train):
    whole = train("whole")
    token = CancelToken()

    def stop_at_two_thirds(stage, fraction):
        if stage == "training" and fraction > 0.4:
            token.cancel()

    with pytest.raises(CancelledError):
        train("parts", progress=stop_at_two_thirds, cancel=token)
    resumed = train("parts")
    for key, tensor in whole.file.model.own_state().items():
        assert torch.equal(tensor, resumed.file.model.own_state()[key]), key
    assert resumed.history == whole.history


def test_a_killed_run_ends_with_the_same_bits(train):
    """What dies within an epoch leaves the checkpoint of the last one, and repeats the rest."""
    whole = train("whole")

    def die(stage, fraction):
        if stage == "training" and fraction > 0.9:
            raise KeyboardInterrupt

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            train("killed", progress=die)
    resumed = train("killed")
    for key, tensor in whole.file.model.own_state().items():
        assert torch.equal(tensor, resumed.file.model.own_state()[key]), key
    assert resumed.history == whole.history


def test_the_context_is_learnt_and_other_words_follow_it(train, tower):
    result = train("words")
    start = tower.word_vectors("a 3d point cloud of")[:3]
    assert (result.file.model.text.context - start).abs().max() > 1e-4


def test_it_learns(train):
    config = replace(CONFIG, epochs=25, learning_rate=5e-3, prompt_rate=5e-3, validate_every=1)
    history = train("longer", config).history
    assert history[-1]["focal"] + history[-1]["dice"] < history[0]["focal"] + history[0]["dice"]
    assert history[-1]["point_auroc"] > 0.7


def test_a_run_goes_on_only_with_what_it_began_with(train, scans, tmp_path):
    config = replace(CONFIG, epochs=1)
    train("run", config)
    with pytest.raises(ModelError, match="other settings"):
        train("run", replace(config, seed=1))
    with pytest.raises(ModelError, match="other settings"):
        train("run", config, scans=scans[:4])
    (tmp_path / "run" / CHECKPOINT).write_bytes(b"x" * 200)
    with pytest.raises(ModelError, match="cannot be read"):
        train("run", config)


def test_too_little_data_and_a_tower_of_another_width_are_said(train, scans, tower):
    with pytest.raises(DataError, match="too few"):
        train(scans=scans[:1])
    wide = type("Wide", (), {"name": "wide", "width": 32})()
    with pytest.raises(ModelError, match="tiny is 24 wide, but the text tower wide is 32 wide"):
        train(tower=wide)


def test_clouds_are_prepared_once_and_damage_is_named(backbone, scans, tmp_path):
    config = replace(CONFIG, resolution=Resolution.TILES)
    entries = prepare_scans(scans[:2], tmp_path, config, backbone[0])
    assert len(entries) == 2 * config.tiles_per_scan
    times = {entry.path: entry.path.stat().st_mtime_ns for entry in entries}
    assert prepare_scans(scans[:2], tmp_path, config, backbone[0]) == entries
    assert all(path.stat().st_mtime_ns == time for path, time in times.items())
    batch = load_batch(entries[2:])
    assert batch.tokens.taps.shape == (2, 2, TINY.patches, 16)
    assert batch.fpfh.shape == (2, TINY.patches, 33)
    # With radii from the spacing, descriptors differ from place to place.
    assert batch.fpfh.std(dim=1).max() > 0.02
    assert bool(batch.labels.any(dim=1).all())
    entries[0].path.write_bytes(b"x" * 100)
    with pytest.raises(DataError, match=entries[0].path.name):
        load_batch(entries[:1])


def test_small_scans_are_left_out(backbone, tmp_path):
    assert prepare_scans(plates(1, points=900), tmp_path, CONFIG, backbone[0]) == []


def test_a_part_is_wholly_on_one_side(backbone, cache, scans):
    entries = prepare_scans(scans, cache, CONFIG, backbone[0])
    for share in (0.0, 0.5):
        training, held_out = split(entries, share)
        assert {e.shape for e in training}.isdisjoint(e.shape for e in held_out)
        assert len(training) + len(held_out) == len(entries)
        assert held_out
    assert PreparedCloud(Path("x"), 0, "bracket_12_good_0").shape == "bracket_12_good"


def test_recipes_that_make_no_run_are_refused():
    for wrong in ({"epochs": 0}, {"held_out": 1.0}, {"learning_rate": float("nan")}):
        with pytest.raises(DataError, match=next(iter(wrong))):
            PublishedTrainingConfig(**wrong)
