from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from btp_core.rendering.deviation import (
    deviation_limit,
    deviation_text,
    draw_deviation_bar,
    region_text,
)

MINUS = "\N{MINUS SIGN}"


@pytest.mark.parametrize(
    ("largest", "residual", "size", "expected"),
    [
        ([-0.42, 0.3], 0.01, 100.0, 0.5),
        ([0.5], 0.01, 100.0, 0.5),
        ([0.51], 0.01, 100.0, 1.0),
        # A good part must look calm: its noise takes no more than an eighth of the range.
        ([], 0.02, 50.0, 0.2),
        ([float("nan")], float("nan"), 80.0, 0.1),
    ],
)
def test_the_range_is_round_and_holds_the_regions(
    largest: list[float], residual: float, size: float, expected: float
) -> None:
    assert deviation_limit(largest, residual, size) == pytest.approx(expected)


def test_deviations_are_written_with_sign_and_unit() -> None:
    assert deviation_text(-0.4231, "mm") == f"{MINUS}0.42 mm"
    assert deviation_text(0.1, "mm") == "+0.1 mm"
    assert deviation_text(0.0) == "0"
    assert deviation_text(-1234.0, "mm") == f"{MINUS}1234 mm"
    assert region_text(float("nan"), True, "mm") == "missing"
    assert region_text(float("nan"), False, "mm") == ""


def test_the_bar_is_red_above_and_blue_below() -> None:
    picture = Image.new("RGB", (140, 260), "white")
    draw_deviation_bar(picture, (40, 40, 60, 200), 0.5, "mm", any_silent=True)
    colors = np.asarray(picture).astype(int)
    upper, lower = colors[45, 50], colors[195, 50]
    assert upper[0] > upper[2] + 60
    assert lower[2] > lower[0] + 60
    assert np.ptp(colors[120, 50]) < 20  # grey in the middle
    assert (colors[205:250] < 250).any()  # the note on what was not compared
