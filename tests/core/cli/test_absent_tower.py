"""Commands whose model has no text tower at hand: told early, and done without if possible."""

from __future__ import annotations

import json

import numpy as np
import pytest

from btp_core.base.errors import ModelError
from btp_core.cli.app import run
from btp_core.cli.inspect import inspect_scan
from btp_core.cli.options import InspectionOptions
from btp_core.cli.threshold import NOT_GIVEN
from btp_core.text.clip import ClipTower
from btp_core.text.prompts import PromptSet
from tests.core.model.over_backbone.data_for_tests import plates, tiny_model
from tests.core.text.small_clip import write_clip


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    """Files of a model, its tower, words that are not stock, and labelled scans."""
    root = tmp_path_factory.mktemp("parts")
    tower = write_clip(root / "clip")
    _, model = tiny_model(root, ClipTower(tower))
    words = root / "words.toml"
    PromptSet(("spotless {object}",), ("ruined {object}",)).save(words)
    folder = root / "labelled"
    folder.mkdir()
    for scan in plates(1):
        labels = scan.labels.astype(np.uint8)
        np.savez(folder / f"{scan.name}.npz", points=scan.points, labels=labels)
    np.save(root / "part.npy", plates(1)[1].points)
    return root, model, tower, words


def test_inspect_says_so_before_it_encodes(parts):
    root, model, _, words = parts
    stages = []
    with pytest.raises(ModelError, match="without its text tower"):
        inspect_scan(
            root / "part.npy",
            InspectionOptions(device="cpu", model=str(model), prompts=words),
            NOT_GIVEN,
            output=None,
            progress=lambda stage, _fraction: stages.append(stage),
        )
    assert stages[-1] == "loading the model"


def test_evaluate_measures_all_but_held_out_words(parts, capsys):
    root, model, tower, words = parts
    command = ["evaluate", str(root / "labelled"), "--weights", str(model), "--device", "cpu"]
    assert run([*command, "--json"]) == 0
    without = json.loads(capsys.readouterr().out)
    assert run([*command, "--tower", str(tower), "--json"]) == 0
    with_tower = json.loads(capsys.readouterr().out)
    assert without["steering"]["wording"] is None
    assert with_tower["steering"]["wording"]["n_paraphrases"] > 0
    assert without["pooled"] == with_tower["pooled"]
    assert run([*command, "--prompts", str(words)]) == 2
    assert "--tower" in capsys.readouterr().err
