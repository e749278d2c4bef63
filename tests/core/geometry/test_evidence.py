"""A part compared with itself, and open rims."""

import numpy as np
import pytest

from btp_core.base.arrays import Float64Array, IntArray
from btp_core.geometry.canonical import random_rotation
from btp_core.geometry.evidence import EVIDENCE
from btp_core.geometry.neighbours import PointTree, nearest
from btp_core.geometry.normals import orient, plane_normals
from btp_core.geometry.pyramid import Pyramid, PyramidSettings, build_pyramid
from btp_core.geometry.rims import RIM_FEATURES, rim_features
from btp_core.geometry.self_maps import SelfMap, find_self_maps

SMALL = PyramidSettings(fine=6000, working=3000, local=900, patches=96, evidence=True)
NEAR = EVIDENCE.index("least deviation, near")
MAPS = EVIDENCE.index("number of maps")


def bridge(
    count: int = 9000, dent: float = 0.0, seed: int = 0
) -> tuple[Float64Array, Float64Array]:
    """A plate with a hump on each side, the same but for a dent on one; points, from the dent."""
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(-2, 2, count), rng.uniform(-1, 1, count)
    z = 0.5 * np.exp(-(((np.abs(x) - 1.2) / 0.3) ** 2) - ((y - 0.2) / 0.4) ** 2) + 0.2 * y**2
    away = np.hypot(x - 0.5, y + 0.5)
    z = z - dent * np.exp(-((away / 0.3) ** 2))
    return np.stack([x, y, z], axis=1), away


def maps_of(pyramid: Pyramid) -> list[SelfMap]:
    points = pyramid.local_points.numpy()
    tree = PointTree(points)
    spacing = float(nearest(tree, points, 5)[0][:, 1:].mean())
    looks = pyramid.local_statistics.numpy()
    return find_self_maps(points, pyramid.local_normals.numpy(), tree, looks, spacing)


def test_finds_the_mirror_plane_of_a_mirrored_part_in_any_pose() -> None:
    points, _ = bridge()
    turn = random_rotation(np.random.default_rng(3))
    for moved in (points, 30 * points @ turn.T + 100):
        maps = maps_of(build_pyramid(moved, SMALL))
        assert maps
        best = maps[0]
        assert np.linalg.det(best.linear) == pytest.approx(-1)
        assert best.share > 0.9
        np.testing.assert_allclose(best.linear @ best.linear.T, np.eye(3), atol=1e-9)


def test_the_same_surface_gives_the_same_maps() -> None:
    pyramid = build_pyramid(bridge()[0], SMALL)
    first, second = maps_of(pyramid), maps_of(pyramid)
    assert [m.linear.tobytes() for m in first] == [m.linear.tobytes() for m in second]


def test_a_lopsided_part_has_no_maps_and_no_evidence_of_them() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.uniform(-2, 2, 9000), rng.uniform(-1, 1, 9000)
    z = 0.4 * np.sin(2 * x + 0.7 * x**2) + 0.3 * np.sin(3 * y + x) + 0.2 * y**3
    pyramid = build_pyramid(np.stack([x, y, z], axis=1), SMALL)
    if not maps_of(pyramid):
        assert not pyramid.evidence[:, : NEAR + 1].any()
    else:
        assert maps_of(pyramid)[0].share < 0.75


def test_a_dent_deviates_from_its_mirror_image_and_the_rest_does_not() -> None:
    points, away = bridge(dent=0.1)
    pyramid = build_pyramid(points, SMALL)
    deviation = pyramid.evidence[:, NEAR].numpy()
    index = pyramid.working_index.numpy()
    dented = away[index] < 0.25
    image = np.hypot(points[index, 0] + 0.5, points[index, 1] + 0.5) < 0.25
    # An open sheet has no outside, so the sign of both is open; that they differ is not.
    assert deviation[dented].mean() * deviation[image].mean() < -2.0
    rest = deviation[(away[index] > 0.8) & ~image & (points[index, 0] > 0)]
    assert np.abs(deviation[dented]).mean() > 4 * np.abs(rest).mean()


def test_evidence_is_the_same_in_any_pose() -> None:
    points, _ = bridge(dent=0.1)
    turn = random_rotation(np.random.default_rng(5))
    first = build_pyramid(points, SMALL)
    second = build_pyramid(7 * points @ turn.T - 3, SMALL)
    difference = (first.evidence - second.evidence).abs()
    assert float(difference[:, MAPS].max()) == 0
    assert float(difference[:, NEAR].median()) < 0.05


def test_no_evidence_unless_asked_for() -> None:
    plain = PyramidSettings(fine=6000, working=3000, local=900, patches=96)
    assert build_pyramid(bridge()[0], plain).evidence.shape[1] == 0


def sheet(hole: float, seed: int = 0) -> tuple[Float64Array, Float64Array]:
    """A square sheet of unit spacing with a round hole; points and distance from its middle."""
    rng = np.random.default_rng(seed)
    grid = np.stack(np.meshgrid(np.arange(60.0), np.arange(60.0)), axis=-1).reshape(-1, 2)
    flat = grid + rng.uniform(-0.2, 0.2, grid.shape)
    away = np.linalg.norm(flat - 29.5, axis=1)
    flat, away = flat[away > hole], away[away > hole]
    return np.concatenate([flat, np.zeros((len(flat), 1))], axis=1), away


def rims(points: Float64Array) -> np.ndarray:
    cloud = points.astype(np.float32)
    tree = PointTree(cloud)
    around: IntArray = nearest(tree, cloud, 13)[1]
    normals = orient(cloud, plane_normals(cloud, around), around[:, :9])
    return rim_features(cloud, normals, tree, around[:, 1:])


def test_the_rim_of_a_hole_is_near_round_and_small() -> None:
    points, away = sheet(hole=6.0)
    features = rims(points)
    at_hole = away < 7.0
    border = (points[:, :2].min(axis=1) < 0.5) & (np.abs(points[:, :2] - 29.5).min(axis=1) < 15)
    inside = (away > 15) & (np.abs(points[:, :2] - 29.5).max(axis=1) < 20)
    near, size, bend, round_ = (
        features[:, RIM_FEATURES.index(name)]
        for name in (
            "nearness of a rim",
            "size of the rim",
            "bend of the rim",
            "roundness of the rim",
        )
    )
    assert near[at_hole].mean() > 0.7
    assert near[border].mean() > 0.7
    assert near[inside].mean() < 0.2
    assert size[border].mean() > size[at_hole].mean() + 1
    assert bend[at_hole].mean() > 2 * bend[border].mean()
    assert 0.3 < round_[at_hole].mean() < 1.0


def test_a_closed_surface_has_no_rim() -> None:
    # Even like the working points, with some chance in it.
    turn = np.pi * (1 + 5**0.5) * np.arange(5000)
    height = 1 - 2 * (np.arange(5000) + 0.5) / 5000
    flat = np.sqrt(1 - height**2)
    ball = 20 * np.stack([flat * np.cos(turn), flat * np.sin(turn), height], axis=1)
    ball += np.random.default_rng(0).normal(scale=0.15, size=ball.shape)
    features = rims(ball)
    assert (features[:, RIM_FEATURES.index("nearness of a rim")] > 0.5).mean() < 0.02
