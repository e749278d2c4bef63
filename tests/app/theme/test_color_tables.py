from __future__ import annotations

import numpy as np
import pytest

from app.theme.colormaps import (
    COLORMAP_NAMES,
    TABLE_SIZE,
    _to_oklab,
    colormap_table,
    threshold_table,
)
from app.theme.tokens import DARK, LIGHT, Theme


@pytest.mark.parametrize("name", COLORMAP_NAMES)
def test_maps_are_even_to_the_eye_and_run_one_way_in_lightness(name: str) -> None:
    lab = _to_oklab(colormap_table(name) / 255.0)
    smooth = lab[:: TABLE_SIZE // 32]
    steps = np.linalg.norm(np.diff(smooth, axis=0), axis=1)
    assert steps.max() / steps.min() < 2.5
    lightness = np.diff(smooth[:, 0])
    assert (lightness > 0).all() or (lightness < 0).all()


def test_an_unknown_map_is_refused() -> None:
    with pytest.raises(KeyError):
        colormap_table("jet")


@pytest.mark.parametrize("threshold", [0.0, 0.31, 0.5, 1.0])
def test_scores_below_the_threshold_are_grey_and_the_others_are_not(threshold: float) -> None:
    table = threshold_table("heat", threshold, "#808080")
    grey = (table[:, :3] == 128).all(axis=1)
    assert grey.sum() == int(np.floor(threshold * TABLE_SIZE))
    assert not grey[int(threshold * TABLE_SIZE) :].any()


def test_without_a_colour_below_the_whole_map_is_there() -> None:
    table = threshold_table("viridis", 0.5, None)
    assert np.array_equal(table[:, :3], colormap_table("viridis"))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_below_not_checked_and_defective_can_be_told_apart(theme: Theme) -> None:
    def lab(color: str) -> np.ndarray:
        channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        return _to_oklab(np.array([channels]))[0]

    body, unchecked = lab(theme.body), lab(theme.no_measurement)
    assert np.linalg.norm(body - unchecked) > 0.15
    upper = _to_oklab(colormap_table("heat")[TABLE_SIZE // 2 :] / 255.0)
    assert np.linalg.norm(upper - body, axis=1).min() > 0.12
    assert np.linalg.norm(upper - unchecked, axis=1).min() > 0.08


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_text_has_contrast_enough_to_be_read(theme: Theme) -> None:
    def luminance(color: str) -> float:
        channels = np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])
        linear = np.where(
            channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
        )
        return float(linear @ [0.2126, 0.7152, 0.0722])

    def contrast(one: str, other: str) -> float:
        high, low = sorted([luminance(one), luminance(other)], reverse=True)
        return (high + 0.05) / (low + 0.05)

    # WCAG 2.1, level AA for normal text.
    for text in (theme.text, theme.muted, theme.passed, theme.failed, theme.warning, theme.accent):
        for ground in (theme.surface, theme.raised):
            assert contrast(text, ground) >= 4.5, (text, ground)
    assert contrast(theme.accent_text, theme.accent) >= 4.5


def test_a_span_stretches_the_colours_and_leaves_the_threshold() -> None:
    table = threshold_table("viridis", 0.0, None, (0.5, 0.75))
    whole = colormap_table("viridis")
    assert (table[: TABLE_SIZE // 2, :3] == whole[0]).all()
    assert (table[3 * TABLE_SIZE // 4 :, :3] == whole[-1]).all()
    assert (table[TABLE_SIZE * 5 // 8, :3] == whole[TABLE_SIZE // 2]).all()
    grey = threshold_table("heat", 0.5, "#808080", (0.5, 0.75))
    assert (grey[: TABLE_SIZE // 2, :3] == 128).all()
    assert (threshold_table("heat", 0.0, None)[:, :3] == colormap_table("heat")).all()
