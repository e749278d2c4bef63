"""Compiled plane fits and signs against NumPy and SciPy."""

import numpy as np
import pytest
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree

from btp_core.geometry.neighbours import PointTree, nearest
from btp_core.geometry.normals import orient, plane_normals
from tests.core.shapes_for_tests import box, dented_plate, sphere

CLOUDS = {
    "sphere": sphere(1500),
    "box": box(1500),
    "plate": dented_plate(1500)[0],
    "flat": np.c_[np.random.default_rng(0).uniform(size=(300, 2)), np.zeros(300)],
}


@pytest.mark.parametrize("name", CLOUDS)
def test_planes_are_those_of_the_eigenvectors(name):
    points = CLOUDS[name].astype(np.float32)
    around = nearest(PointTree(points), points, 12)[1]
    patch = points[around].astype(np.float64)
    patch -= patch.mean(axis=1, keepdims=True)
    values, vectors = np.linalg.eigh(patch.transpose(0, 2, 1) @ patch)
    clear = values[:, 1] - values[:, 0] > 1e-3 * values[:, 2]
    assert clear.mean() > 0.95
    cosine = np.abs((plane_normals(points, around) * vectors[:, :, 0]).sum(axis=1))
    assert cosine[clear].min() > 1 - 1e-6


@pytest.mark.parametrize(
    "points", [np.ones((50, 3)), np.outer(np.arange(50.0), [1, 2, 3]), np.zeros((1, 3))]
)
def test_points_without_a_plane_get_some_normal(points):
    cloud = points.astype(np.float32)
    around = nearest(PointTree(cloud), cloud, 9)[1]
    normals = orient(cloud, plane_normals(cloud, around), around)
    np.testing.assert_allclose(np.linalg.norm(normals, axis=1), 1, atol=1e-6)


def _signs_by_scipy(points, normals, around):
    """Signs along SciPy's spanning tree, that of point 0 kept."""
    count, k = around.shape
    i, j = np.repeat(np.arange(count), k - 1), around[:, 1:].ravel()
    step = (points[j] - points[i]).astype(np.float64)
    climb = np.abs((step * normals[i]).sum(1)) + np.abs((step * normals[j]).sum(1))
    cosine = np.abs((normals[i] * normals[j]).sum(1))
    cost = 1.001 - cosine + 0.5 * climb / (np.linalg.norm(step, axis=1) + 1e-9)
    both = np.unique(np.sort(np.stack([i, j], 1), axis=1), axis=0, return_index=True)[1]
    tree = minimum_spanning_tree(coo_matrix((cost[both], (i[both], j[both])), (count, count)))
    order, before = breadth_first_order(tree, 0, directed=False)
    assert len(order) == count, "the test needs one piece"
    sign = np.ones(count)
    for each in order[1:]:
        parent = before[each]
        sign[each] = sign[parent] * (-1 if normals[each] @ normals[parent] < 0 else 1)
    return sign


@pytest.mark.parametrize("name", ["sphere", "box", "plate"])
def test_signs_are_those_along_the_spanning_tree(name):
    points = CLOUDS[name].astype(np.float32)
    around = nearest(PointTree(points), points, 9)[1]
    rng = np.random.default_rng(1)
    normals = plane_normals(points, around) * rng.choice([-1, 1], (len(points), 1))
    normals = normals.astype(np.float32)
    turned = (orient(points, normals, around) * normals).sum(axis=1)
    expected = _signs_by_scipy(points, normals, around)
    assert np.array_equal(np.sign(turned) * np.sign(turned[0]), expected)


def test_signs_do_not_depend_on_those_given():
    points = sphere(800).astype(np.float32)
    around = nearest(PointTree(points), points, 9)[1]
    normals = plane_normals(points, around)
    flips = np.random.default_rng(2).choice(np.float32([-1, 1]), (800, 1))
    assert np.array_equal(orient(points, normals, around), orient(points, normals * flips, around))


def test_threads_change_no_bit():
    points = sphere(3000).astype(np.float32)
    around = nearest(PointTree(points), points, 16)[1]
    one, three = (plane_normals(points, around, workers) for workers in (1, 3))
    assert one.tobytes() == three.tobytes()
