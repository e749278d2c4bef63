from __future__ import annotations

import numpy as np
import pytest

from btp_core.rendering.camera import (
    candidate_directions,
    choose_closeup,
    choose_direction,
    choose_overviews,
    overview,
    round_length,
    seen_from,
    view_axes,
    visible,
)
from tests.core.rendering.results import sphere


def test_axes_are_right_handed_and_orthonormal() -> None:
    for direction in candidate_directions():
        axes = view_axes(direction).astype(float)
        assert np.allclose(axes @ axes.T, np.eye(3), atol=1e-6)
        assert np.linalg.det(axes) > 0.999


def test_half_of_a_sphere_is_visible() -> None:
    points = sphere(8000).points.astype(np.float32)
    view = overview(view_axes(np.array([0.0, -1.0, 0.0])), points)
    seen = visible(points, view)
    assert seen[points[:, 1] < -3].all()
    assert seen[points[:, 1] > 5].mean() < 0.1


def test_the_first_view_shows_the_hot_points_and_the_second_what_it_hides() -> None:
    points = sphere(8000).points.astype(np.float32)
    for axis, side in [(0, 1), (0, -1), (1, 1), (2, -1)]:
        hot = side * points[:, axis] > 9
        first, second = choose_overviews(points, hot)
        assert visible(points, first)[hot].mean() > 0.9
        assert (visible(points, first) | visible(points, second)).mean() > 0.75


def test_a_close_up_looks_at_its_region_from_outside() -> None:
    points = sphere(8000).points.astype(np.float32)
    region = points[points[:, 2] < -9.5]
    view = choose_closeup(points, region, diagonal=34.6)
    assert visible(points, overview(view.axes, points))[points[:, 2] < -9.5].mean() > 0.9
    inside = np.abs(view.project(region)[:, :2]) <= view.half_size
    assert inside.all()


@pytest.mark.parametrize(
    ("longest", "length"),
    [(1, 1), (1.99, 1), (2, 2), (4.9, 2), (7, 5), (0.03, 0.02), (1e-9, 1e-9), (99, 50), (1e7, 1e7)],
)
def test_scale_bars_have_round_lengths(longest: float, length: float) -> None:
    assert round_length(longest) == pytest.approx(length)


def test_the_worst_place_is_looked_at_and_never_from_behind() -> None:
    """A plate whose underside has a scratch: from above, where most is seen, it is hidden."""
    rng = np.random.default_rng(0)
    top = np.column_stack([rng.uniform(-50, 50, (20_000, 2)), np.full(20_000, 3.0)])
    under = np.column_stack([rng.uniform(-50, 50, (4_000, 2)), np.zeros(4_000)])
    scratch = under[(np.abs(under[:, 0]) < 2) & (np.abs(under[:, 1]) < 20)]
    positions = np.vstack([top, under]).astype(np.float32)
    direction = choose_direction(positions, scratch.astype(np.float32))
    assert direction[2] < -0.3
    shown, facing = seen_from(positions, scratch.astype(np.float32), direction[None])
    assert shown[0] > 0.9
    assert facing[0] > 0.3
