"""Evaluating known score functions on small scans whose figures can be worked out by hand."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from btp_core.base.errors import CancelledError, DataError
from btp_core.base.progress import CancelToken
from btp_core.lab.evaluation.au_pro import au_pro
from btp_core.lab.evaluation.binary_metrics import auroc
from btp_core.lab.evaluation.dataset import LabelledScan
from btp_core.lab.evaluation.evaluate import evaluate


def plate(
    name: str, kinds: tuple[str, ...] = (), source: str | None = None, side: int = 20
) -> LabelledScan:
    """A flat plate whose corner is defective if ``kinds`` names anything."""
    x, y = (c.ravel() for c in np.meshgrid(np.arange(side), np.arange(side)))
    points = np.stack([x, y, np.zeros_like(x)], axis=1).astype(np.float32)
    labels = (x < 4) & (y < 4) if kinds else np.zeros(len(x), dtype=bool)
    return LabelledScan(name, points, labels, kinds=kinds, source=source)


SCANS = [
    plate("a0", (), "one"),
    plate("a1", ("dent",), "one"),
    plate("b0", (), "two"),
    plate("b1", ("crack",), "two", side=30),
    plate("b2", ("crack", "dent"), "two"),
]


def corner_first(scan: LabelledScan) -> tuple[np.ndarray, float]:
    """Perfect on plates: the nearer to the corner the higher; knows nothing of objects."""
    distance = scan.points[:, :2].max(axis=1)
    return np.exp(-distance).astype(np.float32), 0.5


def truth(scan: LabelledScan) -> tuple[np.ndarray, float]:
    return scan.labels.astype(np.float32), float(scan.defective)


def noise(scan: LabelledScan) -> tuple[np.ndarray, float]:
    random = np.random.default_rng(len(scan.name) + scan.labels.sum())
    return random.random(len(scan.points), dtype=np.float32), float(random.random())


def test_perfect_scores_are_perfect_everywhere():
    report = evaluate(SCANS, truth)
    for metrics in (report.mean, report.pooled, report.objects):
        assert set(vars(metrics).values()) == {1.0}
    assert (report.calm.mean, report.calm.worst) == (0.0, 0.0)


def test_constant_scores_are_chance_everywhere():
    report = evaluate(SCANS, lambda scan: (np.zeros(len(scan.points), dtype=np.float32), 0.0))
    for metrics in (report.mean, report.pooled):
        assert metrics.auroc == pytest.approx(0.5)
        assert metrics.au_pro == pytest.approx(0.15)
    assert report.objects.auroc == 0.5


def test_mean_counts_defective_scans_and_pooled_counts_all_points():
    report = evaluate(SCANS, noise)
    defective = [scan for scan in SCANS if scan.defective]
    scores = {scan.name: noise(scan)[0] for scan in SCANS}
    assert report.mean.auroc == pytest.approx(
        np.mean([auroc(scores[scan.name], scan.labels) for scan in defective])
    )
    assert report.mean.au_pro == pytest.approx(
        np.mean([au_pro(scan.points, scores[scan.name], scan.labels) for scan in defective])
    )
    assert report.pooled.auroc == pytest.approx(
        auroc(
            np.concatenate([scores[scan.name] for scan in SCANS]),
            np.concatenate([scan.labels for scan in SCANS]),
        )
    )


def test_pooling_punishes_scores_that_mean_different_things_in_different_scans():
    report = evaluate(SCANS, corner_first)
    assert report.mean.auroc == 1.0
    assert report.mean.au_pro == 1.0
    # The same corner of a good plate scores as high: only the pooled figures see it.
    assert report.pooled.auroc < 1.0
    assert report.pooled.average_precision < 0.7


def test_pooled_regions_count_alike_over_scans():
    small = plate("small", ("dent",))
    large = plate("large", ("dent",), side=40)
    large.labels[large.points[:, 0] > 20] = True
    # Finds the one region of the small scan and one of the two of the large.
    report = evaluate(
        [small, large],
        lambda scan: ((scan.points[:, :2].max(axis=1) < 4).astype(np.float32), 0.0),
    )
    assert report.pooled.au_pro == pytest.approx((2 + 0.15) / 3)
    assert report.mean.au_pro == pytest.approx((1 + (1 + 0.15) / 2) / 2)
    assert [result.n_regions for result in report.scans] == [1, 2]


def test_types_and_sources():
    report = evaluate(SCANS, lambda scan: (corner_first(scan)[0], float("b" in scan.name)))
    assert set(report.by_type) == {"dent", "crack"}
    assert report.by_type["crack"].n_scans == 1
    # The single crack against both good scans, one of which scores as high.
    assert report.by_type["crack"].objects.auroc == 0.75
    assert report.by_type["dent"].objects.auroc == 0.25
    assert {name: group.n_scans for name, group in report.by_source.items()} == {"one": 2, "two": 3}
    assert report.by_source["two"].n_defective == 2
    assert report.by_source["two"].objects.auroc == 0.5
    assert report.worst_type is None


def test_worst_type_needs_three_scans():
    scans = [plate(f"d{i}", ("dent",)) for i in range(3)] + [plate("c", ("crack",))]

    def blind_to_all_but_dents(scan: LabelledScan) -> tuple[np.ndarray, float]:
        return (scan.labels * (1.0 if "dent" in scan.kinds else -1.0)), 0.0

    report = evaluate(scans, blind_to_all_but_dents)
    assert report.by_type["crack"].points.auroc == 0.0
    assert report.worst_type == ("dent", 1.0)


def test_calm_counts_good_scans_over_half():
    quiet, loud = plate("quiet"), plate("loud")
    loud_scores = np.zeros(400, dtype=np.float32)
    loud_scores[:40] = 0.51
    loud_scores[40:80] = 0.5

    def score(scan: LabelledScan) -> tuple[np.ndarray, float]:
        return (loud_scores if scan.name == "loud" else np.zeros_like(loud_scores)), 0.0

    calm = evaluate([quiet, loud, plate("d", ("dent",))], score).calm
    assert (calm.n_scans, calm.worst, calm.worst_scan) == (2, pytest.approx(0.1), "loud")
    assert calm.mean == pytest.approx(0.05)


def test_only_good_scans_leave_detection_undefined():
    report = evaluate([plate("a"), plate("b")], noise)
    assert math.isnan(report.mean.auroc)
    assert math.isnan(report.objects.auroc)
    content = json.loads(json.dumps(report.to_dict(), allow_nan=False))
    assert content["mean"]["auroc"] is None
    assert content["scans"][0]["name"] == "a"


def test_observer_progress_and_cancel():
    seen, fractions = [], []
    cancel = CancelToken()

    def observe(scan, scores, result):
        seen.append((scan.name, result.name, len(scores)))
        if len(seen) == 2:
            cancel.cancel()

    with pytest.raises(CancelledError):
        evaluate(SCANS, truth, lambda _, fraction: fractions.append(fraction), cancel, observe)
    assert seen == [("a0", "a0", 400), ("a1", "a1", 400)]
    assert fractions == [0.0, 0.2]


@pytest.mark.parametrize(
    ("scores", "object_score", "message"),
    [
        (np.zeros(399, dtype=np.float32), 0.5, "one score a point"),
        (np.full(400, np.nan, dtype=np.float32), 0.5, "a0: .*not finite"),
        (np.zeros(400, dtype=np.float32), math.nan, "object score of a0"),
    ],
)
def test_unusable_scores_are_refused(scores, object_score, message):
    with pytest.raises(DataError, match=message):
        evaluate(SCANS, lambda scan: (scores, object_score))


def test_nothing_to_evaluate_is_refused():
    with pytest.raises(DataError, match="no scans"):
        evaluate([], truth)
