"""The command, with the baseline that needs no weights."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from btp_core.cli.evaluate import register
from btp_core.evaluation.dataset import read_labelled_folder, sample_entries

BASELINE = ("--baseline", "surface-variation")


@pytest.fixture
def run():
    app = typer.Typer()
    register(app)
    app.callback()(lambda: None)
    return lambda *words: CliRunner().invoke(app, ["evaluate", *map(str, words)])


def test_prints_a_table_and_writes_the_files(run, plate_folder, tmp_path):
    result = run(plate_folder, *BASELINE, "--output", tmp_path / "out", "--pictures", 1)
    assert result.exit_code == 0, result.output
    for words in ("mean per scan", "pooled", "source_0", "dent", "Calm"):
        assert words in result.stdout
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == ["index.html", "metrics.csv", "metrics.json", "scans.csv"]
    assert str(tmp_path / "out" / "index.html") in result.stderr.replace("\n", "")


def test_json_is_all_that_goes_to_standard_output(run, plate_folder):
    result = run(plate_folder, *BASELINE, "--json")
    assert result.exit_code == 0, result.output
    content = json.loads(result.stdout)
    assert content["scorer"] == "surface-variation"
    assert len(content["scans"]) == 6
    # The rough corners are what surface variation finds.
    assert content["mean"]["auroc"] > 0.9


def test_limit_takes_the_same_few_again(run, plate_folder):
    first = json.loads(run(plate_folder, *BASELINE, "--json", "--limit", 3).stdout)
    again = json.loads(run(plate_folder, *BASELINE, "--json", "--limit", 3).stdout)
    names = [scan["name"] for scan in first["scans"]]
    assert len(names) == 3
    assert names == sorted(names) == [scan["name"] for scan in again["scans"]]


def test_a_sample_is_not_just_the_first(plate_folder):
    entries = read_labelled_folder(plate_folder)
    assert sample_entries(entries, 3) != entries[:3]
    assert sample_entries(entries, None) == sample_entries(entries, 99) == entries


def test_input_errors_exit_with_two_and_no_traceback(run, tmp_path):
    result = run(tmp_path / "nowhere", *BASELINE)
    assert result.exit_code == 2
    assert "no such folder" in result.stderr.replace("\n", " ")
    assert "Traceback" not in result.output
    assert run(tmp_path, *BASELINE, "--limit", 0).exit_code == 2
    assert run(tmp_path, "--baseline", "magic").exit_code == 2


def test_help_names_the_files(run):
    result = run("--help")
    assert result.exit_code == 0
    assert "--baseline" in result.stdout
