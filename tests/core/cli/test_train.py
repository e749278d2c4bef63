"""`train` over a backbone from one TOML file, on a tiny data set, through to `inspect`."""

from __future__ import annotations

import json
import re
import shlex
import signal
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open

from btp_core.base.assets import asset_path
from btp_core.cli.app import run
from btp_core.cli.exit_codes import ExitCode
from btp_core.lab.training.published import task as published_task
from btp_core.lab.training.pyramid import task as pyramid_task
from btp_core.lab.training.pyramid.prepare import prepare_folder
from btp_core.model.pyramid.weights import load_pyramid
from tests.core.model.over_backbone.data_for_tests import plates, tiny_backbone
from tests.core.small_model import SMALL
from tests.core.text.small_clip import write_clip

RUN = """
data = ["aux"]
output = "model.safetensors"
run = "run"
backbone = "ulip2"
weights = "tiny-0.safetensors"
tower = "clip"
device = "cpu"

[config]
epochs = 1
batch = 2
phrases = 1
hidden_width = 16
gfcm_width = 8
held_out = 0.3
include_backbone = false
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("train")
    (root / "aux").mkdir()
    rows = []
    for scan in plates(2):
        name = f"{scan.name}.npz"
        np.savez(root / "aux" / name, points=scan.points, labels=scan.labels.astype(np.uint8))
        rows.append({"file": name, "kinds": []})
    (root / "aux" / "index.json").write_text(json.dumps(rows))
    tiny_backbone(root)
    write_clip(root / "clip")
    (root / "run.toml").write_text(RUN)
    return root


def test_one_file_describes_a_run_whose_model_inspects(folder, tmp_path, capsys):
    assert run(["train", str(folder / "run.toml")]) == 0
    model = folder / "model.safetensors"
    first = model.read_bytes()
    # From the beginning in another run folder: the same bits.
    assert run(["train", str(folder / "run.toml"), "--run", str(tmp_path / "again")]) == 0
    assert model.read_bytes() == first
    scan = tmp_path / "part.npy"
    np.save(scan, plates(1)[1].points)
    arguments = ["inspect", str(scan), "--model", str(model), "--device", "cpu", "--json"]
    capsys.readouterr()
    for detail in ("overview", "points-2048"):
        assert run([*arguments, "--detail", detail]) in (0, 1)
        document = json.loads(capsys.readouterr().out)
        assert document["provenance"]["model_name"] == "model"
    assert run([*arguments, "--tower", str(write_clip(tmp_path / "other", seed=3))]) == 2
    assert "was trained with the text tower" in capsys.readouterr().err


def press_ctrl_c_at(step, monkeypatch, module, loss):
    """Let the terminal interrupt the process while it computes the loss of a step."""
    compute, seen = getattr(module, loss), []

    def interrupted(*arguments):
        seen.append(None)
        if len(seen) == step:
            signal.raise_signal(signal.SIGINT)
        return compute(*arguments)

    monkeypatch.setattr(module, loss, interrupted)


def steps_saved(run_folder):
    with safe_open(run_folder / "checkpoint.safetensors", framework="pt") as file:
        return json.loads(file.metadata()["header"])["state"]["step"]


def test_ctrl_c_loses_no_step_over_a_backbone(folder, tmp_path, capsys, monkeypatch):
    words = ["train", str(folder / "run.toml"), "--epochs", "3"]
    assert run([*words, "--run", str(tmp_path / "whole")]) == 0
    whole = (folder / "model.safetensors").read_bytes()
    with monkeypatch.context() as patch:
        press_ctrl_c_at(2, patch, published_task, "published_loss")
        assert run([*words, "--run", str(tmp_path / "parts")]) == ExitCode.INTERRUPTED
    assert "the same command resumes" in capsys.readouterr().err
    assert steps_saved(tmp_path / "parts") == 2
    assert run([*words, "--run", str(tmp_path / "parts")]) == 0
    assert (folder / "model.safetensors").read_bytes() == whole


def test_ctrl_c_loses_no_step_of_our_own_network(folder, tmp_path, capsys, monkeypatch):
    data = tmp_path / "data"
    data.mkdir()
    rows = []
    for part, scan in enumerate(plates(2, points=3000)):
        np.savez(data / f"{part}.npz", points=scan.points, types=scan.labels.astype(np.uint8))
        rows.append({"file": f"{part}.npz", "part": part, "family": "plate"})
    (data / "index.json").write_text(json.dumps(rows))
    sizes = "\n".join(
        f"{name} = {list(value) if isinstance(value, tuple) else value}"
        for name, value in SMALL.to_dict().items()
    )
    (tmp_path / "own.toml").write_text(
        'data = ["data"]\noutput = "own.safetensors"\nrun = "run"\nworkers = 1\ndevice = "cpu"\n'
        f"[config]\nsteps = 9\nheld_out = 0.1\n[config.model]\n{sizes}\n"
    )
    prepare_folder(data, data / "prepared", SMALL.pyramid, workers=0)
    press_ctrl_c_at(3, monkeypatch, pyramid_task, "joint_loss")
    words = ["train", str(tmp_path / "own.toml")]
    assert run(words) == ExitCode.INTERRUPTED
    assert "the same command resumes" in capsys.readouterr().err
    # Two scans make a step: the second one was begun, and is finished first.
    assert steps_saved(tmp_path / "run") == 2


def test_the_commands_of_the_shipped_model_are_accepted(monkeypatch, tmp_path):
    card = asset_path("weights", "btp-mini.md").read_text(encoding="utf-8")
    (plan,) = re.findall(r"^```toml\n(.*?)^```$", card, re.MULTILINE | re.DOTALL)
    (tmp_path / "btp-mini.toml").write_text(plan, encoding="utf-8")
    lines = re.findall(r"^btp-inspect (train .*)$", card.replace("\\\n", " "), re.MULTILINE)
    plans = []
    monkeypatch.setattr("btp_core.cli.train.run_training", plans.append)
    monkeypatch.chdir(tmp_path)
    for line in lines:
        assert run(shlex.split(line)) == 0
    first, second = plans
    assert (first.config, first.data) == (second.config, second.data)
    assert (first.finish, second.finish) == (False, True)
    shipped = load_pyramid("btp-mini").training["config"]
    assert json.loads(json.dumps(first.config.to_dict())) == {**shipped, "start_from": "btp-mini"}


def test_folders_that_only_validate_are_named_one_by_one(monkeypatch):
    plans = []
    monkeypatch.setattr("btp_core.cli.train.run_training", plans.append)
    words = ["train", "aux", "--output", "w.safetensors"]
    assert run([*words, "--validation", "a", "--validation", "b"]) == 0
    assert run(words) == 0
    assert [plan.validation for plan in plans] == [(Path("a"), Path("b")), ()]


def test_a_tower_of_another_width_is_refused_before_anything_is_prepared(folder, tmp_path, capsys):
    wide = write_clip(tmp_path / "wide", projection_dim=40)
    where = ["--run", str(tmp_path / "run")]
    assert run(["train", str(folder / "run.toml"), "--tower", str(wide), *where]) == 2
    said = capsys.readouterr().err
    assert "24 wide" in said
    assert "40 wide" in said
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{}/run.toml", "--steps", "3"], "knows no 'steps'"),
        (["{}/run.toml", "{}/aux"], "one run's file alone"),
        (["{}/missing.toml"], "Cannot be read"),
        (["{}/aux"], "needs an output"),
        (["{}/aux", "--output", "x.safetensors", "--backbone", "ulip2"], "needs its weights"),
        (["{}/run.toml", "--weights", "{}/run.toml"], "run.toml"),
        (["{}/run.toml", "--tower", "{}/aux"], "aux"),
    ],
)
def test_wrong_usage_is_said(folder, capsys, arguments, said):
    assert run(["train", *(argument.format(folder) for argument in arguments)]) == 2
    assert said in capsys.readouterr().err
