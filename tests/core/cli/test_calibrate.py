from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import pytest

from btp_core.cli.app import run


@pytest.fixture
def folder(small_scan: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "good"
    folder.mkdir()
    shutil.copy(small_scan, folder / "one.npy")
    (folder / "broken.ply").write_bytes(b"ply")
    return folder


def test_the_threshold_of_good_parts_lets_them_pass(
    folder: Path,
    small_model: str,
    small_scan: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    output = tmp_path / "t.toml"
    model = ["--model", small_model]
    assert run(["calibrate", str(folder), "-o", str(output), "--workers", "0", *model]) == 0
    out, err = capsys.readouterr()
    assert "from 1 good scans" in out
    assert "50.0% of good parts will fail" in out
    assert "19 good scans are needed" in err
    assert "1 scans could not be inspected" in err
    found = tomllib.loads(output.read_text())
    assert found["n_scans"] == 1

    assert run(["inspect", str(small_scan), "--threshold", str(output), "--json", *model]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["threshold"] == found["threshold"]
    assert found["threshold"] - 0.002 < document["object_score"] < found["threshold"]
    assert not any("does not apply" in warning for warning in document["warnings"])


def test_a_threshold_found_with_other_words_is_doubted(
    folder: Path,
    small_model: str,
    small_scan: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    output, words = tmp_path / "t.toml", tmp_path / "words.toml"
    model = ["--model", small_model, "--workers", "0"]
    assert run(["calibrate", str(folder), "-o", str(output), *model]) == 0
    shutil.copy(Path(__file__).parents[3] / "assets" / "prompts" / "typed.toml", words)
    capsys.readouterr()
    batch = ["batch", str(folder), "-o", str(tmp_path / "run.h5"), "--exclude", "broken*", "--json"]
    assert run([*batch, "--threshold", str(output), "--prompts", str(words), *model]) in (0, 1)
    document = json.loads(capsys.readouterr().out)
    assert any("other prompts" in w for w in document["warnings"])


@pytest.mark.parametrize("text", ["1.5", "-0.1", "nan", "missing.toml"])
def test_what_is_no_threshold_is_refused(
    text: str, small_scan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["inspect", str(small_scan), "--threshold", text]) == 2
    assert capsys.readouterr().err != ""


def test_a_folder_without_a_usable_scan_gives_no_threshold(
    tmp_path: Path, small_model: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "broken.ply").write_bytes(b"ply")
    output = tmp_path / "t.toml"
    command = ["calibrate", str(folder), "-o", str(output), "--model", small_model]
    assert run([*command, "--workers", "0"]) == 2
    assert "No scan could be inspected" in capsys.readouterr().err
    assert not output.exists()
