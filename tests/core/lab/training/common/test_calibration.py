"""Where 0.5 lies for points and for parts."""

from __future__ import annotations

import pytest
import torch

from btp_core.lab.training.common.calibration import calibrate_logits


def draw(apart: float, seed: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits ``(900,)`` of 300 good and 600 defective parts whose means lie ``apart``."""
    torch.manual_seed(seed)
    labels = torch.arange(900) % 3 > 0
    return torch.randn(900) + apart * labels, labels


@pytest.mark.parametrize("apart", [0.2, 0.5, 1.0])
def test_few_good_parts_fail_where_parts_are_hard_to_tell_apart(apart: float) -> None:
    points, point_labels = draw(3.0)
    objects, labels = draw(apart, seed=1)
    calibration = calibrate_logits(points, point_labels, objects, labels)
    fails = calibration.whole(objects) >= 0.5
    assert fails[~labels].float().mean() <= 0.15 + 1 / 300
    assert fails[~labels].float().mean() > 0.12
    assert fails[labels].float().mean() > fails[~labels].float().mean()


def test_where_parts_are_far_apart_both_sides_are_equally_likely_at_a_half() -> None:
    points, point_labels = draw(3.0)
    objects, labels = draw(6.0, seed=1)
    calibration = calibrate_logits(points, point_labels, objects, labels)
    fails = calibration.whole(objects) >= 0.5
    assert fails[~labels].float().mean() < 0.02
    assert fails[labels].float().mean() > 0.98


def test_one_normal_point_in_250_is_above_a_half() -> None:
    points, labels = draw(2.0)
    calibration = calibrate_logits(points.repeat(40), labels.repeat(40), points, labels)
    above = calibration.points(points.repeat(40)) > 0.5
    assert above[~labels.repeat(40)].float().mean() == pytest.approx(0.004, abs=0.004)


def test_held_out_scans_that_are_all_defective_still_calibrate() -> None:
    points, labels = draw(2.0)
    calibration = calibrate_logits(points, labels, points, torch.ones_like(labels))
    assert calibration.object_scale >= 0
