"""Rounds, resuming after a stop, and results that are not ours."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from btp_core.base.errors import CancelledError, DataError
from btp_core.base.progress import CancelToken
from btp_core.lab.benchmarks.datasets.benchmark import read_benchmark
from btp_core.lab.benchmarks.datasets.names import DatasetKind
from btp_core.lab.benchmarks.protocols.choices import MetricsKind, ObjectScore, Protocol
from btp_core.lab.benchmarks.protocols.rounds import cross_dataset, one_vs_rest, zero_shot
from btp_core.lab.benchmarks.protocols.run import Question, run_protocol
from tests.core.lab.benchmarks.datasets.layouts import write_anomaly_shapenet, write_real3d_ad


class HeightTrainer:
    """A real, if simple, trainer: the height from which on points count is learnt from scans."""

    def __init__(self, name="height"):
        self.name = name
        self.trained = []

    def describe(self):
        return {"name": self.name}

    def train(self, training):
        scans = training.scans
        self.trained.append((sorted(scan.name for scan in scans), training.seed, training.run))
        low = np.mean([entry.load().points[:, 2].mean() for entry in scans] or [0.0])
        random = np.random.default_rng(training.seed)
        training.progress("training", 1.0)

        def score(scan):
            noise = 0.01 * random.normal(size=len(scan.points))
            return (low - scan.points[:, 2] + noise).astype(np.float32), 0.0

        return score


@pytest.fixture
def dataset(tmp_path):
    return read_benchmark(write_real3d_ad(tmp_path / "data", ("car", "duck", "shell")))


@pytest.fixture
def question(dataset):
    return Question(Protocol.ONE_VS_REST, DatasetKind.REAL3D_AD, one_vs_rest(dataset), (0, 1))


def test_one_category_trains_and_all_others_test(dataset):
    rounds = one_vs_rest(dataset)
    assert [item.trained_on for item in rounds] == ["car", "duck", "shell"]
    for item in rounds:
        tested = [category.name for category in item.test]
        assert sorted([item.trained_on, *tested]) == ["car", "duck", "shell"]
        assert {entry.category for entry in item.train} == {item.trained_on}
        # Scans good and defective, no whole prototypes.
        assert len(item.train) == 3
        assert not any("template" in entry.name for entry in item.train)
    assert [item.trained_on for item in one_vs_rest(dataset, ["Shell"])] == ["shell"]
    with pytest.raises(DataError, match="no category 'goose'"):
        one_vs_rest(dataset, ["goose"])
    with pytest.raises(DataError, match="leaves none"):
        one_vs_rest(replace(dataset, categories=dataset.categories[:1]))


def test_one_dataset_trains_and_the_other_tests(dataset, tmp_path):
    other = read_benchmark(write_anomaly_shapenet(tmp_path / "pcd"))
    (item,) = cross_dataset(dataset, other)
    assert item.trained_on == "anomaly-shapenet"
    assert {entry.category for entry in item.train} == {"cap0", "vase1"}
    assert item.test == dataset.categories
    with pytest.raises(DataError, match="Both datasets are Real3D-AD"):
        cross_dataset(dataset, dataset)
    (item,) = zero_shot(dataset)
    assert not item.train


def test_each_seed_and_category_is_measured_and_kept(question, tmp_path):
    trainer = HeightTrainer()
    outcomes = run_protocol(question, trainer, tmp_path / "out")
    assert len(outcomes) == 3 * 2 * 2
    assert len({outcome.key for outcome in outcomes}) == 12
    assert [(names, seed) for names, seed, _ in trainer.trained[:2]] == [
        (["car/0_good", "car/100_bulge", "car/101_sink_cut"], seed) for seed in (0, 1)
    ]
    assert len({run for _, _, run in trainer.trained}) == 6
    assert all((outcome.n_scans, outcome.n_defective) == (3, 2) for outcome in outcomes)
    # The dent is the lowest place of a plate.
    assert all(outcome.metrics.p_auroc > 0.9 for outcome in outcomes)
    again = HeightTrainer()
    assert run_protocol(question, again, tmp_path / "out") == outcomes
    assert again.trained == []
    more = replace(question, seeds=(0, 1, 2))
    assert len(run_protocol(more, again, tmp_path / "out")) == 18
    assert [seed for _, seed, _ in again.trained] == [2, 2, 2]


def test_a_stop_loses_no_finished_category(question, tmp_path):
    token = CancelToken()

    def stop_in_the_third_category(stage, fraction):
        if stage == "Pooling all scans":
            stop_in_the_third_category.done += 1
            if stop_in_the_third_category.done == 3:
                token.cancel()

    stop_in_the_third_category.done = 0
    trainer = HeightTrainer()
    with pytest.raises(CancelledError):
        run_protocol(question, trainer, tmp_path / "out", stop_in_the_third_category, cancel=token)
    kept = json.loads((tmp_path / "out" / "results-real3d-ad.json").read_text())
    assert len(kept["outcomes"]) == 3
    again = HeightTrainer()
    assert len(run_protocol(question, again, tmp_path / "out")) == 12
    # The first training tested all it had to; the second resumes with what is missing.
    assert len(again.trained) == 5
    after = json.loads((tmp_path / "out" / "results-real3d-ad.json").read_text())
    assert after["outcomes"][:3] == kept["outcomes"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"metrics": MetricsKind.AS_PUBLISHED}, "metrics was 'exact' and is 'as-published'"),
        ({"object_score": ObjectScore.MAX}, "object_score was 'top20' and is 'max'"),
        ({"protocol": Protocol.ZERO_SHOT}, "protocol was"),
    ],
)
def test_results_of_another_question_are_refused(question, tmp_path, change, named):
    small = replace(question, rounds=question.rounds[:1], seeds=(0,))
    run_protocol(small, HeightTrainer(), tmp_path / "out")
    with pytest.raises(DataError, match=named) as caught:
        run_protocol(replace(small, **change), HeightTrainer(), tmp_path / "out")
    assert caught.value.path == tmp_path / "out" / "results-real3d-ad.json"
    assert "another output" in caught.value.next_step


def test_results_of_another_trainer_or_other_data_are_refused(question, tmp_path):
    small = replace(question, rounds=question.rounds[:1], seeds=(0,))
    run_protocol(small, HeightTrainer(), tmp_path / "out")
    with pytest.raises(DataError, match="name was 'height' and is 'depth'"):
        run_protocol(small, HeightTrainer("depth"), tmp_path / "out")
    with small.rounds[0].train[1].truth.open("a") as file:
        file.write("0 0 0 0\n")
    with pytest.raises(DataError, match="data was"):
        run_protocol(small, HeightTrainer(), tmp_path / "out")


def test_damaged_results_are_named_and_left_alone(question, tmp_path):
    small = replace(question, rounds=question.rounds[:1], seeds=(0,))
    run_protocol(small, HeightTrainer(), tmp_path / "out")
    path = tmp_path / "out" / "results-real3d-ad.json"
    whole = json.loads(path.read_text())

    def changed(**entries):
        return json.dumps({**whole, "outcomes": [{**whole["outcomes"][0], **entries}]})

    for content in (
        "",
        "{",
        "[]",
        "7",
        json.dumps({**whole, "schema_version": 99}),
        json.dumps({**whole, "outcomes": [7]}),
        changed(seed=-1),
        changed(n_scans="many"),
        changed(figures={}),
        changed(figures=whole["outcomes"][0]["figures"] | {"p_auroc": 7}),
        changed(surprise=1),
        "[" * 100_000,
    ):
        path.write_text(content)
        with pytest.raises(DataError, match="cannot be read") as caught:
            run_protocol(small, HeightTrainer(), tmp_path / "out")
        assert caught.value.path == path
        assert path.read_text() == content
