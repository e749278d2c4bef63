"""Compiled thinning against NumPy's sorting."""

import numpy as np
import pytest

from btp_core.geometry.thinning import farthest_points, one_per_voxel, spatial_order, thin_to
from tests.core.shapes_for_tests import box, sphere


def _by_sorting(points, size):
    cells = np.floor((points - points.min(axis=0)) / np.float32(size)).astype(np.int64)
    _, voxel = np.unique(cells, axis=0, return_inverse=True)
    chosen = []
    for each in range(voxel.max() + 1):
        members = np.flatnonzero(voxel == each)
        mean = points[members].astype(np.float64).mean(axis=0)
        offset = np.round(((points[members] - mean) ** 2).sum(axis=1) / size**2, 6)
        x, y, z = points[members].T
        chosen.append(members[np.lexsort((members, z, y, x, offset))[0]])
    return np.sort(chosen)


@pytest.mark.parametrize("size", [0.02, 0.1, 0.5, 50.0])
@pytest.mark.parametrize("cloud", [sphere(3000), box(3000), np.repeat(box(500), 3, axis=0)])
def test_one_per_voxel_is_that_of_sorting(cloud, size):
    points = cloud.astype(np.float32)
    assert np.array_equal(one_per_voxel(points, size), _by_sorting(points, size))


def test_a_voxel_a_point_keeps_all_of_many():
    # More voxels than were expected: the table has to grow several times.
    points = np.stack(np.meshgrid(*[np.arange(24.0)] * 3), -1).reshape(-1, 3).astype(np.float32)
    assert np.array_equal(one_per_voxel(points, 0.5), np.arange(24**3))


def test_equal_points_and_one_point_thin_to_one():
    assert one_per_voxel(np.ones((300, 3), np.float32), 0.1).tolist() == [0]
    assert one_per_voxel(np.ones((1, 3), np.float32), 0.1).tolist() == [0]
    assert thin_to(np.ones((300, 3), np.float32), 10).tolist() == [0]


def _codes(points):
    extent = float(np.ptp(points, axis=0).max())
    cells = np.minimum((points - points.min(axis=0)) / extent * 1024, 1023).astype(np.int64)
    code = np.zeros(len(points), dtype=np.int64)
    for bit in range(10):
        for axis in range(3):
            code |= ((cells[:, axis] >> bit) & 1) << (3 * bit + axis)
    return code


@pytest.mark.parametrize(
    "cloud",
    [
        sphere(4000),
        np.r_[sphere(3000), [[5000.0, 0, 0]]],  # nearly all in one cell
        np.repeat(box(300), 5, axis=0),
    ],
)
def test_spatial_order_is_by_code_then_coordinates_then_number(cloud):
    points = cloud.astype(np.float32)
    expected = np.lexsort((points[:, 2], points[:, 1], points[:, 0], _codes(points)))
    assert np.array_equal(spatial_order(points), expected)


@pytest.mark.parametrize("count", [5, 16, 37, 500])
def test_farthest_points_are_those_of_looking_at_all(count):
    points = box(count).astype(np.float32)
    distance = ((points - points.mean(axis=0)) ** 2).sum(axis=1)
    expected, gap = [int(distance.argmax())], np.full(count, np.inf)
    for _ in range(min(count, 40) - 1):
        gap = np.minimum(gap, ((points - points[expected[-1]]).astype(np.float64) ** 2).sum(axis=1))
        expected.append(int(gap.argmax()))
    assert farthest_points(points, 40).tolist() == expected
