"""The shipped weights on the shipped samples: nothing that a scan's owner may change matters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from btp_core import Inspector, PromptSet, Scan, read_scan
from btp_core.assets import asset_path
from btp_core.evaluation.wording import rank_correlation
from tests.core.shapes_for_tests import rotation

SAMPLES = ("bracket_crack", "bracket_good", "flange_dent", "knob_chip")


@pytest.fixture(scope="module")
def inspector():
    return Inspector.from_pretrained(device="cpu")


@pytest.fixture(scope="module", params=SAMPLES)
def scan(request):
    return replace(read_scan(asset_path("samples", f"{request.param}.npz")), path=None)


@pytest.fixture(scope="module")
def field(inspector, scan):
    return inspector.score(inspector.encode(scan), PromptSet.stock())


def changed(scan: Scan, how: str) -> tuple[np.ndarray, np.ndarray]:
    """Points, and for each the index of the point it was made from."""
    rng = np.random.default_rng(0)
    index = np.arange(scan.n_points)
    match how:
        case "turned":
            return scan.points @ rotation(5).T, index
        case "shifted":
            return scan.points + np.array([1e6, -3e5, 2e4]), index
        case "in other units":
            return scan.points * 1000.0, index
        case "shuffled":
            index = rng.permutation(index)
        case "thinned":
            index = np.sort(rng.permutation(index)[: scan.n_points // 2])
    return scan.points[index], index


@pytest.mark.parametrize("how", ["turned", "shifted", "in other units", "shuffled", "thinned"])
def test_the_same_part_gets_the_same_answer(inspector, scan, field, how):
    points, index = changed(scan, how)
    other = inspector.score(inspector.encode(Scan(points)), PromptSet.stock())
    least = 0.85 if how == "thinned" else 0.95
    assert rank_correlation(field.point_scores[index], other.point_scores) >= least
    assert inspector.judge(other).status == inspector.judge(field).status
