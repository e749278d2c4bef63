"""Protocols that train BTP's modules over a frozen backbone, on folders laid out as published."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from btp_core.base.errors import DataError, ModelError
from btp_core.cli.app import run as run_command
from btp_core.lab.benchmarks.datasets.benchmark import read_benchmark
from btp_core.lab.benchmarks.datasets.names import DatasetKind
from btp_core.lab.benchmarks.protocols.choices import ObjectScore, Protocol
from btp_core.lab.benchmarks.protocols.published_trainer import PublishedTrainer
from btp_core.lab.benchmarks.protocols.rounds import cross_dataset, one_vs_rest
from btp_core.lab.benchmarks.protocols.run import Question, run_protocol
from btp_core.lab.benchmarks.protocols.trainer import choose_held_out
from btp_core.model.detail import Detail
from btp_core.model.over_backbone.config import ObjectRule
from btp_core.text.clip import ClipTower
from tests.core.lab.benchmarks.datasets.layouts import write_anomaly_shapenet, write_real3d_ad
from tests.core.model.over_backbone.data_for_tests import CONFIG, tiny_backbone

POINTS = 2100
FEW = replace(CONFIG, epochs=1, include_backbone=False)


@pytest.fixture(scope="module")
def backbone(tmp_path_factory):
    return tiny_backbone(tmp_path_factory.mktemp("backbone"))[1]


@pytest.fixture(scope="module")
def real3d(tmp_path_factory):
    return write_real3d_ad(tmp_path_factory.mktemp("real3d"), good=2, points=POINTS)


@pytest.fixture(scope="module")
def shapenet(tmp_path_factory):
    return write_anomaly_shapenet(tmp_path_factory.mktemp("pcd"), good=2, points=POINTS)


@pytest.fixture
def trainer(backbone, tower_folder):
    def make(config=FEW, detail=Detail.POINTS_2048):
        return PublishedTrainer(backbone, config, tower=ClipTower(tower_folder), detail=detail)

    return make


def _one_vs_rest(folder, seeds=(0,)):
    rounds = one_vs_rest(read_benchmark(folder), ["duck"])
    return Question(
        Protocol.ONE_VS_REST, DatasetKind.REAL3D_AD, rounds, seeds, object_score=ObjectScore.MODEL
    )


def test_a_round_is_trained_tested_and_repeats(real3d, trainer, tmp_path):
    question = _one_vs_rest(real3d)
    (outcome,) = run_protocol(question, trainer(), tmp_path / "out")
    assert (outcome.trained_on, outcome.category, outcome.n_scans) == ("duck", "shell", 4)
    assert 0.0 <= outcome.metrics.p_auroc <= 1.0
    (again,) = run_protocol(question, trainer(), tmp_path / "again")
    assert again.metrics == outcome.metrics
    place = "runs/real3d-ad/duck/seed-0/weights.safetensors"
    weights = (tmp_path / "out" / place).read_bytes()
    assert (tmp_path / "again" / place).read_bytes() == weights
    # The results are gone, the training is not: it is at its end at once.
    (tmp_path / "out" / "results-real3d-ad.json").unlink()
    (loaded,) = run_protocol(question, trainer(), tmp_path / "out")
    assert loaded.metrics == outcome.metrics
    assert (tmp_path / "out" / place).read_bytes() == weights


def test_another_config_is_another_setup(real3d, trainer, tmp_path):
    question = _one_vs_rest(real3d)
    run_protocol(question, trainer(), tmp_path)
    other = trainer(replace(FEW, learning_rate=1e-3, object_rule=ObjectRule.MAX))
    with pytest.raises(DataError, match="setup"):
        run_protocol(question, other, tmp_path)
    (tmp_path / "results-real3d-ad.json").unlink()
    with pytest.raises(ModelError, match="other settings"):
        run_protocol(question, other, tmp_path)


def test_tiles_are_trained_where_tiles_are_looked_at(shapenet, real3d, trainer, tmp_path):
    rounds = cross_dataset(read_benchmark(real3d), read_benchmark(shapenet))
    question = Question(Protocol.CROSS_DATASET, DatasetKind.REAL3D_AD, rounds, (0,))
    made = trainer(detail=Detail.OVERVIEW)
    assert made.describe()["config"]["resolution"] == "tiles"
    outcomes = run_protocol(question, made, tmp_path)
    assert [outcome.category for outcome in outcomes] == ["duck", "shell"]


@pytest.mark.parametrize(
    ("protocol", "more"), [("one-vs-rest", ("--train-on", "cap0")), ("cross-dataset", ())]
)
def test_the_command_prints_quoted_rows_beside_ours(
    protocol, more, real3d, shapenet, backbone, tower_folder, tmp_path, capsys
):
    words = ["evaluate", shapenet, "--protocol", protocol, *more, "--backbone", backbone]
    words += ["--tower", tower_folder, "--epochs", 1, "--seeds", 2, "--device", "cpu", "--json"]
    words += ["--cache", tmp_path / "cache", "--output", tmp_path / "out"]
    if protocol == "cross-dataset":
        words += ["--train-on", real3d]
    assert run_command([str(word) for word in words]) == 0
    (table,) = json.loads(capsys.readouterr().out)
    assert table["how"]["protocol"] == protocol
    kinds = [row["kind"] for row in table["rows"]]
    assert kinds.count("quoted") >= 2
    (ours,) = (row for row in table["rows"] if row["kind"] == "measured")
    assert ours["name"] == "BTP over tiny"
    assert ours["deviation"]["p_auroc"] >= 0.0


def test_a_backbone_and_a_tower_that_share_no_space_are_refused_before_anything_is_read(
    real3d, backbone, tmp_path, capsys
):
    words = ["evaluate", real3d, "--protocol", "one-vs-rest", "--backbone", backbone]
    words += ["--cache", tmp_path / "cache", "--output", tmp_path / "out", "--device", "cpu"]
    assert run_command([str(word) for word in words]) == 2
    said = capsys.readouterr().err
    assert "24 wide" in said
    assert "384 wide" in said
    assert not (tmp_path / "out").exists()


def test_both_sides_are_held_out():
    rows = {f"good{n}": False for n in range(5)} | {f"bad{n}": True for n in range(10)}
    chosen = choose_held_out(rows, 0.2, seed=0)
    assert [sum(name.startswith(side) for name in chosen) for side in ("good", "bad")] == [1, 2]
    assert choose_held_out(rows, 0.2, seed=0) == chosen
    with pytest.raises(DataError, match="1 good scans are too few"):
        choose_held_out({"a": False, "b": True, "c": True}, 0.2, seed=0)
