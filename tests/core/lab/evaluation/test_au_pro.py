"""AU-PRO against a plain loop that enters every tie with > and leaves it with >=."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from btp_core.base.errors import DataError
from btp_core.lab.evaluation.au_pro import au_pro, ranked_au_pro, region_weights
from btp_core.lab.evaluation.ranking import Ranking


def slow_au_pro(scores: np.ndarray, regions: np.ndarray, limit: float) -> float:
    """The definition, one threshold and one region at a time."""
    normal = regions < 0
    numbers = sorted(set(regions[regions >= 0].tolist()))
    if not numbers or not normal.any():
        return math.nan
    curve = [(0.0, 0.0)]
    for threshold in sorted(set(scores.tolist()), reverse=True):
        for marked in (scores > threshold, scores >= threshold):
            overlaps = [
                (marked & (regions == number)).sum() / (regions == number).sum()
                for number in numbers
            ]
            curve.append(((marked & normal).sum() / normal.sum(), sum(overlaps) / len(overlaps)))
    area = 0.0
    for (x0, y0), (x1, y1) in pairwise(curve):
        if x0 >= limit or x1 == x0:
            continue
        end = min(x1, limit)
        y_end = y0 + (y1 - y0) * (end - x0) / (x1 - x0)
        area += (end - x0) * (y0 + y_end) / 2
    return area / limit


@settings(max_examples=200, deadline=None)
@given(
    rated=st.lists(st.tuples(st.integers(-4, 4), st.integers(-1, 3)), min_size=1, max_size=40),
    limit=st.sampled_from([0.05, 0.3, 0.5, 1.0]),
)
def test_equals_the_slow_loop(rated, limit):
    scores = np.array([float(score) for score, _ in rated])
    regions = np.array([region for _, region in rated])
    # Region numbers must not have gaps.
    regions[regions >= 0] = np.unique(regions[regions >= 0], return_inverse=True)[1]
    value = ranked_au_pro(Ranking(scores), region_weights(regions), limit)
    assert value == pytest.approx(slow_au_pro(scores, regions, limit), nan_ok=True)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_a_rising_transform_changes_nothing(seed):
    points, labels = plate()
    scores = np.random.default_rng(seed).random(len(points))
    assert au_pro(points, np.exp(5 * scores), labels) == pytest.approx(
        au_pro(points, scores, labels)
    )


def plate() -> tuple[np.ndarray, np.ndarray]:
    """A 40 x 40 plate with a large defect of 100 points and a small one of 4."""
    x, y = (c.ravel() for c in np.meshgrid(np.arange(40), np.arange(40)))
    points = np.stack([x, y, np.zeros_like(x)], axis=1).astype(np.float32)
    labels = ((x < 10) & (y < 10)) | ((x > 37) & (y > 37))
    return points, labels


def test_a_constant_map_is_chance():
    points, labels = plate()
    for value in (0.0, 0.5, 1.0):
        scores = np.full(len(points), value, dtype=np.float32)
        assert au_pro(points, scores, labels) == pytest.approx(0.15)
        assert au_pro(points, scores, labels, fpr_limit=1.0) == pytest.approx(0.5)


def test_perfect_and_inverted_maps():
    points, labels = plate()
    perfect = labels.astype(np.float32)
    assert au_pro(points, perfect, labels) == 1.0
    assert au_pro(points, -perfect, labels) == 0.0


def test_regions_count_alike_whatever_their_size():
    points, labels = plate()
    large_only = (labels & (points[:, 0] < 10)).astype(np.float32)
    small_only = (labels & (points[:, 0] > 37)).astype(np.float32)
    # One of two regions at no false alarm, the other along the tie of all the rest.
    expected = 0.5 + 0.5 * 0.15
    assert au_pro(points, large_only, labels) == pytest.approx(expected)
    assert au_pro(points, small_only, labels) == pytest.approx(expected)


def test_a_map_that_marks_too_much_scores_nothing():
    points, labels = plate()
    # A third of the normal points comes before the first defective one.
    scores = np.zeros(len(points), dtype=np.float32)
    scores[np.flatnonzero(~labels)[:500]] = 2.0
    scores[labels] = 1.0
    assert au_pro(points, scores, labels) == 0.0


def test_not_defined_without_defects_or_normal_points():
    points, labels = plate()
    scores = np.linspace(0, 1, len(points))
    assert math.isnan(au_pro(points, scores, np.zeros_like(labels)))
    assert math.isnan(au_pro(points, scores, np.ones_like(labels)))


@pytest.mark.parametrize("limit", [0.0, -0.1, 1.5, math.nan])
def test_a_limit_out_of_range_is_refused(limit):
    points, labels = plate()
    with pytest.raises(DataError, match="limit"):
        au_pro(points, labels.astype(np.float32), labels, fpr_limit=limit)
