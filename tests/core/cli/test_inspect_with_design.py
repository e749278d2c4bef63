from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from btp_core.cli.app import run
from btp_core.designs.design import Design
from btp_core.text.prompts import PromptSet
from tests.core.design_parts import DENT, bracket


@pytest.fixture(scope="module")
def dented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scan") / "dented.npy"
    np.save(path, bracket(6, dent=DENT))
    return path


def test_the_result_says_the_deviation_in_numbers_and_pictures(
    dented: Path,
    measuring_design: Path,
    small_model: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = ["inspect", str(dented), "--design", str(measuring_design), "--model", small_model]
    code = run([*command, "--threshold", "0.5", "-o", str(tmp_path)])
    out = capsys.readouterr().out
    assert code == 1
    assert "design bracket 4711, version 1" in out
    assert re.search(r"-[01]\.\d+ mm", out)
    assert "dented.deviation.png" in out
    result = json.loads((tmp_path / "dented.json").read_text())
    design, saved = result["design"], Design.load(measuring_design)
    assert (design["name"], design["version"]) == ("bracket 4711", 1)
    assert (design["sha256"], design["units"]) == (saved.sha256, "mm")
    assert design["alignment"]["fit"] > 0.9
    assert design["alignment"]["refusal"] is None
    assert 0.0 <= design["alignment"]["not_scanned"] < 0.1
    deepest = min(region["deviation"] for region in result["regions"])
    assert -1.2 * DENT < deepest < -0.4 * DENT
    assert {region["kind"] for region in result["regions"]} == {"surface"}
    with Image.open(tmp_path / "dented.deviation.png") as picture:
        colors = np.asarray(picture.convert("RGB")).astype(int)
    assert (colors[128:944, 24:924, 2] - colors[128:944, 24:924, 0] > 60).any()  # a blue dent
    header, body = (tmp_path / "dented.scored.ply").read_bytes().split(b"end_header\n")
    assert b"property float score\nproperty float deviation\n" in header
    table = np.frombuffer(
        body, np.dtype([("p", "<f8", 3), ("score", "<f4"), ("deviation", "<f4"), ("c", "u1", 3)])
    )
    assert -1.3 * DENT < np.nanmin(table["deviation"]) < -0.5 * DENT


def test_a_scan_that_does_not_lie_on_the_design_is_not_checked(
    measuring_design: Path,
    small_model: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    scan, folder = tmp_path / "inch.npy", tmp_path / "out"
    np.save(scan, bracket(8) / 25.4)
    folder.mkdir()
    stale = folder / "inch.deviation.png"
    stale.write_bytes(b"of an earlier inspection")
    command = ["inspect", str(scan), "--design", str(measuring_design), "--model", small_model]
    assert run([*command, "-o", str(folder)]) == 2
    out = capsys.readouterr().out
    assert out.startswith("NOT CHECKED inch.npy: The scan fits the design when")
    assert "Export the scan in the design's units." in out
    assert not stale.exists()
    assert (folder / "inch.heatmap.png").exists()
    result = json.loads((folder / "inch.json").read_text())
    assert result["verdict"] == "not checked"
    assert result["object_score"] is None
    assert result["design"]["alignment"] == {"refusal": "units"}
    assert result["regions"] == []


def test_threshold_and_prompts_are_the_designs_own_unless_given(
    dented: Path,
    measuring_design: Path,
    small_model: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    stock = PromptSet.stock()
    own = PromptSet(stock.anomaly, stock.normal, stock.object_name, stock.templates, name="own")
    file = tmp_path / "own.design"
    replace(Design.load(measuring_design), threshold=0.999, prompts=own).save(file)
    command = ["inspect", str(dented), "--design", str(file), "--model", small_model, "--json"]
    assert run(command) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["threshold"], result["provenance"]["prompts"]["name"]) == (0.999, "own")
    given = tmp_path / "given.toml"
    stock.save(given)
    assert run([*command, "--threshold", "0.1", "--prompts", str(given)]) == 1
    result = json.loads(capsys.readouterr().out)
    assert result["threshold"] == 0.1
    assert result["provenance"]["prompts"]["anomaly"] == list(stock.anomaly)


def test_a_file_that_is_no_design_is_named_before_the_work(
    dented: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "no.design"
    file.write_text("no")
    assert run(["inspect", str(dented), "--design", str(file), "--model", "/no/model"]) == 2
    assert f"{file}: Not a design file" in capsys.readouterr().err
