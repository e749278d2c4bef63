"""What is not checked, and why."""

from __future__ import annotations

import numpy as np
import pytest

from btp_core.base.errors import AlignmentError, CancelledError
from btp_core.base.progress import CancelToken
from btp_core.designs.design import Design
from btp_core.designs.refusal import MIN_FIT, SURE_FIT
from btp_core.scans.scan import Scan
from tests.core.designs.bracket import good, scanned, surface
from tests.core.shapes_for_tests import sphere


def refusal(design: Design, scan: Scan) -> AlignmentError:
    with pytest.raises(AlignmentError) as caught:
        design.align(scan, workers=1)
    assert caught.value.next_step
    return caught.value


def test_another_part(bracket_design: Design) -> None:
    assert refusal(bracket_design, Scan(points=sphere(8000, 35.0))).kind == "another part"


def test_a_part_that_shares_most_of_its_surface(bracket_design: Design) -> None:
    points = surface(seed=24)
    block = (points[:, 0] >= 40.0) & (points[:, 2] > 6.1)
    points[block, 0] -= 14.0
    wall = (points[:, 0] <= 6.0) & (points[:, 2] > 29.0)
    points[wall, 0] += 5.0
    error = refusal(bracket_design, scanned(points, 24))
    assert error.kind == "another part"
    assert "far away" in error.cause


def test_a_wide_shallow_defect_is_no_other_part(bracket_design: Design) -> None:
    points = surface(seed=25)
    below = (points[:, 2] < 1e-6) & (np.hypot(points[:, 0] - 32.0, points[:, 1] - 20.0) < 18.0)
    points[below, 2] -= 1.0
    fit = bracket_design.align(scanned(points, 25), workers=1).fit
    assert MIN_FIT < fit < SURE_FIT


@pytest.mark.parametrize(
    ("factor", "said"), [(25.4, "0.0393"), (1 / 25.4, "25.4"), (0.001, "1000"), (1000.0, "0.001")]
)
def test_other_units_are_named(bracket_design: Design, factor: float, said: str) -> None:
    error = refusal(bracket_design, Scan(points=good(20).points * factor))
    assert error.kind == "units"
    assert said in error.cause


def test_a_mirrored_part(bracket_design: Design) -> None:
    mirrored = surface(seed=21) * [1.0, -1.0, 1.0]
    assert refusal(bracket_design, scanned(mirrored, 21)).kind == "mirrored"


def test_too_few_points(bracket_design: Design) -> None:
    assert refusal(bracket_design, Scan(points=good(22).points[:200])).kind == "few points"


def test_a_tenth_of_the_part(bracket_design: Design) -> None:
    points = surface(count=40_000, seed=23)
    corner = (points[:, 0] > 48.0) & (points[:, 1] > 28.0)
    error = refusal(bracket_design, scanned(points[corner], 23))
    assert error.kind in {"too little", "another part"}


def test_refused_once_is_refused_again_at_no_cost(bracket_design: Design) -> None:
    scan = Scan(points=sphere(8000, 35.0))
    first = refusal(bracket_design, scan)
    assert refusal(bracket_design, scan) is first


def test_cancelling_leaves_nothing_behind(bracket_design: Design) -> None:
    token = CancelToken()
    token.cancel()
    scan = good(24)
    with pytest.raises(CancelledError):
        bracket_design.align(scan, cancel=token)
    assert np.isfinite(bracket_design.align(scan).fit)
