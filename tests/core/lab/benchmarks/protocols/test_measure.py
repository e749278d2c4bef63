"""Object-score rules, metrics, and what is wrong with the published ones."""

from __future__ import annotations

import numpy as np
import pytest

from btp_core.lab.benchmarks.protocols.category_metrics import CategoryMetrics
from btp_core.lab.benchmarks.protocols.choices import MetricsKind, ObjectScore
from btp_core.lab.benchmarks.protocols.measure import (
    PUBLISHED_POINTS,
    linear_au_pro,
    measure_category,
    object_score,
    with_object_score,
)
from btp_core.lab.evaluation.dataset import LabelledScan
from tests.core.shapes_for_tests import sphere

NAN = float("nan")


def scan(name: str, defective: slice | None, count: int = 6000) -> LabelledScan:
    labels = np.zeros(count, dtype=bool)
    if defective is not None:
        labels[defective] = True
    return LabelledScan(name, sphere(count, seed=len(name)).astype(np.float32), labels)


def test_the_rules_of_the_object_score():
    scores = np.arange(10, dtype=np.float32)
    assert object_score(scores, ObjectScore.TOP20) == 8.5
    assert object_score(scores, ObjectScore.MAX) == 9.0
    assert object_score(np.float32([0.25]), ObjectScore.TOP20) == 0.25

    def score(item):
        return scores, -1.0

    item = scan("x", None, 10)
    assert with_object_score(score, ObjectScore.MODEL)(item)[1] == -1.0
    assert with_object_score(score, ObjectScore.MAX)(item)[1] == 9.0


def test_mean_and_deviation_leave_out_what_is_not_defined():
    one, two = CategoryMetrics(0.2, NAN, 0.5, 0.1, NAN), CategoryMetrics(0.4, 0.3, 0.5, 0.3, NAN)
    assert CategoryMetrics.mean([one, two]).values[:4] == pytest.approx((0.3, 0.3, 0.5, 0.2))
    deviation = CategoryMetrics.deviation([one, two])
    assert deviation.o_auroc == pytest.approx(np.std([0.2, 0.4], ddof=1))
    assert deviation.p_auroc == 0.0
    assert np.isnan(deviation.o_ap)
    assert np.isnan(CategoryMetrics.deviation([one]).o_auroc)
    assert CategoryMetrics.from_dict(one.to_dict()).to_dict() == one.to_dict()


@pytest.mark.parametrize("value", [1.5, -0.1, "0.5", True, [0.5]])
def test_metrics_that_were_not_measured_are_refused(value):
    content = CategoryMetrics(0.1, 0.2, 0.3, 0.4, 0.5).to_dict() | {"p_ap": value}
    with pytest.raises(ValueError, match="p_ap"):
        CategoryMetrics.from_dict(content)


def test_a_perfect_score_is_perfect_either_way():
    scans = [scan("good", None), scan("bad", slice(0, 600))]
    for metrics in MetricsKind:
        figures = measure_category(
            scans, lambda s: (s.labels.astype(np.float32), s.labels.mean()), metrics
        )
        assert figures.values == pytest.approx((1.0, 1.0, 1.0, 1.0, 1.0))


def test_a_constant_map_is_chance_and_only_as_published_perfect():
    scans = [scan("good", None), scan("bad", slice(0, 600))]

    def flat(item):
        return np.zeros(len(item.points), dtype=np.float32), 0.0

    assert measure_category(scans, flat).au_pro == pytest.approx(0.15)
    assert measure_category(scans, flat, MetricsKind.AS_PUBLISHED).au_pro == 1.0
    assert measure_category(scans, flat).p_auroc == pytest.approx(0.5)


def test_a_defect_between_the_samples_makes_a_good_object_only_as_published():
    # The points farthest apart never include one that hides right beside another.
    items = [scan("good", None), scan("hidden", slice(0, 1)), scan("seen", slice(0, 900))]
    hidden = items[1].points
    hidden[0] = hidden[1] + 1e-6
    hidden[2:4] = hidden[1] - 1e-6
    exact = measure_category(items, lambda s: (s.labels.astype(np.float32), float(s.labels.any())))
    assert exact.o_auroc == 1.0

    def only_hidden(item):
        return item.labels.astype(np.float32), float(item.name == "hidden")

    # To the published evaluation the hidden defect's score is a false alarm.
    assert measure_category(items, only_hidden).o_auroc == pytest.approx(0.75)
    assert measure_category(items, only_hidden, MetricsKind.AS_PUBLISHED).o_auroc < 0.5
    assert len(hidden) > PUBLISHED_POINTS


def test_linear_thresholds_see_nothing_of_small_scores():
    labels = np.zeros(1000, dtype=bool)
    labels[:50] = True
    scores = np.where(labels, 0.002, 0.001).astype(np.float32)
    scores[999] = 1.0
    exact = measure_category(
        [LabelledScan("outlier", sphere(1000).astype(np.float32), labels)],
        lambda s: (scores, 1.0),
    )
    assert exact.au_pro > 0.9
    assert linear_au_pro(scores, labels) < exact.au_pro
    assert np.isnan(linear_au_pro(scores, np.zeros(1000, dtype=bool)))
