"""`pretrain` from a TOML file, and `train` over what it makes, with the bundled text tower."""

from __future__ import annotations

import json

import numpy as np
import pytest

from btp_core.cli.app import run
from tests.core.pretraining.data_for_tests import typed_plates

PRETRAIN = """
data = ["aux"]
output = "small.safetensors"
run = "run"
device = "cpu"

[recipe]
steps = 2
batch = 2
wholes_per_scan = 1
tiles_per_scan = 1
patches_kept = 8
held_out = 0.3
"""
TRAIN = """
data = ["aux"]
output = "model.safetensors"
run = "run-btp"
backbone = "pretrained"
weights = "small.safetensors"
device = "cpu"

[recipe]
epochs = 1
batch = 2
phrases = 1
hidden_width = 16
gfcm_width = 8
held_out = 0.3
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("pretrain")
    (root / "aux").mkdir()
    rows = []
    for scan in typed_plates(2):
        name = f"{scan.name}.npz"
        labels = scan.labels.astype(np.uint8)
        np.savez(root / "aux" / name, points=scan.points, labels=labels, types=scan.types)
        rows.append({"file": name, "kinds": list(scan.kinds), "family": scan.source})
    (root / "aux" / "index.json").write_text(json.dumps(rows))
    (root / "pretrain.toml").write_text(PRETRAIN)
    (root / "train.toml").write_text(TRAIN)
    return root


def test_a_backbone_is_made_and_trained_over(folder, tmp_path, capsys):
    assert run(["pretrain", str(folder / "pretrain.toml")]) == 0
    made = folder / "small.safetensors"
    first = made.read_bytes()
    again = ["--run", str(tmp_path / "again"), "--output", str(tmp_path / "again.safetensors")]
    assert run(["pretrain", str(folder / "pretrain.toml"), *again]) == 0
    assert (tmp_path / "again.safetensors").read_bytes() == first
    assert run(["train", str(folder / "train.toml")]) == 0
    scan = tmp_path / "part.npy"
    np.save(scan, typed_plates(1)[1].points)
    model = str(folder / "model.safetensors")
    capsys.readouterr()
    assert run(["inspect", str(scan), "--model", model, "--device", "cpu", "--json"]) in (0, 1)
    assert json.loads(capsys.readouterr().out)["provenance"]["model_name"] == "model"


def test_without_scans_or_an_output_it_says_so(folder, tmp_path, capsys):
    assert run(["pretrain", str(tmp_path), "--output", str(tmp_path / "x.safetensors")]) == 2
    assert "holds no npz" in capsys.readouterr().err
    assert run(["pretrain", str(folder / "aux")]) == 2
    assert "needs an output" in capsys.readouterr().err
