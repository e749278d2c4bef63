"""Control limits, days, and where regions gather."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from btp_core.record.control_chart import BASELINE, LEAST, control_chart
from btp_core.record.entries import placed
from btp_core.record.file import RecordFile
from btp_core.record.gathering import gather
from btp_core.record.trends import trends
from tests.core.record.entries_for_tests import REGION, entry


def test_limits_of_a_worked_example() -> None:
    """By hand: mean 10, moving ranges 1, so 10 -/+ 2.66 and 3.267."""
    values = np.array([10.5, 9.5] * 10)
    chart = control_chart(values)
    assert chart.centre == pytest.approx(10.0)
    assert chart.upper == pytest.approx(10 + 3 / 1.128)
    assert chart.lower == pytest.approx(10 - 3 / 1.128)
    assert chart.range_upper == pytest.approx(3.267)
    assert not chart.outside.any()
    assert not chart.shifted.any()


def test_limits_stay_when_the_process_drifts() -> None:
    steady = np.random.default_rng(1).normal(1.0, 0.1, 60)
    drifted = np.concatenate([steady, np.linspace(1.0, 2.0, 40)])
    before, after = control_chart(steady), control_chart(drifted)
    assert (before.centre, before.upper) == (after.centre, after.upper)
    assert before.n_baseline == after.n_baseline == BASELINE
    assert before.outside.mean() < 0.05
    assert after.outside[-20:].all()
    assert after.shifted[-20:].all()


def test_a_known_failure_does_not_widen_the_limits() -> None:
    values = np.random.default_rng(2).normal(0.1, 0.01, 40)
    values[[3, 9, 17]] = 0.9
    usual = values < 0.5
    chart = control_chart(values, usual)
    assert chart.upper < 0.2
    assert chart.outside[[3, 9, 17]].all()
    assert control_chart(values).upper > 0.3
    assert not control_chart(values, values > 0.5).known


def test_few_values_have_no_limits() -> None:
    chart = control_chart(np.ones(LEAST - 1))
    assert not chart.known
    assert np.isnan(chart.upper)
    assert not chart.outside.any()
    assert not control_chart(np.zeros(0)).known


def test_limits_end_where_values_do() -> None:
    chart = control_chart(np.array([0.0, 0.4] * 10), floor=0.0, ceiling=1.0)
    assert chart.lower == 0.0
    assert chart.upper <= 1.0


def test_trends_of_a_design(tmp_path: Path) -> None:
    with RecordFile(tmp_path / "r.sqlite", create=True) as record:
        record.add_all([entry(number) for number in range(300)])
        record.add(entry(300, design="other"))
        record.add(entry(301, verdict="not checked", object_score=float("nan")))
        found = trends(record, "bracket")
    assert len(found.rows) == 301
    assert len(found.scores.chart.values) == 300
    assert np.all(np.diff(found.scores.times) > 0)
    assert found.units == "mm"
    assert sum(day.n_checked for day in found.days) == 300
    assert sum(day.n_failed for day in found.days) == 60
    assert 2 <= len(found.days) <= 4
    values = found.deviations.chart.values
    assert sorted(set(values)) == [0.0, 0.25]


def plate() -> np.ndarray:
    x, y = np.meshgrid(np.arange(0, 100.0), np.arange(0, 60.0))
    return np.stack([x.ravel(), y.ravel(), np.zeros(x.size)], axis=1)


def test_defects_gather_where_they_were(tmp_path: Path) -> None:
    """Thirty scans with a dent at (20, 20), ten with one at (80, 40); two dents in one scan."""
    places = [[20.0, 20.0, 0.0]] * 30 + [[80.0, 40.0, 0.0]] * 10
    with RecordFile(tmp_path / "r.sqlite", create=True) as record:
        for number, place in enumerate(places):
            region = {**REGION, "place": place}
            record.add(entry(number, regions=(region, region), verdict="fail"))
        record.add(entry(98))
        record.add(entry(100, design="other", regions=({**REGION, "place": [1, 1, 0]},)))
        found = gather(record, plate(), 1.0, design="bracket")
    counts = dict(zip(map(tuple, plate()[:, :2].astype(int)), found.counts, strict=True))
    assert (counts[20, 20], counts[80, 40], counts[50, 30], counts[1, 1]) == (30, 10, 0, 0)
    assert (found.n_scans, found.n_regions) == (41, 80)
    assert found.types == (("dent", 80),)
    # About as large as an ellipse of 4 by 2, and not smaller than can be seen.
    assert 20 <= (found.counts == 30).sum() <= 40


def test_damaged_places_are_passed_over(tmp_path: Path) -> None:
    bad = [{**REGION, "place": place} for place in (None, [1], ["a", 1, 2], [1e400, 0, 0])]
    with RecordFile(tmp_path / "r.sqlite", create=True) as record:
        record.add(entry(4, regions=tuple(bad[:2])))
        assert gather(record, plate(), 1.0, design="bracket").counts.sum() == 0


def test_regions_are_placed_by_the_pose_of_their_scan() -> None:
    turn = [[0, -1, 0, 10], [1, 0, 0, 20], [0, 0, 1, 30], [0, 0, 0, 1]]
    (region,) = placed(({"centroid": [1.0, 2.0, 3.0]},), {"pose": turn})
    assert region["place"] == [8.0, 21.0, 33.0]
    for alignment in ({}, {"pose": [[1]]}, {"pose": None}, {"refusal": "mirrored"}):
        assert "place" not in placed(({"centroid": [1.0, 2.0, 3.0]},), alignment)[0]
