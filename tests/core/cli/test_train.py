"""`train` over a backbone from one TOML file, on a tiny data set, through to `inspect`."""

from __future__ import annotations

import json

import numpy as np
import pytest

from btp_core.cli.app import run
from tests.core.model.over_backbone.data_for_tests import plates, tiny_backbone
from tests.core.text.small_clip import write_clip

RUN = """
data = ["aux"]
output = "model.safetensors"
run = "run"
backbone = "ulip2"
weights = "tiny-0.safetensors"
tower = "clip"
device = "cpu"

[recipe]
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
        (["{}/aux", "--output", "x.safetensors", "--backbone", "ulip2"], "need their weights"),
        (["{}/run.toml", "--weights", "{}/run.toml"], "run.toml"),
        (["{}/run.toml", "--tower", "{}/aux"], "aux"),
    ],
)
def test_wrong_usage_is_said(folder, capsys, arguments, said):
    assert run(["train", *(argument.format(folder) for argument in arguments)]) == 2
    assert said in capsys.readouterr().err
