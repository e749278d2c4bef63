import numpy as np
import pytest

from btp_core.geometry.thinning import farthest_points, one_per_voxel, spatial_order, thin_to
from tests.core.shapes_for_tests import box, sphere


@pytest.mark.parametrize("target", [300, 1000, 5000])
def test_thin_to_comes_close_to_the_target(target):
    points = sphere(20_000).astype(np.float32)
    chosen = thin_to(points, target)
    assert abs(len(chosen) - target) <= 0.1 * target
    assert len(np.unique(chosen)) == len(chosen)


def test_thin_to_keeps_small_clouds_whole():
    assert np.array_equal(thin_to(sphere(50).astype(np.float32), 64), np.arange(50))


def test_thinning_ignores_the_order_of_points():
    points = box(5000).astype(np.float32)
    shuffle = np.random.default_rng(1).permutation(len(points))
    first = points[thin_to(points, 500)]
    second = points[shuffle][thin_to(points[shuffle], 500)]
    assert {tuple(p) for p in first} == {tuple(p) for p in second}


def test_one_point_survives_per_voxel():
    points = np.array([[0.1, 0, 0], [0.2, 0, 0], [0.3, 0, 0], [5, 0, 0]], np.float32)
    assert one_per_voxel(points, 1.0).tolist() == [1, 3]


def test_farthest_points_are_spread_out():
    points = sphere(3000).astype(np.float32)
    chosen = points[farthest_points(points, 100)]
    gaps = np.linalg.norm(chosen[:, None] - chosen[None], axis=2)
    np.fill_diagonal(gaps, np.inf)
    # A hundred discs of this radius must fit on the sphere without much overlap.
    assert gaps.min() > 0.25


def test_spatial_order_is_a_permutation_that_keeps_neighbours_close():
    points = box(3000).astype(np.float32)
    order = spatial_order(points)
    assert np.array_equal(np.sort(order), np.arange(3000))
    steps = np.linalg.norm(np.diff(points[order], axis=0), axis=1).mean()
    assert steps < 0.2 * np.linalg.norm(np.diff(points, axis=0), axis=1).mean()
