"""Scans of known pose on a bracket without symmetry."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float64Array
from btp_core.geometry.registration.poses import RigidPose, even_rotations
from btp_core.geometry.registration.register import Registration, register
from btp_core.geometry.registration.source import prepare_source
from btp_core.geometry.registration.target import RegistrationTarget, fit_normals
from tests.core.designs.bracket import NOISE, pose, surface


@pytest.fixture(scope="module")
def target() -> RegistrationTarget:
    points = surface(seed=50)
    tree = cKDTree(points)
    return RegistrationTarget(points, fit_normals(points, tree, points, 12), 0.7)


def turned(points: Float64Array, seed: int) -> Float64Array:
    rotation, shift = pose(seed)
    noise = np.random.default_rng(seed).normal(0.0, NOISE, points.shape)
    return (points + noise) @ rotation.T + shift


def registered(target: RegistrationTarget, points: Float64Array, workers: int = 1) -> Registration:
    source = prepare_source(points, target.spacing, target.coarse_spacing, workers)
    return register(target, source, workers=workers)


def error(found: Registration, seed: int) -> float:
    """Largest distance of the target's corners from where they belong, mm."""
    rotation, shift = pose(seed)
    back = RigidPose(rotation.T, -rotation.T @ shift)
    corners = np.array([[0.0, 0.0, 0.0], [60.0, 40.0, 34.0], [60.0, 0.0, 0.0]]) @ rotation.T + shift
    return float(np.abs(found.pose.apply(corners) - back.apply(corners)).max())


@pytest.mark.parametrize("seed", range(4))
def test_a_known_pose_is_found(target: RegistrationTarget, seed: int) -> None:
    found = registered(target, turned(surface(seed=seed), seed))
    assert error(found, seed) < 0.1
    assert found.fit > 0.95
    assert found.seen > 0.95
    assert found.margin > 0.1


@pytest.mark.parametrize("seed", [3, 8])
def test_a_scan_from_above_alone_is_found(target: RegistrationTarget, seed: int) -> None:
    points = surface(count=20_000, seed=seed)
    upper = (points[:, 2] > 5.9) | (points[:, 0] > 59.9)
    found = registered(target, turned(points[upper], seed))
    assert error(found, seed) < 0.15
    assert found.seen < 0.75


def test_the_bits_depend_neither_on_threads_nor_on_the_time(target: RegistrationTarget) -> None:
    points = turned(surface(seed=5), 5)
    first = registered(target, points)
    for workers in (1, 2):
        again = registered(target, points, workers)
        assert np.array_equal(first.pose.matrix(), again.pose.matrix())
        assert (first.fit, first.residual) == (again.fit, again.residual)


def test_poses_undo_and_follow_each_other() -> None:
    rotation, shift = pose(4)
    one = RigidPose(rotation, shift)
    points = surface(count=50)
    assert np.allclose(one.inverse().after(one).apply(points), points)
    assert np.allclose(one.after(one).apply(points), one.apply(one.apply(points)))


def test_even_rotations_are_rotations_and_leave_no_wide_gap() -> None:
    turns = even_rotations(4608)
    assert np.allclose(np.einsum("hij,hkj->hik", turns, turns), np.eye(3), atol=1e-12)
    some = pose(9)[0]
    cosine = (np.einsum("hij,ij->h", turns, some).max() - 1.0) / 2.0
    assert np.degrees(np.arccos(cosine)) < 14.0
