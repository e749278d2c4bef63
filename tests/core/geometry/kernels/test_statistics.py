"""Compiled statistics and pair features against plain NumPy in double precision."""

import numpy as np
import pytest
import torch

from btp_core.geometry.neighbours import PointTree, nearest
from btp_core.geometry.statistics import STATISTICS, neighbourhood_statistics, pair_features
from tests.core.shapes_for_tests import box, dented_plate


def _reference(point, normal, around, facing):
    """One row of statistics, straight from their definitions."""
    offset = around - point
    radius = max(np.linalg.norm(offset, axis=1).max(), 1e-9)
    offset = offset / radius
    sign = 1.0 if normal[2] >= 0 else -1.0
    a = -1.0 / (sign + normal[2])
    first = np.array([1 + sign * normal[0] ** 2 * a, sign * normal[0] * normal[1] * a, 0])
    first[2] = -sign * normal[0]
    x, y, z = offset @ first, offset @ np.cross(normal, first), offset @ normal
    same = (facing @ normal > -0.3).astype(float)
    weight = same * (1 - 0.9 * (x**2 + y**2 + z**2))
    weight = weight / max(weight.sum(), 1e-6)
    basis = np.stack([x * x, x * y, y * y, x, y, np.ones_like(x)], axis=1)
    gram = basis.T @ (weight[:, None] * basis) + np.diag([1e-3] * 5 + [1e-6])
    fit = np.linalg.solve(gram, basis.T @ (weight * z))
    residual = z - basis @ fit
    rough = np.sqrt(weight @ residual**2 + 1e-6)
    bend = np.linalg.norm([fit[0] - fit[2], fit[1]])
    mx, my = weight @ x, weight @ y
    xx, yy, xy = weight @ x**2 - mx**2, weight @ y**2 - my**2, weight @ (x * y) - mx * my
    return {
        "larger curvature": fit[0] + fit[2] + bend,
        "smaller curvature": fit[0] + fit[2] - bend,
        "height over the fit": fit[5],
        "slope": np.hypot(fit[3], fit[4]),
        "roughness": rough,
        "deviation from a plane": np.sqrt(weight @ (z - weight @ z) ** 2 + 1e-6),
        "skew of the residuals": weight @ residual**3 / rough**3,
        "lowest residual": (residual * same).min(),
        "highest residual": (residual * same).max(),
        "lowest height": (z * same).min(),
        "highest height": (z * same).max(),
        "off-centre": np.hypot(mx, my),
        "opposite share": 1 - same.mean(),
        "spread of normals": weight @ (1 - facing @ normal),
        "convexity": weight @ ((facing - normal) * offset).sum(axis=1),
        "anisotropy": np.hypot(xx - yy, 2 * xy) / (xx + yy + 1e-6),
        "log radius": np.log(radius),
    }


def _case(name):
    rng = np.random.default_rng(4)
    points = {
        "plate": dented_plate(900)[0],
        "box": box(700),
        "a line": np.outer(np.linspace(0, 1, 60), [1.0, 2, 3]),
        "equal points": np.ones((40, 3)),
        "twice each": np.repeat(box(80), 2, axis=0),
    }[name].astype(np.float32)
    normals = rng.normal(size=points.shape) + np.array([0, 0, 2.0])
    normals[0], normals[7], normals[14] = np.eye(3)
    normals[21], normals[28], normals[35] = -np.eye(3)
    normals = (normals / np.linalg.norm(normals, axis=1, keepdims=True)).astype(np.float32)
    index = nearest(PointTree(points), points, 24)[1]
    tensors = [torch.from_numpy(x) for x in (points, normals, points, normals)]
    return points, normals, index, tensors


@pytest.mark.parametrize("name", ["plate", "box", "a line", "equal points", "twice each"])
def test_statistics_are_those_of_their_definitions(name):
    points, normals, index, tensors = _case(name)
    found = neighbourhood_statistics(*tensors, torch.from_numpy(index)).numpy()
    assert np.isfinite(found).all()
    exact = points.astype(np.float64), normals.astype(np.float64)
    for row in range(0, len(points), 7):
        near = index[row]
        wanted = _reference(exact[0][row], exact[1][row], exact[0][near], exact[1][near])
        expected = [wanted[each] for each in STATISTICS]
        np.testing.assert_allclose(found[row], expected, rtol=2e-5, atol=2e-6)


@pytest.mark.parametrize("name", ["plate", "a line", "equal points"])
def test_pair_features_are_those_of_their_definitions(name):
    points, normals, index, tensors = _case(name)
    found = pair_features(*tensors, torch.from_numpy(index)).numpy()
    offset = points[index].astype(np.float64) - points[:, None]
    radius = np.maximum(np.linalg.norm(offset, axis=2).max(axis=1), 1e-9)
    offset /= radius[:, None, None]
    height = (offset * normals[:, None]).sum(axis=2)
    distance = np.linalg.norm(offset, axis=2)
    other = normals[index].astype(np.float64)
    expected = [
        np.sqrt(np.maximum(distance**2 - height**2, 0)),
        height,
        distance,
        (other * normals[:, None]).sum(axis=2),
        (other * offset).sum(axis=2),
    ]
    # A root near zero magnifies what rounding leaves there.
    np.testing.assert_allclose(found, np.stack(expected, axis=2), atol=2e-6)


def test_threads_change_no_bit():
    *_, index, tensors = _case("plate")
    links = torch.from_numpy(index)
    for function in (neighbourhood_statistics, pair_features):
        one, three = (function(*tensors, links, workers).numpy() for workers in (1, 3))
        assert one.tobytes() == three.tobytes()


def test_no_rows_are_no_obstacle():
    *_, index, tensors = _case("box")
    none = [tensors[0][:0], tensors[1][:0], *tensors[2:]]
    assert neighbourhood_statistics(*none, torch.from_numpy(index[:0])).shape == (0, 17)
    assert pair_features(*none, torch.from_numpy(index[:0])).shape == (0, 24, 5)
