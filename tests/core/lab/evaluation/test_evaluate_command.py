"""The command, with the baseline that needs no weights."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
import torch

from btp_core.base.assets import asset_path
from btp_core.cli.app import run as run_command
from btp_core.lab.evaluation.dataset import read_labelled_folder, sample_entries
from btp_core.model.calibration import Calibration
from btp_core.model.pyramid.btp import BTP
from btp_core.model.pyramid.config import ModelConfig
from btp_core.model.pyramid.weights import PyramidFile, save_pyramid
from btp_core.text.prompts import PromptSet

BASELINE = ("--baseline", "surface-variation")


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys):
    def run_evaluate(*words):
        code = run_command(["evaluate", *map(str, words)])
        return Result(code, *capsys.readouterr())

    return run_evaluate


@pytest.fixture
def untrained(tmp_path):
    """A small model with random weights that knows the stock sentences."""
    torch.manual_seed(0)
    config = ModelConfig(fine=900, working=600, local=200, patches=40)
    typed = PromptSet.stock("typed")
    sentences = [*typed.normal_sentences, *typed.anomaly_sentences]
    sentences += [*PromptSet.stock().normal_sentences, *PromptSet.stock().anomaly_sentences]
    for defect in typed.types:
        sentences += typed.expand(defect.phrases)
    embeddings = {sentence: torch.randn(384) for sentence in sentences}
    path = tmp_path / "untrained.safetensors"
    save_pyramid(PyramidFile("untrained", BTP(config).eval(), Calibration(), embeddings), path)
    return path


def test_a_model_is_evaluated_with_its_words(run, plate_folder, untrained):
    typed = asset_path("prompts", "typed.toml")
    words = (plate_folder, "--weights", untrained, "--device", "cpu", "--json")
    results = [run(*words), run(*words, "--prompts", typed)]
    assert [result.code for result in results] == [0, 0], results[0].err
    stock, named = (json.loads(result.out) for result in results)
    assert stock["provenance"]["model_name"] == "untrained"
    assert stock["provenance"]["prompts"]["name"] == "general"
    assert named["provenance"]["prompts"]["name"] == "typed"
    # Three scans have a single defect type; steering is measured with named types either way.
    assert stock["steering"] == named["steering"]
    assert stock["steering"]["n_scans"] == 3
    assert stock["steering"]["chance"] == pytest.approx(1 / 9)
    assert 0.0 <= stock["mean"]["auroc"] <= 1.0


def test_damaged_weights_exit_with_two(run, plate_folder, tmp_path):
    (tmp_path / "bad.safetensors").write_bytes(b"not weights")
    result = run(plate_folder, "--weights", tmp_path / "bad.safetensors")
    assert result.code == 2
    assert "bad.safetensors" in result.err.replace("\n", "")


def test_prints_a_table_and_writes_the_files(run, plate_folder, tmp_path):
    result = run(plate_folder, *BASELINE, "--output", tmp_path / "out", "--pictures", 1)
    assert result.code == 0, result.err
    for words in ("mean per scan", "pooled", "source_0", "dent", "Calm", "P-AUROC", "AU-PRO"):
        assert words in result.out
    # A pipe has 80 columns: figures must not be cut.
    assert "\N{HORIZONTAL ELLIPSIS}" not in result.out
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == ["index.html", "metrics.csv", "metrics.json", "scans.csv"]
    assert str(tmp_path / "out" / "index.html") in result.err.replace("\n", "")


def test_json_is_all_that_goes_to_standard_output(run, plate_folder):
    result = run(plate_folder, *BASELINE, "--json")
    assert result.code == 0, result.err
    content = json.loads(result.out)
    assert content["scorer"] == "surface-variation"
    assert len(content["scans"]) == 6
    # The rough corners are what surface variation finds.
    assert content["mean"]["auroc"] > 0.9


def test_limit_takes_the_same_few_again(run, plate_folder):
    first = json.loads(run(plate_folder, *BASELINE, "--json", "--limit", 3).out)
    again = json.loads(run(plate_folder, *BASELINE, "--json", "--limit", 3).out)
    names = [scan["name"] for scan in first["scans"]]
    assert len(names) == 3
    assert names == sorted(names) == [scan["name"] for scan in again["scans"]]


def test_a_sample_is_not_just_the_first(plate_folder):
    entries = read_labelled_folder(plate_folder)
    assert sample_entries(entries, 3) != entries[:3]
    assert sample_entries(entries, None) == sample_entries(entries, 99) == entries


def test_input_errors_exit_with_two_and_no_traceback(run, tmp_path):
    result = run(tmp_path / "nowhere", *BASELINE)
    assert result.code == 2
    assert "no such folder" in result.err.replace("\n", " ")
    assert "Traceback" not in result.err
    assert run(tmp_path, *BASELINE, "--limit", 0).code == 2
    assert run(tmp_path, "--baseline", "magic").code == 2


def test_help_lists_the_options(run):
    result = run("--help")
    assert result.code == 0
    assert "--baseline" in result.out
