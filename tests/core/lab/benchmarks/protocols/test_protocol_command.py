"""The command on small benchmarks: a baseline, a model, and a real training."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest

from btp_core.base.errors import DataError
from btp_core.cli.app import run as run_command
from btp_core.lab.benchmarks.datasets.benchmark import read_benchmark
from btp_core.lab.benchmarks.datasets.names import DatasetKind
from btp_core.lab.benchmarks.protocols.choices import ObjectScore, Protocol
from btp_core.lab.benchmarks.protocols.pyramid_trainer import PyramidTrainer
from btp_core.lab.benchmarks.protocols.rounds import one_vs_rest
from btp_core.lab.benchmarks.protocols.run import Question, run_protocol
from btp_core.lab.training.pyramid.config import PyramidTrainingConfig
from btp_core.model.pyramid.weights import save_pyramid
from tests.core.lab.benchmarks.datasets.layouts import write_anomaly_shapenet, write_real3d_ad
from tests.core.small_model import SMALL, small_model_file


@pytest.fixture
def run(capsys, tmp_path):
    def run_evaluate(*words):
        code = run_command(["evaluate", *map(str, words), "--cache", str(tmp_path / "cache")])
        return code, *capsys.readouterr()

    return run_evaluate


@pytest.fixture
def real3d(tmp_path):
    return write_real3d_ad(tmp_path / "real3d")


BASELINE = ("--protocol", "zero-shot", "--baseline", "surface-variation")


def test_tables_of_two_datasets_with_quoted_rows(run, real3d, tmp_path):
    shapenet = write_anomaly_shapenet(tmp_path / "pcd")
    out = tmp_path / "out"
    code, shown, said = run(real3d, shapenet, *BASELINE, "--output", out)
    assert code == 0, said
    for words in (
        "Real3D-AD, zero-shot, in percent",
        "Anomaly-ShapeNet, zero-shot, in percent",
        "BTP, paper (quoted)",
        "surface-variation (measured)",
        "quoted; arXiv 2603.21511",
        "61.4",
        "duck",
        "vase1",
    ):
        assert words in shown
    assert "\N{HORIZONTAL ELLIPSIS}" not in shown
    assert str(out / "index.html") in said.replace("\n", "")
    with (out / "tables.csv").open() as file:
        kinds = [row["kind"] for row in csv.DictReader(file)]
    assert kinds.count("measured") == 2
    names = {path.name for path in out.iterdir()}
    assert names == {
        "index.html",
        "tables.csv",
        "results-real3d-ad.json",
        "results-anomaly-shapenet.json",
    }


def test_a_model_is_tested_without_training(run, real3d, tmp_path):
    weights = tmp_path / "small.safetensors"
    save_pyramid(small_model_file(), weights)
    words = (real3d, "--protocol", "zero-shot", "--weights", weights, "--device", "cpu", "--json")
    code, shown, said = run(*words, "--output", tmp_path / "a", "--metrics", "as-published")
    assert code == 0, said
    (table,) = json.loads(shown)
    assert table["how"]["metrics"] == "as-published"
    assert table["how"]["model"] == "small"
    measured = [row for row in table["rows"] if row["kind"] == "measured"]
    assert 0.0 <= measured[0]["figures"]["p_auroc"] <= 1.0


def test_one_vs_rest_with_a_real_training(tmp_path):
    dataset = read_benchmark(write_real3d_ad(tmp_path / "data", good=2, defective=2))
    config = PyramidTrainingConfig(steps=2, validate_every=2, held_out=0.5, model=SMALL)
    trainer = PyramidTrainer(config, workers=0)
    question = Question(
        Protocol.ONE_VS_REST,
        DatasetKind.REAL3D_AD,
        one_vs_rest(dataset, ["duck"]),
        (0,),
        object_score=ObjectScore.MODEL,
    )
    (outcome,) = run_protocol(question, trainer, tmp_path / "out")
    assert (outcome.trained_on, outcome.category, outcome.n_scans) == ("duck", "shell", 4)
    assert 0.0 <= outcome.metrics.p_auroc <= 1.0
    run = tmp_path / "out" / "runs" / "real3d-ad" / "duck" / "seed-0"
    weights = run / "weights.safetensors"
    before = weights.stat().st_mtime_ns
    # The results are gone, the weights are not: they are loaded, and say the same.
    (tmp_path / "out" / "results-real3d-ad.json").unlink()
    (again,) = run_protocol(question, trainer, tmp_path / "out")
    assert again.metrics == outcome.metrics
    assert weights.stat().st_mtime_ns == before
    other = PyramidTrainer(replace(config, learning_rate=1.0), workers=0)
    (tmp_path / "out" / "results-real3d-ad.json").unlink()
    with pytest.raises(DataError, match="another training"):
        run_protocol(question, other, tmp_path / "out")


def test_too_few_scans_to_train_on_are_named(tmp_path):
    dataset = read_benchmark(write_real3d_ad(tmp_path / "data", good=1))
    trainer = PyramidTrainer(PyramidTrainingConfig(steps=2, model=SMALL), workers=0)
    question = Question(
        Protocol.ONE_VS_REST, DatasetKind.REAL3D_AD, one_vs_rest(dataset, ["duck"]), (0,)
    )
    with pytest.raises(DataError, match="1 good scans are too few"):
        run_protocol(question, trainer, tmp_path / "out")


@pytest.mark.parametrize(
    "words",
    [
        ("--protocol", "zero-shot"),
        ("--protocol", "zero-shot", "--output", "o", "--seeds", "2"),
        ("--protocol", "zero-shot", "--output", "o", "--limit", "2"),
        ("--protocol", "one-vs-rest", "--output", "o", "--baseline", "surface-variation"),
        ("--protocol", "cross-dataset", "--output", "o"),
        ("--protocol", "one-vs-rest", "--output", "o", "--tower", "clip"),
        ("--protocol", "one-vs-rest", "--output", "o", "--epochs", "2"),
        ("--protocol", "one-vs-rest", "--output", "o", "--weights", "w.safetensors"),
        ("--protocol", "one-vs-rest", "--output", "o", "--backbone", "b", "--steps", "2"),
        ("--protocol", "one-vs-rest", "--output", "o", "--backbone", "missing.safetensors"),
        (*BASELINE, "--output", "o", "--object-score", "model"),
        ("--protocol", "magic", "--output", "o"),
    ],
)
def test_options_that_do_not_go_together_exit_with_two(run, real3d, words):
    code, _, said = run(real3d, *words)
    assert code == 2
    assert "Traceback" not in said


def test_input_errors_exit_with_two(run, real3d, tmp_path):
    code, _, said = run(tmp_path / "nowhere", *BASELINE, "--output", tmp_path / "out")
    assert code == 2
    assert "nowhere" in said.replace("\n", "")
    code, _, said = run(real3d, real3d, *BASELINE, "--output", tmp_path / "out")
    assert code == 2
    assert "Two of the folders hold Real3D-AD" in said.replace("\n", " ")
    code, _, said = run(real3d, real3d)
    assert code == 2
