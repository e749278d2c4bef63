import numpy as np
import pytest

from btp_core.geometry.neighbours import PointTree, inverse_distance_weights, nearest
from btp_core.geometry.normals import orient, plane_normals
from tests.core.shapes_for_tests import box, sphere


def _normals(points):
    tree = PointTree(points)
    _, around = nearest(tree, points, 16)
    return orient(points, plane_normals(points, around), around[:, :9])


def test_normals_of_a_sphere_point_outward():
    points = sphere().astype(np.float32)
    assert ((_normals(points) * points).sum(axis=1) > 0.95).mean() > 0.99


def test_normals_of_a_box_point_outward_on_every_face():
    points = box(12_000).astype(np.float32)
    normals = _normals(points)
    for axis, half in enumerate((1.5, 1.0, 0.5)):
        face = np.isclose(np.abs(points[:, axis]), half, atol=1e-4)
        inner = np.abs(np.delete(points, axis, axis=1)) < np.delete([1.3, 0.8, 0.3], axis)
        face &= inner.all(axis=1)
        assert (np.sign(points[face, axis]) * normals[face, axis]).mean() > 0.97


def test_two_pieces_are_oriented_each_on_its_own():
    one = sphere(2000)
    points = np.concatenate([one, sphere(2000, seed=1) + np.array([10, 0, 0])]).astype(np.float32)
    centre = np.repeat([[0.0, 0, 0], [10, 0, 0]], 2000, axis=0)
    assert ((_normals(points) * (points - centre)).sum(axis=1) > 0.9).mean() > 0.98


def test_nearest_repeats_neighbours_when_there_are_too_few():
    points = sphere(3).astype(np.float32)
    distance, index = nearest(PointTree(points), points, 5)
    assert distance.shape == index.shape == (3, 5)
    assert (index[:, 3] == index[:, 2]).all()


def test_weights_sum_to_one_even_on_a_point_itself():
    weights = inverse_distance_weights(np.array([[0.0, 1.0, 2.0], [0.0, 0.0, 0.0]], np.float32))
    assert weights.sum(axis=1) == pytest.approx([1.0, 1.0])
    assert weights[0, 0] > 0.999
