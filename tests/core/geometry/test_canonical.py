import numpy as np
import pytest

from btp_core.geometry.canonical import canonical_pose
from tests.core.shapes_for_tests import dented_plate, rotation


@pytest.mark.parametrize("seed", range(4))
def test_pose_cancels_rotation_shift_and_unit(seed):
    points, _ = dented_plate()
    moved = 1000.0 * points @ rotation(seed).T + [5e3, -2e4, 7.0]
    first, second = canonical_pose(points), canonical_pose(moved)
    assert np.allclose(first.apply(points), second.apply(moved), atol=1e-5)


def test_axes_are_a_rotation_and_points_fill_the_unit_ball():
    points, _ = dented_plate()
    pose = canonical_pose(points)
    assert np.allclose(pose.axes.T @ pose.axes, np.eye(3), atol=1e-9)
    assert np.linalg.det(pose.axes) == pytest.approx(1.0)
    assert np.linalg.norm(pose.apply(points), axis=1).max() == pytest.approx(1.0, abs=1e-6)


def test_a_mirrored_part_keeps_its_handedness():
    points, _ = dented_plate()
    mirrored = points * [1, -1, 1]
    first, second = canonical_pose(points), canonical_pose(mirrored)
    assert not np.allclose(first.apply(points), second.apply(mirrored), atol=1e-3)
