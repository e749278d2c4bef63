"""Where the camera goes to show a place."""

from __future__ import annotations

import numpy as np
import pytest
import pyvista as pv

from app.viewport.camera import frame_place, surface_normal

TOP, FRONT = np.array([0.0, 0.0, 10.0]), np.array([0.0, -20.0, 0.0])


def box(count: int = 20_000) -> np.ndarray:
    """Points on a box of 60 x 40 x 20 around the origin."""
    rng = np.random.default_rng(0)
    points = rng.uniform(-1, 1, (count, 3))
    side = rng.integers(0, 3, count)
    points[np.arange(count), side] = rng.choice([-1.0, 1.0], count)
    return np.asarray(points * [30, 20, 10], dtype=np.float32)


def view_of(target: np.ndarray, seen_from: tuple[float, float, float]) -> np.ndarray:
    """Unit vector from the place to the camera that was sent there."""
    camera = pv.Camera()
    camera.position, camera.focal_point, camera.up = seen_from, (0.0, 0.0, 0.0), (0.0, 0.0, 1.0)
    frame_place(camera, target, 4.0, 37.0, box())
    assert np.allclose(camera.focal_point, target)
    direction = np.asarray(camera.position) - target
    direction /= np.linalg.norm(direction)
    assert abs(float(np.asarray(camera.up) @ direction)) < 0.96
    return np.asarray(direction)


@pytest.mark.parametrize("target", [TOP, FRONT])
def test_a_surface_is_not_seen_at_a_grazing_angle(target: np.ndarray) -> None:
    outward = target / np.linalg.norm(target)
    seen_from = np.array([100.0, -6.0, 6.0])
    assert seen_from @ outward > 0
    assert seen_from @ outward < 0.1 * np.linalg.norm(seen_from)
    assert view_of(target, tuple(seen_from)) @ outward > 0.9


def test_a_view_that_shows_the_surface_well_is_kept() -> None:
    seen_from = np.array([40.0, -40.0, 60.0])
    assert view_of(TOP, tuple(seen_from)) == pytest.approx(
        seen_from / np.linalg.norm(seen_from), abs=1e-6
    )


def test_only_a_flat_piece_has_a_normal() -> None:
    rng = np.random.default_rng(1)
    flat = np.column_stack([rng.uniform(-1, 1, (200, 2)), rng.normal(0, 0.02, 200)])
    normal = surface_normal(flat.astype(np.float32))
    assert normal is not None
    assert abs(normal[2]) > 0.99
    assert surface_normal(rng.normal(0, 1, (200, 3)).astype(np.float32)) is None
    assert surface_normal(flat[:5].astype(np.float32)) is None
