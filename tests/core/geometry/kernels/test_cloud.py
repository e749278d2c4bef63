"""Compiled moments and changes of frame against NumPy."""

import numpy as np
import pytest

from btp_core.geometry.canonical import canonical_pose, centred_and_scaled, cloud_moments
from tests.core.shapes_for_tests import dented_plate, rotation


@pytest.mark.parametrize("count", [1, 5, 4096, 9001])
@pytest.mark.parametrize("unit", [1.0, 1e-150, 1e100])
def test_moments_are_those_of_their_definitions(count, unit):
    points = unit * (dented_plate(count)[0] @ rotation(1) + [3, -2, 1])
    found = cloud_moments(points)
    centred = (points - points.mean(axis=0)) / unit
    radius = np.sqrt((centred**2).sum(axis=1)).max()
    rest = centred / (radius or 1.0)
    np.testing.assert_allclose(found.center / unit, points.mean(axis=0) / unit, rtol=1e-12)
    assert found.radius / unit == pytest.approx(radius, rel=1e-12)
    np.testing.assert_allclose(found.second, rest.T @ rest, atol=1e-10 * count)
    third = np.einsum("ni,nj,nk->ijk", rest, rest, rest)
    np.testing.assert_allclose(found.third, third, atol=1e-10 * count)


def test_equal_points_have_no_radius():
    moments = cloud_moments(np.full((700, 3), 0.1))
    assert moments.radius < 1e-15
    assert np.isfinite(moments.second).all()


def test_threads_change_no_bit():
    points = dented_plate(20_000)[0]
    for function in (
        lambda workers: cloud_moments(points, workers).third,
        lambda workers: canonical_pose(points, workers).apply(points, workers),
        lambda workers: centred_and_scaled(points, 0.3, workers),
    ):
        assert function(1).tobytes() == function(3).tobytes()


def test_centred_and_scaled_is_what_it_says():
    points = dented_plate(500)[0] + 1e5
    expected = (points - points.mean(axis=0)) / 0.25
    np.testing.assert_allclose(centred_and_scaled(points, 0.25), expected, atol=1e-4)
