"""The search tree against looking at all pairs."""

import numpy as np
import pytest

from btp_core.geometry.neighbours import PointTree, nearest, nearest_within
from tests.core.shapes_for_tests import box, sphere

RNG = np.random.default_rng(0)
CLOUDS = {
    "sphere": sphere(3000),
    "box": box(2000),
    "one point": np.zeros((1, 3)),
    "equal points": np.ones((500, 3)),
    "a line": np.outer(np.arange(700.0), [1, 2, 3]),
    "a grid, full of ties": np.stack(np.meshgrid(*[np.arange(9.0)] * 3), -1).reshape(-1, 3),
    "a cluster and a far point": np.r_[RNG.normal(scale=1e-6, size=(900, 3)), [[1e6, 0, 0]]],
    "twice each": np.repeat(sphere(400), 2, axis=0),
}


def _by_all_pairs(points, queries, k):
    offset = queries[:, None].astype(np.float64) - points[None].astype(np.float64)
    squared = (offset[..., 0] ** 2 + offset[..., 1] ** 2) + offset[..., 2] ** 2
    order = np.argsort(squared, axis=1, kind="stable")[:, :k]
    return np.sqrt(np.take_along_axis(squared, order, axis=1)), order


@pytest.mark.parametrize("name", CLOUDS)
@pytest.mark.parametrize("k", [1, 3, 17, 150])
def test_the_nearest_are_those_of_all_pairs_and_ties_go_by_index(name, k):
    points = CLOUDS[name].astype(np.float32)
    k = min(k, len(points))
    queries = np.r_[points[::7], points[:5] + np.float32(0.37)]
    distance, index = PointTree(points).search(queries, k)
    expected, order = _by_all_pairs(points, queries, k)
    assert np.array_equal(index, order)
    assert np.array_equal(distance, expected)


def test_threads_change_no_bit():
    points = sphere(5000).astype(np.float32)
    tree = PointTree(points)
    one, three = (tree.search(points, 20, workers) for workers in (1, 3))
    assert one[0].tobytes() == three[0].tobytes()
    assert one[1].tobytes() == three[1].tobytes()


def test_what_lies_out_of_reach_is_not_found():
    points = box(1000)
    queries = np.r_[points[:50] + np.array([0.01, 0, 0]), [[50.0, 0, 0]]]
    hit, distance, index = nearest_within(PointTree(points), queries, 0.05)
    expected, order = _by_all_pairs(points, queries, 1)
    assert np.array_equal(hit, expected[:, 0] <= 0.05)
    assert hit[:50].all()
    assert np.array_equal(index[hit], order[hit, 0])
    assert np.isinf(distance[~hit]).all()
    assert (index[~hit] == 0).all()


def test_no_queries_are_no_obstacle():
    distance, index = nearest(PointTree(np.zeros((4, 3))), np.empty((0, 3), np.float32), 2)
    assert distance.shape == index.shape == (0, 2)


@pytest.mark.parametrize(
    "points", [np.empty((0, 3)), np.zeros((5, 2)), np.full((5, 3), np.nan), np.full((3, 3), np.inf)]
)
def test_points_that_make_no_tree_are_refused(points):
    with pytest.raises(ValueError, match="tree"):
        PointTree(points)


def test_queries_that_are_not_finite_are_refused():
    with pytest.raises(ValueError, match="finite"):
        PointTree(np.zeros((4, 3))).search(np.array([[0, np.nan, 0]]), 1)


def test_read_only_and_strided_arrays_are_taken():
    wide = np.repeat(sphere(100).astype(np.float32), 2, axis=1)
    points = wide[:, ::2]
    points.setflags(write=False)
    index = nearest(PointTree(points), points, 1)[1]
    assert np.array_equal(index[:, 0], np.arange(100))
