"""Connected regions against a flood fill over all distances."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from btp_core.lab.evaluation.regions import REACH, defect_regions, point_spacing


def grid(n: int, spacing: float = 1.0) -> np.ndarray:
    x, y = np.meshgrid(np.arange(n), np.arange(n))
    flat = np.stack([x.ravel(), y.ravel(), np.zeros(n * n)], axis=1)
    return (flat * spacing).astype(np.float32)


def slow_regions(points: np.ndarray, labels: np.ndarray, radius: float) -> list[set[int]]:
    left = set(np.flatnonzero(labels).tolist())
    regions = []
    while left:
        region, front = set(), {left.pop()}
        while front:
            here = front.pop()
            region.add(here)
            near = {i for i in left if np.linalg.norm(points[i] - points[here]) <= radius}
            left -= near
            front |= near
        regions.append(region)
    return regions


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), share=st.floats(0.0, 0.6))
def test_equals_the_flood_fill(seed, share):
    random = np.random.default_rng(seed)
    points = random.random((120, 3)).astype(np.float32)
    labels = random.random(120) < share
    regions = defect_regions(points, labels)
    found = [set(np.flatnonzero(regions == i).tolist()) for i in range(regions.max() + 1)]
    expected = slow_regions(points.astype(float), labels, REACH * point_spacing(points))
    assert sorted(map(sorted, found)) == sorted(map(sorted, expected))
    assert ((regions >= 0) == labels).all()


def test_two_patches_are_two_regions_at_any_scale():
    for spacing in (0.001, 1.0, 1000.0):
        points = grid(30, spacing)
        x = points[:, 0] / spacing
        labels = (x < 5) | (x > 20)
        regions = defect_regions(points, labels)
        assert regions.max() == 1
        assert len(np.unique(regions[x < 5])) == 1
        assert len(np.unique(regions[x > 20])) == 1


def test_nothing_defective_is_no_region():
    assert (defect_regions(grid(5), np.zeros(25, dtype=bool)) == -1).all()


def test_spacing_of_a_grid():
    assert point_spacing(grid(20, 0.25)) == pytest.approx(0.25)


def test_spacing_ignores_coinciding_points():
    points = grid(20, 0.25)
    assert point_spacing(np.concatenate([points, points[:50]])) == pytest.approx(0.25)
    assert point_spacing(np.concatenate([points, points])) == pytest.approx(0.25)


def test_spacing_of_nothing_to_measure():
    assert point_spacing(np.zeros((1, 3), dtype=np.float32)) == 0.0
    assert point_spacing(np.zeros((9, 3), dtype=np.float32)) == 0.0
    same = np.zeros((9, 3), dtype=np.float32)
    assert (defect_regions(same, np.ones(9, dtype=bool)) == 0).all()
