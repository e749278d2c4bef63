from __future__ import annotations

import numpy as np
import pytest

from btp_core.rendering.colormap import (
    CALM_RGB,
    COLORMAPS,
    DEFAULT_COLORMAP,
    NOT_CHECKED_RGB,
    TABLE_SIZE,
    color_bar,
    colormap_table,
    diverging_rgb,
    diverging_table,
    heatmap_rgb,
    hex_of,
    rgb_of,
    score_table,
    to_oklab,
)

# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", 2009: linear red, green and blue as seen by a dichromat.
EYES = {
    "full": np.eye(3),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
}


def seen(rgb: np.ndarray, eyes: str) -> np.ndarray:
    """OKLab of colours ``(N, 3)`` of eight bits, as these eyes see them."""
    whole = rgb / 255
    linear = np.where(whole <= 0.04045, whole / 12.92, ((whole + 0.055) / 1.055) ** 2.4)
    linear = np.clip(linear @ EYES[eyes].T, 0, 1)
    return to_oklab(
        np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    )


def test_below_the_threshold_is_calm_and_at_it_is_not() -> None:
    scores = np.array([0.0, 0.4999, 0.5, 1.0], np.float32)
    rgb = heatmap_rgb(scores, 0.5)
    assert rgb.shape == (4, 3)
    assert rgb.dtype == np.uint8
    assert (rgb[:2] == CALM_RGB).all()
    assert (rgb[2:] != CALM_RGB).any(axis=1).all()


def test_not_checked_differs_from_calm() -> None:
    rgb = heatmap_rgb(np.array([np.nan, 0.1, 0.9], np.float32), 0.5)
    assert tuple(rgb[0]) == NOT_CHECKED_RGB
    assert len(np.unique(rgb, axis=0)) == 3


def test_colors_are_fixed_and_do_not_depend_on_the_other_scores() -> None:
    alone = heatmap_rgb(np.array([0.7], np.float32))
    among = heatmap_rgb(np.array([0.7, 0.71, 0.69, 1.0], np.float32))
    assert (alone[0] == among[0]).all()


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("colormap", COLORMAPS)
def test_maps_are_even_to_the_eye_and_run_one_way_in_lightness(colormap: str, eyes: str) -> None:
    lab = seen(colormap_table(colormap), eyes)[:: TABLE_SIZE // 32]
    steps = np.linalg.norm(np.diff(lab, axis=0), axis=1)
    # Inferno is even for full colour vision; one that lacks red sees its middle steps as small.
    assert steps.max() / steps.min() < (2.5 if eyes == "full" else 5.0)
    lightness = np.diff(lab[:, 0])
    assert (lightness > 0).all() or (lightness < 0).all()
    assert abs(lab[-1, 0] - lab[0, 0]) > 0.4


@pytest.mark.parametrize("eyes", EYES)
def test_high_scores_of_the_default_stand_out_from_calm_surface(eyes: str) -> None:
    calm = seen(np.array([CALM_RGB]), eyes)
    heat = seen(colormap_table(DEFAULT_COLORMAP)[TABLE_SIZE // 2 :], eyes)
    away = np.linalg.norm(heat - calm, axis=1)
    assert away.min() > 0.15
    assert away[-1] == away.max()  # the highest most of all


def test_the_table_agrees_with_the_points() -> None:
    scores = np.linspace(0, 1, TABLE_SIZE, endpoint=False).astype(np.float32)
    table = score_table(DEFAULT_COLORMAP, 0.25, hex_of(CALM_RGB))
    assert (table[:, :3] == heatmap_rgb(scores, 0.25)).all()
    assert (table[:, 3] == 255).all()
    middles = ((np.arange(64) + 0.5) / 64).astype(np.float32)
    assert (color_bar(0.25, 64) == heatmap_rgb(middles, 0.25)).all()


def test_an_unknown_map_is_refused() -> None:
    with pytest.raises(ValueError, match="colour map"):
        colormap_table("jet")
    with pytest.raises(ValueError, match="colour map"):
        heatmap_rgb(np.zeros(1, np.float32), colormap="jet")


@pytest.mark.parametrize("threshold", [0.0, 0.29, 0.31, 0.5, 1.0])
def test_scores_below_the_threshold_are_grey_and_the_others_are_not(threshold: float) -> None:
    table = score_table("heat", threshold, "#808080")
    grey = (table[:, :3] == 128).all(axis=1)
    assert grey.sum() == round(threshold * TABLE_SIZE)
    assert not grey[round(threshold * TABLE_SIZE) :].any()


def test_without_a_colour_below_the_whole_map_is_there() -> None:
    table = score_table("viridis", 0.5, None)
    assert np.array_equal(table[:, :3], colormap_table("viridis"))


def test_a_span_stretches_the_colours_and_leaves_the_threshold() -> None:
    table = score_table("viridis", 0.0, None, (0.5, 0.75))
    whole = colormap_table("viridis")
    assert (table[: TABLE_SIZE // 2, :3] == whole[0]).all()
    assert (table[3 * TABLE_SIZE // 4 :, :3] == whole[-1]).all()
    assert (table[TABLE_SIZE * 5 // 8, :3] == whole[TABLE_SIZE // 2]).all()
    grey = score_table("heat", 0.5, "#808080", (0.5, 0.75))
    assert (grey[: TABLE_SIZE // 2, :3] == 128).all()
    assert (score_table("heat", 0.0, None)[:, :3] == colormap_table("heat")).all()


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("middle", [hex_of(CALM_RGB), "#8d949f"])
def test_deviations_look_as_large_to_either_side(middle: str, eyes: str) -> None:
    table = diverging_table(middle)[:, :3]
    half = TABLE_SIZE // 2
    assert tuple(table[half - 1]) == tuple(table[half]) == rgb_of(middle)
    lab = seen(table, eyes)
    less = np.linalg.norm(lab[:half:25] - lab[half], axis=1)[::-1]
    more = np.linalg.norm(lab[half + 24 :: 25] - lab[half], axis=1)
    assert (np.diff(less) > 0).all()
    assert (np.diff(more) > 0).all()
    assert np.linalg.norm(lab[0] - lab[-1]) > 0.14  # seven times what is just noticeable
    if eyes == "full":
        assert less == pytest.approx(more, rel=0.25)
        steps = np.linalg.norm(np.diff(lab[::25], axis=0), axis=1)
        assert steps.max() / steps.min() < 1.6


def test_signed_values_take_the_diverging_colours() -> None:
    table = diverging_table(hex_of(CALM_RGB))[:, :3]
    values = np.array([-9.0, -0.3, 0.0, 0.3, 9.0, np.nan], np.float32)
    rgb = diverging_rgb(values, 0.3)
    assert (rgb[[0, 1]] == table[0]).all()
    assert tuple(rgb[2]) == CALM_RGB
    assert (rgb[[3, 4]] == table[-1]).all()
    assert tuple(rgb[5]) == NOT_CHECKED_RGB
