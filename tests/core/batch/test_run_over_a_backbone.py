"""Whole runs with a model that needs its backbone and its text tower named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from btp_core.base.errors import ModelError
from btp_core.batch.jobs import WorkerSetup
from btp_core.batch.run import run_batch
from btp_core.batch.run_file import read_table
from btp_core.batch.settings import BatchSettings
from btp_core.cli.app import run
from btp_core.text.prompts import PromptSet
from tests.core.model.over_backbone.data_for_tests import tiny_model
from tests.core.shapes_for_tests import dented_plate
from tests.core.text.small_clip import write_clip

WORDS = PromptSet(("spotless {object}",), ("ruined {object}",))


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    """Files of a model, its backbone in another folder, and its tower."""
    from btp_core.text.clip import ClipTower

    root = tmp_path_factory.mktemp("parts")
    tower = write_clip(root / "clip")
    _, model = tiny_model(root, ClipTower(tower), include_backbone=False)
    backbone = root / "elsewhere" / "backbone.safetensors"
    backbone.parent.mkdir()
    (root / "tiny-0.safetensors").rename(backbone)
    return model, backbone, tower


@pytest.fixture
def settings(tmp_path, parts):
    folder = tmp_path / "scans"
    folder.mkdir()
    for seed in range(2):
        np.save(folder / f"plate{seed}.npy", dented_plate(2300, seed=seed)[0])
    model, backbone, tower = parts
    return BatchSettings(
        folder=folder,
        output=tmp_path / "run.h5",
        prompts=WORDS,
        model=str(model),
        backbone=backbone,
        tower=tower,
        device="cpu",
        workers=0,
    )


def test_a_run_says_what_its_model_stands_between(settings, parts):
    result = run_batch(settings)
    assert [row.status for row in result.rows] == ["done", "done"]
    header, _ = read_table(settings.output)
    assert header.backbone.startswith("tiny, sha256 ")
    assert "sha256" in header.tower
    # Processes of their own find the same files. (The command line sees to the last bit.)
    pooled = run_batch(replace(settings, workers=1, output=settings.output.with_name("pool.h5")))
    for ours, theirs in zip(result.rows, pooled.rows, strict=True):
        assert ours.object_score == pytest.approx(theirs.object_score, abs=1e-5)


@pytest.mark.parametrize(("missing", "said"), [("backbone", "backbone"), ("tower", "--tower")])
def test_what_is_missing_is_said_before_the_first_scan(settings, missing, said):
    with pytest.raises(ModelError) as caught:
        run_batch(replace(settings, **{missing: None}))
    assert said in str(caught.value)
    assert not settings.output.exists()


def test_stock_words_need_no_tower(settings):
    stock = replace(settings, prompts=PromptSet.stock(), tower=None)
    assert [row.status for row in run_batch(stock).rows] == ["done", "done"]


def test_paths_hold_in_another_folder(parts, monkeypatch):
    model, backbone, tower = parts
    monkeypatch.chdir(model.parent)
    relative = WorkerSetup(
        model.name,
        "cpu",
        WORDS,
        0.5,
        backbone=backbone.relative_to(model.parent),
        tower=tower.relative_to(model.parent),
    )
    whole = relative.with_whole_paths()
    assert (Path(whole.model), whole.backbone, whole.tower) == parts
    bundled = WorkerSetup("btp-mini", "cpu", WORDS, 0.5)
    assert bundled.with_whole_paths() == bundled


def test_the_commands_take_the_same_parts(settings, parts, tmp_path, capsys):
    model, backbone, tower = (str(part) for part in parts)
    words = tmp_path / "words.toml"
    WORDS.save(words)
    folder, output = str(settings.folder), str(settings.output)
    chosen = ["--model", model, "--backbone", backbone, "--tower", tower, "--device", "cpu"]
    asked = ["--prompts", str(words), "--workers", "0"]
    assert run(["batch", folder, "--output", output, *asked, *chosen]) in (0, 1)
    calibrated = str(tmp_path / "good.toml")
    detail = ["--detail", "points-2048"]
    assert run(["calibrate", folder, "--output", calibrated, *asked, *detail, *chosen]) == 0
    assert "points-2048" in Path(calibrated).read_text()

    other = tmp_path / "other.toml"
    PromptSet(("fine {object}",), ("broken {object}",)).save(other)
    again = str(tmp_path / "again.h5")
    rescore = ["rescore", output, "--prompts", str(other), "--output", again]
    assert run([*rescore, *chosen]) in (0, 1)
    fresh = str(tmp_path / "fresh.h5")
    asked = ["--prompts", str(other), "--workers", "0"]
    assert run(["batch", folder, "--output", fresh, *asked, *chosen]) in (0, 1)
    for ours, theirs in zip(read_table(Path(again))[1], read_table(Path(fresh))[1], strict=True):
        assert ours.object_score == theirs.object_score
    capsys.readouterr()
    assert run(["rescore", output, "--prompts", str(other), "--device", "cpu"]) == 2
    assert "another model (tiny-model" in capsys.readouterr().err
