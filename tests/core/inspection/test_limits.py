from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from btp_core.inspection.limits import NO_LIMITS, Limits
from btp_core.inspection.reason import verdict_reason
from btp_core.inspection.results import Region

PLACE = Region(np.arange(3), (0, 0, 0), (4.0, 2.0, 0.5), 9.0, 0.2, 0.95, 0.8, None)


@pytest.mark.parametrize(
    ("limits", "exceeded"),
    [
        (NO_LIMITS, True),
        (Limits(length=4.0), False),
        (Limits(length=3.9), True),
        (Limits(depth=0.2), False),
        (Limits(depth=0.1), True),
        (Limits(area=8.0), True),
        (Limits(length=5.0, depth=0.1), True),
        (Limits(length=5.0, depth=0.3, area=10.0), False),
    ],
)
def test_a_place_fails_a_part_if_it_is_beyond_a_limit_that_is_set(
    limits: Limits, exceeded: bool
) -> None:
    assert limits.exceeded_by(PLACE) is exceeded
    assert Limits.of_text(limits.to_text()) == limits


def test_what_is_not_known_is_too_large_and_a_design_tells_the_depth() -> None:
    assert Limits(depth=1.0).exceeded_by(replace(PLACE, depth=np.nan))
    assert Limits(depth=0.3).exceeded_by(replace(PLACE, deviation=-0.4))
    assert not Limits(depth=0.3).exceeded_by(replace(PLACE, depth=9.0, deviation=-0.2))


@pytest.mark.parametrize("text", ["{", "[]", '{"length": -1}', '{"other": 1}', '{"area": null}'])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Limits.of_text(text)


def test_a_part_that_passes_by_its_limits_says_so() -> None:
    text = verdict_reason(0.9, 0.5, [PLACE], within_limits=True)
    assert text.startswith("One place")
    assert text.endswith("None exceeds the limits of size.")
