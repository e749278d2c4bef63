import numpy as np
import pytest
import torch

from btp_core.geometry.neighbours import PointTree, nearest
from btp_core.geometry.statistics import (
    STATISTICS,
    neighbourhood_statistics,
    pair_features,
)
from tests.core.shapes_for_tests import rotation, sphere


def _on_sphere(radius, turn=None, k=24):
    turned = sphere(4000) if turn is None else sphere(4000) @ turn.T
    points = (turned * radius).astype(np.float32)
    normals = (points / radius).astype(np.float32)
    index = torch.from_numpy(nearest(PointTree(points), points[:200], k)[1])
    tensors = [torch.from_numpy(x) for x in (points[:200], normals[:200], points, normals)]
    return tensors, index


def test_curvature_of_a_sphere():
    tensors, index = _on_sphere(1.0)
    found = neighbourhood_statistics(*tensors, index)
    radius = found[:, STATISTICS.index("log radius")].exp()
    # The height of a unit sphere over its tangent plane is -x^2 / 2 - y^2 / 2; with lengths over
    # the radius r the sum of the two coefficients is -r.
    for name in ("larger curvature", "smaller curvature"):
        curvature = found[:, STATISTICS.index(name)] / radius
        assert curvature.median().item() == pytest.approx(-1.0, abs=0.15)
    assert found[:, STATISTICS.index("roughness")].max() < 0.02


def test_statistics_do_not_depend_on_pose_and_only_the_radius_on_scale():
    first = neighbourhood_statistics(*_on_sphere(1.0)[0], _on_sphere(1.0)[1])
    tensors, index = _on_sphere(7.0, rotation(3))
    second = neighbourhood_statistics(*tensors, index)
    radius = STATISTICS.index("log radius")
    assert torch.allclose(second[:, radius] - first[:, radius], torch.tensor(7.0).log(), atol=1e-3)
    keep = [i for i in range(len(STATISTICS)) if i != radius]
    # Rounding may swap the farthest neighbour of a point for another.
    close = (first[:, keep] - second[:, keep]).abs() < 2e-2
    assert close.float().mean() > 0.99


def test_the_opposite_side_of_a_thin_wall_is_left_out():
    grid = np.stack(np.meshgrid(np.linspace(0, 1, 20), np.linspace(0, 1, 20)), -1).reshape(-1, 2)
    top = np.c_[grid, np.zeros(400)]
    points = np.concatenate([top, top - [0, 0, 0.02]]).astype(np.float32)
    normals = np.repeat([[0, 0, 1.0], [0, 0, -1.0]], 400, axis=0).astype(np.float32)
    index = torch.from_numpy(nearest(PointTree(points), points, 30)[1])
    p, n = torch.from_numpy(points), torch.from_numpy(normals)
    found = neighbourhood_statistics(p, n, p, n, index)
    assert found[:, STATISTICS.index("roughness")].max() < 1.1e-3
    assert found[:, STATISTICS.index("opposite share")].median() > 0.3


def test_pair_features_are_invariant_under_rotation_and_scale():
    tensors, index = _on_sphere(1.0)
    first = pair_features(*tensors, index)
    tensors, _ = _on_sphere(4.0, rotation(5))
    assert torch.allclose(first, pair_features(*tensors, index), atol=1e-3)
    assert first[..., 2].max() <= 1.0 + 1e-6
