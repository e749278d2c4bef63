from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from btp_core.cli.app import run
from btp_core.scans.reading import read_scan


def test_a_scan_becomes_a_picture_a_ply_and_a_json(
    small_scan: Path, small_model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new" / "out"
    # Nothing scores below 0, so everything is defective at this threshold.
    arguments = ["inspect", str(small_scan), "-o", str(folder), "--threshold", "0"]
    code = run([*arguments, "--model", small_model])
    out, err = capsys.readouterr()
    assert code == 1
    assert out.startswith("FAIL part.npy")
    assert "warning:" in err
    names = ["part.heatmap.png", "part.json", "part.scored.ply"]
    assert sorted(path.name for path in folder.iterdir()) == names
    document = json.loads((folder / "part.json").read_text(encoding="utf-8"))
    assert document["verdict"] == "fail"
    assert document["n_points"] == 2500
    assert document["n_points_not_checked"] == 4
    assert 0 <= document["object_score"] <= 1
    assert len(document["provenance"]["model_sha256"]) == 64
    with Image.open(folder / "part.heatmap.png") as picture:
        picture.verify()
    scored = read_scan(folder / "part.scored.ply")
    original = read_scan(small_scan)
    assert np.array_equal(scored.points, original.points, equal_nan=True)


def test_json_prints_the_result_and_nothing_else(
    small_scan: Path, small_model: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["inspect", str(small_scan), "--json", "--threshold", "1"]
    code = run([*arguments, "--model", small_model])
    out, err = capsys.readouterr()
    document = json.loads(out)
    assert code == 0
    assert document["verdict"] == "pass"
    assert document["threshold"] == 1.0
    assert err == ""


def test_the_words_of_a_prompt_file_are_used_and_recorded(
    small_scan: Path, small_model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prompts = tmp_path / "mine.toml"
    prompts.write_text('name = "mine"\nnormal = ["smooth ball"]\nanomaly = ["broken ball"]\n')
    arguments = ["inspect", str(small_scan), "--json", "--model", small_model]
    run(arguments)
    stock = json.loads(capsys.readouterr().out)
    run([*arguments, "--prompts", str(prompts)])
    mine = json.loads(capsys.readouterr().out)
    assert mine["provenance"]["prompts"]["anomaly"] == ["broken ball"]
    assert mine["object_score"] != stock["object_score"]
