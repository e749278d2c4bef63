from __future__ import annotations

import numpy as np
import pytest

from btp_core.rendering.colormap import (
    CALM_RGB,
    COLORMAPS,
    NOT_CHECKED_RGB,
    heatmap_rgb,
    lookup_table,
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


@pytest.mark.parametrize("colormap", COLORMAPS)
def test_lightness_never_falls(colormap: str) -> None:
    rgb = heatmap_rgb(np.linspace(0, 1, 101, dtype=np.float32), None, colormap=colormap)
    luma = rgb @ np.array([0.2126, 0.7152, 0.0722])
    assert (np.diff(luma) > -1.5).all()
    assert luma[-1] > luma[0] + 100


def test_the_range_can_be_narrowed_and_ends_are_kept_beyond_it() -> None:
    wide = heatmap_rgb(np.array([0.0, 1.0], np.float32), None)
    narrow = heatmap_rgb(np.array([0.1, 0.2, 0.8, 0.9], np.float32), None, score_range=(0.2, 0.8))
    assert (narrow == wide[[0, 0, 1, 1]]).all()


def test_the_table_agrees_with_the_points() -> None:
    table = lookup_table(0.25, size=64)
    middles = ((np.arange(64) + 0.5) / 64).astype(np.float32)
    assert (table[:, :3] == heatmap_rgb(middles, 0.25)).all()
    assert (table[:, 3] == 255).all()


@pytest.mark.parametrize(
    "wrong", [{"colormap": "jet"}, {"score_range": (0.5, 0.5)}, {"score_range": (1.0, 0.0)}]
)
def test_wrong_requests_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"colour map|range"):
        heatmap_rgb(np.zeros(1, np.float32), **wrong)  # type: ignore[arg-type]
