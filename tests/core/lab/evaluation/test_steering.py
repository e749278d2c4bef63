"""Type accuracy on scans whose preferences are made up."""

from __future__ import annotations

import json

import numpy as np
import pytest

from btp_core.base.errors import DataError
from btp_core.lab.evaluation.steering import Preference, preference, steering_report

NAMES = ("crack", "dent", "hole")


def prefer(scan, kind: str) -> np.ndarray:
    scores = np.full((len(scan.points), 3), 0.2, dtype=np.float16)
    scores[:, NAMES.index(kind)] = 0.6
    return scores


def test_a_defect_prefers_the_type_with_the_highest_mean(plate):
    scan = plate("a", ("dent",))
    scores = prefer(scan, "dent")
    # Neither a few strong points nor the good surface decide.
    scores[np.flatnonzero(scan.labels)[:3]] = [1.0, 0.0, 0.0]
    scores[~scan.labels] = [1.0, 0.0, 0.0]
    assert preference(scan, scores, NAMES) == Preference("a", "dent", "dent", ("dent",))


def test_regions_are_asked_one_by_one(plate):
    scan = plate("a", ("dent", "dent"))
    scan = type(scan)(scan.name, scan.points, scan.labels, scan.types, ("dent",))
    scores = prefer(scan, "dent")
    scores[scan.regions == 1] = [0.9, 0.05, 0.05]
    found = preference(scan, scores, NAMES)
    assert found is not None
    assert found.regions == ("dent", "crack")


def test_good_mixed_and_unknown_scans_are_not_asked(plate):
    for scan in (plate("a"), plate("b", ("dent", "crack")), plate("c", ("burr",))):
        assert preference(scan, prefer(scan, "dent"), NAMES) is None


def test_shapes_must_fit(plate):
    scan = plate("a", ("dent",))
    with pytest.raises(DataError, match="Type scores of a"):
        preference(scan, prefer(scan, "dent")[:, :2], NAMES)


def test_report_counts_regions_and_scans():
    report = steering_report(
        [
            Preference("a", "dent", "dent", ("dent", "crack", "crack")),
            Preference("b", "dent", "crack", ("crack",)),
            Preference("c", "crack", "crack", ("crack",)),
        ],
        n_types=4,
    )
    assert (report.n_scans, report.n_regions) == (3, 5)
    assert report.region_accuracy == pytest.approx(2 / 5)
    assert report.scan_accuracy == pytest.approx(2 / 3)
    assert report.chance == 0.25
    assert report.confusion == {"crack": {"crack": 1}, "dent": {"dent": 1, "crack": 1}}


def test_nothing_asked_is_not_a_measurement():
    content = steering_report([], n_types=3).to_dict()
    assert content["region_accuracy"] is None
    assert json.loads(json.dumps(content, allow_nan=False))["n_scans"] == 0
