"""AUROC, average precision and F1 against plain loops over all thresholds."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from btp_core.base.errors import DataError
from btp_core.lab.evaluation.binary_metrics import auroc, average_precision, f1_max

# Few different scores, so that most examples have ties.
RATED = st.lists(st.tuples(st.integers(-4, 4), st.booleans()), min_size=1, max_size=40)


def slow_auroc(scores: list[float], labels: list[bool]) -> float:
    defective = [s for s, label in zip(scores, labels, strict=True) if label]
    normal = [s for s, label in zip(scores, labels, strict=True) if not label]
    if not defective or not normal:
        return math.nan
    wins = 0.0
    for high in defective:
        for low in normal:
            wins += 1.0 if high > low else 0.5 if high == low else 0.0
    return wins / (len(defective) * len(normal))


def slow_counts(scores: list[float], labels: list[bool]) -> list[tuple[int, int, int]]:
    """True positives, false positives, misses of ``score >= t``, from strict to lenient."""
    counts = []
    for threshold in sorted(set(scores), reverse=True):
        hits = [label for s, label in zip(scores, labels, strict=True) if s >= threshold]
        counts.append((sum(hits), len(hits) - sum(hits), sum(labels) - sum(hits)))
    return counts


def slow_average_precision(scores: list[float], labels: list[bool]) -> float:
    if not any(labels):
        return math.nan
    total, recall_before = 0.0, 0.0
    for hits, false_alarms, misses in slow_counts(scores, labels):
        recall = hits / (hits + misses)
        total += (recall - recall_before) * hits / (hits + false_alarms)
        recall_before = recall
    return total


def slow_f1_max(scores: list[float], labels: list[bool]) -> float:
    if not any(labels):
        return math.nan
    return max(
        2 * hits / (2 * hits + false_alarms + misses)
        for hits, false_alarms, misses in slow_counts(scores, labels)
    )


@pytest.mark.parametrize(
    ("fast", "slow"),
    [(auroc, slow_auroc), (average_precision, slow_average_precision), (f1_max, slow_f1_max)],
)
@given(rated=RATED)
def test_equals_the_slow_loop(fast, slow, rated):
    scores = [float(score) for score, _ in rated]
    labels = [label for _, label in rated]
    expected = slow(scores, labels)
    assert fast(np.array(scores), np.array(labels)) == pytest.approx(expected, nan_ok=True)


@given(rated=RATED)
def test_a_rising_transform_changes_nothing(rated):
    scores = np.array([float(score) for score, _ in rated])
    labels = np.array([label for _, label in rated])
    for metric in (auroc, average_precision, f1_max):
        before, after = metric(scores, labels), metric(scores**3 + scores - 7.0, labels)
        assert after == pytest.approx(before, nan_ok=True)


@given(rated=RATED)
def test_inverted_scores_invert_auroc(rated):
    scores = np.array([float(score) for score, _ in rated])
    labels = np.array([label for _, label in rated])
    assert auroc(-scores, labels) == pytest.approx(1.0 - auroc(scores, labels), nan_ok=True)


def test_known_values():
    labels = np.array([True, True, False, False, False])
    perfect = labels.astype(np.float32)
    assert (auroc(perfect, labels), average_precision(perfect, labels)) == (1.0, 1.0)
    assert f1_max(perfect, labels) == 1.0
    assert auroc(-perfect, labels) == 0.0
    constant = np.zeros(5, dtype=np.float32)
    assert auroc(constant, labels) == 0.5
    assert average_precision(constant, labels) == pytest.approx(0.4)
    assert f1_max(constant, labels) == pytest.approx(2 * 0.4 / 1.4)


def test_one_class_is_not_a_measurement():
    scores = np.array([0.1, 0.9])
    assert math.isnan(auroc(scores, np.array([True, True])))
    assert math.isnan(auroc(scores, np.array([False, False])))
    assert math.isnan(average_precision(scores, np.array([False, False])))
    assert math.isnan(f1_max(scores, np.array([False, False])))
    assert math.isnan(auroc(np.zeros(0), np.zeros(0, dtype=bool)))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_scores_that_are_not_finite_are_refused(bad):
    with pytest.raises(DataError, match="not finite"):
        auroc(np.array([0.5, bad]), np.array([True, False]))


def test_lengths_that_differ_are_refused():
    with pytest.raises(DataError, match="2 scores do not fit"):
        auroc(np.array([0.5, 0.1]), np.array([True, False, True]))
    with pytest.raises(DataError, match="one value a point"):
        auroc(np.zeros((2, 2)), np.array([True, False]))
