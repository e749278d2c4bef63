"""Which point is under the cursor, for a camera made by hand."""

from __future__ import annotations

import numpy as np

from app.viewport import pick_grid
from app.viewport.pick_grid import LEAST_POINTS, REACH_PIXELS, make_pick_grid
from app.viewport.picking import nearest_on_screen

# Looking along -z: x to the right, y up, both from -1 to 1 over a view of 200 x 100 pixels.
PARALLEL = np.diag([1.0, 1.0, -0.1, 1.0])
AWAY = np.array([0.0, 0.0, -1.0])
SIZE = (200, 100)


def pick(points: list[list[float]], at: tuple[float, float], matrix=PARALLEL) -> int | None:
    return nearest_on_screen(np.array(points, dtype=np.float32), matrix, AWAY, SIZE, at, 1.0)


def test_the_nearest_point_on_the_screen_is_picked():
    points = [[0.0, 0.0, 0.0], [0.02, 0.0, 0.0], [0.5, 0.5, 0.0]]
    assert pick(points, (100, 50)) == 0
    assert pick(points, (102.4, 50)) == 1
    assert pick(points, (150, 25)) == 2


def test_empty_space_picks_nothing():
    assert pick([[0.0, 0.0, 0.0]], (130, 50)) is None


def test_what_lies_in_front_wins_over_what_lies_nearer_to_the_cursor():
    # The second point is right under the cursor, but on the far side of the part.
    assert pick([[0.03, 0.0, 1.0], [0.0, 0.0, -1.0]], (100, 50)) == 0


def test_points_that_are_drawn_large_hide_what_is_behind_them():
    points = np.array([[0.12, 0.0, 1.0], [0.0, 0.0, -1.0]], dtype=np.float32)
    asked = points, PARALLEL, AWAY, SIZE, (100, 50), 1.0
    assert nearest_on_screen(*asked) == 1
    assert nearest_on_screen(*asked, reach=15.0) == 0


def test_points_behind_the_eye_are_never_picked():
    perspective = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, -1, -0.2], [0, 0, -1, 0.0]])
    assert pick([[0.0, 0.0, 2.0]], (100, 50), perspective) is None
    assert pick([[0.0, 0.0, 2.0], [0.0, 0.0, -3.0]], (100, 50), perspective) == 1


def test_the_grid_finds_what_looking_at_every_point_finds(monkeypatch):
    rng = np.random.default_rng(5)
    count = 40_000  # some in each of the cells that the sphere meets; looking at all is quick
    monkeypatch.setattr(pick_grid, "LEAST_POINTS", count)
    points = rng.normal(size=(count, 3)).astype(np.float32)
    points *= 0.8 / np.linalg.norm(points, axis=1, keepdims=True)
    grid = make_pick_grid(points)
    assert np.array_equal(np.sort(grid.order), np.arange(len(points)))
    perspective = np.array([[1, 0, 0, 0], [0, 2, 0, 0], [0, 0, -1, 1.0], [0, 0, -1, 2.0]])
    for matrix in (PARALLEL, perspective):
        for at in rng.uniform([0, 0], SIZE, size=(25, 2)):
            for reach in (REACH_PIXELS, 20.0):
                asked = points, matrix, AWAY, SIZE, tuple(at), 1.0
                every = nearest_on_screen(*asked, reach=reach)
                assert nearest_on_screen(*asked, reach=reach, grid=grid) == every
    looked_at = grid.near(PARALLEL, SIZE, (100.0, 50.0), REACH_PIXELS)
    assert 0 < len(looked_at) < len(points) / 4


def test_small_and_flat_clouds_are_no_trouble_for_the_grid():
    assert make_pick_grid(np.zeros((10, 3), dtype=np.float32)) is None
    grid = make_pick_grid(np.zeros((LEAST_POINTS, 3), dtype=np.float32))
    assert len(grid.centers) == 1


def test_points_outside_the_clipping_box_are_not_picked():
    points = np.array([[0.0, 0.0, 1.0], [0.0, 0.0, -1.0]], dtype=np.float32)
    below = np.array([[-2.0, -2, -2], [2, 2, 0]])
    found = nearest_on_screen(points, PARALLEL, AWAY, SIZE, (100, 50), 1.0, bounds=below)
    assert found == 1
