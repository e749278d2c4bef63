"""The same score has the same colour in the window, in saved pictures and in reports."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from app.theme.tokens import LIGHT
from app.viewport.base import ViewStyle
from app.viewport.lookup import LookupTables
from btp_core.rendering.colormap import COLORMAPS, heatmap_rgb, hex_of, rgb_of
from btp_core.rendering.lettering import draw_color_bar
from btp_core.report.page import _scale

SCORES = (0.0, 0.1, 0.2899, 0.29, 0.3, 0.5, 0.7123, 0.999, 1.0)


def in_window(style: ViewStyle, score: float) -> tuple[int, ...]:
    tables = LookupTables()
    tables.apply(style)
    return tuple(round(255 * part) for part in tables.scores.map_value(score)[:3])


@pytest.mark.parametrize("threshold", [0.0, 0.29, 0.5])
@pytest.mark.parametrize("colormap", COLORMAPS)
def test_the_window_colours_a_score_as_pictures_do(colormap: str, threshold: float) -> None:
    style = ViewStyle(colormap=colormap, threshold=threshold)
    # Through float32, as scores are: 0.29 becomes a little less than the threshold of 0.29.
    scores = np.array(SCORES, np.float32)
    expected = heatmap_rgb(scores, threshold, colormap=colormap)
    for score, color in zip(scores, expected, strict=True):
        assert in_window(style, float(score)) == tuple(color), score


def test_the_picture_and_the_report_have_the_windows_default() -> None:
    style = ViewStyle(threshold=0.3)
    picture = Image.new("RGB", (60, 220), "white")
    draw_color_bar(picture, (20, 10, 40, 210), 0.3, any_not_checked=False)
    report = _scale(0.3)
    for step, color in enumerate(report):
        middle = (step + 0.5) / len(report)
        assert rgb_of(color) == in_window(style, middle)
        # 200 pixels, of which one covers the scores from 0.005 below to 0.005 above its middle.
        if abs(middle - 0.3) > 0.02:
            row = 209 - int(middle * 200)
            shown = np.array(picture.getpixel((30, row)), int)
            exact = in_window(style, (int(middle * 200) + 0.5) / 200)
            assert tuple(shown) == exact


def test_points_that_were_not_checked_look_alike_in_the_light_window_and_in_pictures() -> None:
    tables = LookupTables()
    tables.apply(replace(ViewStyle(), theme=LIGHT))
    rgb = heatmap_rgb(np.array([np.nan], np.float32))[0]
    assert tables.scores.nan_color.hex_rgb == hex_of(rgb)
