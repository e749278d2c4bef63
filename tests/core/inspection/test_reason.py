from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from btp_core.inspection.reason import verdict_reason
from btp_core.inspection.results import Region

SMALL = Region(np.arange(3), (0, 0, 0), (4.0, 2.0, 0.5), 9.0, 0.2, 0.95, 0.8, "crack")
LARGE = Region(np.arange(3), (0, 0, 0), (15.04, 11.8, 3.0), 129.0, 2.9, 0.9, 0.7, "scratch")


def test_a_failed_part_is_told_by_its_largest_place() -> None:
    text = verdict_reason(0.73, 0.5, [SMALL, LARGE, SMALL, SMALL])
    assert text == "4 places; the largest 15 × 11.8, 2.9 deep, likely type: scratch."  # noqa: RUF001


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"likely_type": None}, "One place: 4 × 2 mm, 0.2 mm deep."),  # noqa: RUF001
        ({"depth": np.nan}, "One place: 4 × 2 mm, likely type: crack."),  # noqa: RUF001
        (
            {"deviation": -0.31, "likely_type": None},
            "One place: 4 × 2 mm, 0.31 mm inside of the design.",  # noqa: RUF001
        ),
        (
            {"deviation": 0.31, "likely_type": None},
            "One place: 4 × 2 mm, 0.31 mm outside of the design.",  # noqa: RUF001
        ),
        ({"missing": True}, "One place: 4 × 2 mm, missing material."),  # noqa: RUF001
    ],
)
def test_what_is_not_known_is_left_out(change: dict[str, object], told: str) -> None:
    assert verdict_reason(0.9, 0.5, [replace(SMALL, **change)], "mm") == told  # type: ignore[arg-type]


def test_places_on_a_part_that_passes_are_explained() -> None:
    text = verdict_reason(0.42, 0.5, [SMALL])
    assert text.startswith("One place: 4 × 2, 0.2 deep")  # noqa: RUF001
    assert "part as a whole, which scores 0.42" in text


def test_without_a_place_the_scores_speak() -> None:
    assert verdict_reason(0.1, 0.5, []) == "No place reaches the threshold 0.50."
    assert "no single place" in verdict_reason(0.6, 0.5, [])
