"""The training-free score on surfaces whose variation is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from btp_core.lab.evaluation.binary_metrics import auroc
from btp_core.lab.evaluation.dataset import LabelledScan, read_labelled_folder
from btp_core.lab.evaluation.evaluate import evaluate
from btp_core.lab.evaluation.surface_variation import surface_variation, surface_variation_score

DEV_SCANS = Path(__file__).parents[4] / ".." / "shared" / "data" / "dev_scans"


def folded_sheet(n: int = 4000) -> np.ndarray:
    """A sheet bent by a right angle along y."""
    random = np.random.default_rng(0)
    u, y = random.uniform(-1, 1, n), random.uniform(-1, 1, n)
    points = np.stack([np.minimum(u, 0.0), y, np.maximum(u, 0.0)], axis=1)
    return points.astype(np.float32)


def test_flat_is_zero_and_a_ball_is_nearly_one():
    random = np.random.default_rng(0)
    sheet = np.append(random.random((2000, 2)), np.zeros((2000, 1)), axis=1).astype(np.float32)
    assert surface_variation(sheet).max() < 1e-5
    ball = random.normal(size=(2000, 3)).astype(np.float32)
    assert np.median(surface_variation(ball, neighbours=500)) > 0.5


def test_the_fold_stands_out_whatever_the_pose_and_unit():
    points = folded_sheet()
    fold = np.abs(points[:, 0]) + np.abs(points[:, 2]) < 0.05
    scores = surface_variation(points)
    assert auroc(scores, fold) > 0.97
    turn = Rotation.from_euler("xyz", [20, 50, -70], degrees=True).as_matrix()
    moved = (points @ turn.T * 100.0 + [300.0, -200.0, 50.0]).astype(np.float32)
    np.testing.assert_allclose(surface_variation(moved), scores, atol=0.02)


def test_thinned_clouds_are_lifted_to_all_points():
    points = folded_sheet(20_000)
    fold = np.abs(points[:, 0]) + np.abs(points[:, 2]) < 0.05
    scores = surface_variation(points, working_points=4000)
    assert scores.shape == (20_000,)
    assert auroc(scores, fold) > 0.97


def test_tiny_and_coinciding_clouds_give_numbers():
    for points in (np.zeros((5, 3)), np.eye(3), np.zeros((1, 3))):
        scores = surface_variation(points.astype(np.float32))
        assert scores.shape == (len(points),)
        assert np.isfinite(scores).all()


def test_object_score_is_the_mean_of_the_top():
    points = folded_sheet()
    labels = np.zeros(len(points), dtype=bool)
    scores, object_score = surface_variation_score(LabelledScan("fold", points, labels))
    assert object_score == pytest.approx(np.sort(scores)[-40:].mean())


@pytest.mark.skipif(not DEV_SCANS.is_dir(), reason="measuring data are not part of the project")
def test_finds_more_than_chance_on_simulated_scans_of_real_parts():
    entries = [e for e in read_labelled_folder(DEV_SCANS) if e.kinds in {("crack",), ("chip",)}]
    report = evaluate(entries[:4], surface_variation_score)
    assert report.mean.auroc > 0.6
    assert {"chip", "crack"} >= set(report.by_type)
