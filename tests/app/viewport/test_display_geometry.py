from __future__ import annotations

import numpy as np
import pytest

from app.viewport.geometry import prepare_geometry
from app.viewport.reduction import cluster_faces
from app.viewport.spacing import SUPPORT_POINTS, local_spacing
from btp_core.base.errors import ScanGeometryError
from btp_core.scans.scan import Scan

RNG = np.random.default_rng(3)


def grid_mesh(side: int) -> tuple[np.ndarray, np.ndarray]:
    x, y = np.meshgrid(np.arange(side, dtype=float), np.arange(side, dtype=float))
    points = np.stack([x.ravel(), y.ravel(), np.zeros(side * side)], axis=1)
    corner = (np.arange(side - 1)[:, None] * side + np.arange(side - 1)).ravel()
    lower = np.stack([corner, corner + 1, corner + side], axis=1)
    upper = np.stack([corner + 1, corner + side + 1, corner + side], axis=1)
    return points, np.concatenate([lower, upper]).astype(np.int64)


def test_large_coordinates_keep_their_millimetres() -> None:
    points = RNG.normal(size=(500, 3)) + np.array([5e6, 4e7, 0])
    geometry = prepare_geometry(Scan(points))
    assert geometry.points.dtype == np.float32
    restored = geometry.points.astype(np.float64) + geometry.offset
    assert np.abs(restored - points).max() < 1e-6
    assert np.abs(geometry.points).max() <= geometry.radius


def test_points_without_coordinates_are_left_out_and_scores_follow() -> None:
    points = RNG.normal(size=(50, 3))
    points[[3, 10]] = np.nan
    points[20, 1] = np.inf
    geometry = prepare_geometry(Scan(points))
    assert geometry.n_shown == 47
    assert geometry.n_file_points == 50
    scores = np.arange(50, dtype=np.float32)
    assert set(scores) - set(geometry.select(scores)) == {3, 10, 20}


def test_faces_at_points_without_coordinates_are_left_out() -> None:
    points, faces = grid_mesh(4)
    points[5] = np.nan
    geometry = prepare_geometry(Scan(points, faces))
    assert geometry.faces is not None
    assert len(geometry.faces) == (~(faces == 5).any(axis=1)).sum()
    corners = geometry.points[geometry.faces].astype(float) + geometry.offset
    expected = points[faces[~(faces == 5).any(axis=1)]]
    assert np.allclose(corners, expected)


def test_nothing_finite_is_a_typed_error() -> None:
    with pytest.raises(ScanGeometryError):
        prepare_geometry(Scan(np.full((5, 3), np.nan)))


def test_one_point_can_be_shown() -> None:
    geometry = prepare_geometry(Scan(np.array([[1.0, 2.0, 3.0]])))
    assert geometry.n_shown == 1
    assert geometry.radius > 0
    assert geometry.spacing is not None
    assert (geometry.spacing > 0).all()


@pytest.mark.parametrize("count", [4000, SUPPORT_POINTS + 5000])
def test_spacing_is_the_side_of_the_square_that_a_point_has_to_itself(count: int) -> None:
    points = RNG.normal(size=(count, 3))
    points = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    expected = np.sqrt(4 * np.pi / count)
    assert np.median(local_spacing(points)) == pytest.approx(expected, rel=0.1)


def test_spacing_follows_the_density_from_place_to_place() -> None:
    dense = np.column_stack([RNG.uniform(0, 1, (16_000, 2)), np.zeros(16_000)])
    thin = np.column_stack([RNG.uniform(2, 3, (1_000, 2)), np.zeros(1_000)])
    spacing = local_spacing(np.vstack([dense, thin]).astype(np.float32))
    assert np.median(spacing[16_000:]) == pytest.approx(4 * np.median(spacing[:16_000]), rel=0.15)


def test_equal_points_have_a_spacing() -> None:
    assert (local_spacing(np.ones((40, 3), dtype=np.float32)) > 0).all()


def test_large_meshes_have_a_coarse_version_over_the_same_ground() -> None:
    points, faces = grid_mesh(300)
    index, coarse = cluster_faces(points.astype(np.float32), faces)
    assert index is not None
    assert coarse is not None
    assert len(coarse) < len(faces) / 4
    kept = points[index]
    assert coarse.max() < len(kept)
    a, b, c = (kept[coarse[:, corner]] for corner in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2
    assert area == pytest.approx(299 * 299, rel=0.05)


def test_small_meshes_are_drawn_whole() -> None:
    points, faces = grid_mesh(10)
    assert cluster_faces(points.astype(np.float32), faces) == (None, None)
