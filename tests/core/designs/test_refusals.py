"""What is not checked, and why."""

from __future__ import annotations

import numpy as np
import pytest

from btp_core.base.errors import AlignmentError, CancelledError
from btp_core.base.progress import CancelToken
from btp_core.designs.design import Design
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
