"""Points drawn as a surface: closed, lit, in perspective, and coloured afterwards."""

from __future__ import annotations

import numpy as np
import pytest

from btp_core.rendering.layer import Layer, Stale, draw_layer
from btp_core.rendering.paint import Relief, lay_values, nearest_numbers
from btp_core.rendering.projection import Projection

SIZE = (300, 200)
AXES = np.eye(3, dtype=np.float32)


def sheet(count: int, height: float = 0.0) -> np.ndarray:
    flat = np.random.default_rng(1).uniform(-1, 1, size=(count, 2))
    return np.column_stack([flat, np.full(count, height)]).astype(np.float32)


def camera(zoom: float = 1.0, distance: float = np.inf) -> Projection:
    return Projection(AXES, np.zeros(3, np.float32), (150.0, 100.0), 60.0 * zoom, distance)


def draw(points: np.ndarray, projection: Projection, spacing: float) -> Layer:
    layer = draw_layer(points, np.full(len(points), spacing, np.float32), projection, SIZE)
    assert layer is not None
    return layer


def test_perspective_and_parallel_agree_at_the_target_and_slopes_are_true() -> None:
    points = np.array([[0.5, 0.2, 0.0], [0.0, 0.0, 0.4]], np.float32)
    flat, _ = camera().project(points)
    deep, scales = camera(distance=4.0).project(points)
    assert np.allclose(flat[:2, 0], deep[:2, 0])
    assert scales == pytest.approx([60.0, 60.0 / 0.9])
    step = 1e-2
    slope = np.array([[0.0, 0.0, 0.4], [0.0, step, 0.4 + step]], np.float32)
    (_, rows, depth), _ = camera(distance=4.0).project(slope)
    assert (depth[1] - depth[0]) / -(rows[1] - rows[0]) == pytest.approx(1.0, rel=0.02)


def test_points_behind_the_eye_are_not_seen() -> None:
    _, scales = camera(distance=4.0).project(np.array([[0.0, 0.0, 5.0]], np.float32))
    assert scales[0] == 0.0


@pytest.mark.parametrize("count", [400, 4_000, 40_000])
@pytest.mark.parametrize("zoom", [1.0, 5.0, 20.0])
def test_a_surface_is_closed_from_every_distance(count: int, zoom: float) -> None:
    layer = draw(sheet(count), camera(zoom), 2.0 / np.sqrt(count))
    relief = Relief.of(layer)
    covered = np.zeros(SIZE[::-1], np.float32)
    covered.reshape(-1)[relief.places] = relief.opacity
    inside = covered[70:130, 120:180]
    assert (inside > 0.5).all()
    # Flat, so evenly lit.
    light = np.zeros(SIZE[::-1], np.float32)
    light.reshape(-1)[relief.places] = relief.brightness
    assert np.ptp(light[70:130, 120:180]) < 0.12


def test_from_close_by_the_far_side_does_not_shine_through() -> None:
    front, back = sheet(3_000, 1.0), sheet(40_000, -1.0)
    points = np.vstack([front, back])
    spacing = np.full(len(points), 2.0 / np.sqrt(3_000), np.float32)
    spacing[3_000:] = 2.0 / np.sqrt(40_000)
    target = np.array([0.0, 0.0, 1.0], np.float32)
    near = Projection(AXES, target, (150.0, 100.0), 1500.0, 0.2)
    layer = draw_layer(points, spacing, near, SIZE)
    assert layer is not None
    middle = layer.index[layer.index.shape[0] // 4 : -layer.index.shape[0] // 4]
    assert ((middle >= 0) & (middle < 3_000)).mean() > 0.999


def test_work_that_nobody_wants_ends() -> None:
    with pytest.raises(Stale):
        draw_layer(sheet(100), np.full(100, 0.2, np.float32), camera(), SIZE, is_stale=lambda: True)


def test_nothing_in_view_draws_nothing() -> None:
    far = sheet(100) + np.array([50.0, 0.0, 0.0], np.float32)
    assert draw_layer(far, np.full(100, 0.2, np.float32), camera(), SIZE) is None


@pytest.mark.parametrize("count", [900, 60_000])
def test_values_and_numbers_reach_the_pixels_of_their_points(count: int) -> None:
    points = sheet(count)
    layer = draw(points, camera(), 2.0 / np.sqrt(count))
    relief = Relief.of(layer)
    values = points[:, 0].copy()
    values[points[:, 1] > 0.5] = np.nan
    laid = lay_values(layer, relief, values)
    rows, columns = np.divmod(relief.places, SIZE[0])
    x, y = (columns - 150) / 60, (100 - rows) / 60
    well_inside = (np.abs(x) < 0.8) & (np.abs(y) < 0.3)
    assert np.abs(laid - x)[well_inside].max() < 0.15
    assert np.isnan(laid[(y > 0.62) & (y < 0.9) & (np.abs(x) < 0.8)]).all()
    nearest = nearest_numbers(layer, relief)
    assert np.abs(points[nearest, 0] - x)[well_inside].max() < 0.15


def test_a_picture_is_cut_out_or_laid_on_a_background() -> None:
    layer = draw(sheet(4_000), camera(), 2.0 / np.sqrt(4_000))
    relief = Relief.of(layer)
    grey = np.array([200, 200, 200], np.uint8)
    cut = relief.cut_out(grey)
    assert cut.shape == (200, 300, 4)
    assert cut[100, 150, 3] == 255
    assert cut[5, 5, 3] == 0
    background = np.full((200, 300, 3), 17, np.uint8)
    laid = relief.paint(grey, background)
    assert (laid[5, 5] == 17).all()
    assert (laid[100, 150] == cut[100, 150, :3]).all()
    assert (background == 17).all()
