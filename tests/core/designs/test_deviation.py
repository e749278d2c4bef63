"""Deviation and missing material of defects of known size."""

from __future__ import annotations

import numpy as np
import pytest

from btp_core.designs.design import Design
from btp_core.scans.scan import Scan
from tests.core.designs.bracket import NOISE, displaced, good, on_top, scanned, surface


@pytest.mark.parametrize("depth", [-1.5, -0.4, 0.4, 1.5])
def test_depth_is_signed_and_in_units(bracket_design: Design, depth: float) -> None:
    alignment = bracket_design.align(scanned(displaced(surface(seed=7), depth), 7), workers=1)
    means = alignment.measured.scales[:, 1]
    deepest = means[np.nanargmax(np.abs(means))]
    assert deepest == pytest.approx(depth, abs=0.1 + 0.1 * abs(depth))


def test_a_good_part_deviates_by_its_noise(bracket_design: Design) -> None:
    alignment = bracket_design.align(good(8), workers=1)
    assert np.nanmedian(np.abs(alignment.deviation)) < 2.0 * NOISE
    assert np.isnan(alignment.deviation).mean() < 0.01
    assert alignment.missing == ()
    assert alignment.not_scanned < 0.01
    assert bracket_design.fuse(alignment, None).whole < 0.0


def test_a_dented_part_stands_out_where_the_dent_is(bracket_design: Design) -> None:
    points = displaced(surface(seed=9), -1.0)
    alignment = bracket_design.align(scanned(points, 9), workers=1)
    fused = bracket_design.fuse(alignment, None)
    scores = alignment.lift(fused.points)
    dented = on_top(surface(seed=9), 25.0, 28.0, 3.0)
    assert scores[dented].min() > np.quantile(scores[~dented], 0.98)
    assert fused.whole > bracket_design.fuse(bracket_design.align(good(8)), None).whole


def test_a_hole_is_missing_material(bracket_design: Design) -> None:
    points = surface(count=20_000, seed=10)
    alignment = bracket_design.align(
        scanned(points[~on_top(points, 25.0, 28.0, 4.0)], 10), workers=1
    )
    assert len(alignment.missing) == 1
    hole = alignment.missing[0]
    assert hole.area == pytest.approx(np.pi * 16.0, rel=0.45)
    centre = alignment.to_design(np.asarray([hole.centroid]))
    truth = alignment.to_design(
        alignment.to_scan(bracket_design.align(good(0)).to_design(_in_pose_of_zero()))
    )
    assert np.linalg.norm(centre - truth) < 1.0


def _in_pose_of_zero() -> np.ndarray:
    from tests.core.designs.bracket import pose

    rotation, shift = pose(0)
    return np.array([[25.0, 28.0, 6.0]]) @ rotation.T + shift


def test_the_far_side_is_not_scanned_and_nothing_is_missing(bracket_design: Design) -> None:
    points = surface(count=20_000, seed=11)
    upper = (points[:, 2] > 5.9) | (points[:, 0] > 59.9)
    alignment = bracket_design.align(scanned(points[upper], 11), workers=1)
    assert alignment.not_scanned > 0.3
    assert alignment.missing == ()
    assert "not scanned" in alignment.describe()


def test_the_inner_wall_is_no_dent_of_the_outer_one() -> None:
    # A good part shows the outside of a box; the scan looks into it as well. The wall is three
    # spacings of the points thick: of a thinner one, normals cannot tell the two sides apart.
    outside = surface(seed=12)
    inside = outside[(outside[:, 2] < 1e-6) & (outside[:, 0] < 30.0)] + [0.0, 0.0, 2.0]
    design = Design.create(None, [scanned(outside, 12, turn=False)], name="shell", workers=1)
    both = Scan(points=np.concatenate([surface(seed=13), inside]))
    alignment = design.align(both, workers=1)
    inner = alignment.deviation[len(outside) :]
    # Some points beside the edge lie nearer to other faces; the wall itself is silent.
    assert np.isnan(inner).mean() > 0.9


def test_points_without_a_measurement_stay_nan(bracket_design: Design) -> None:
    scan = good(14)
    points = scan.points.copy()
    points[::7] = np.nan
    alignment = bracket_design.align(Scan(points=points), workers=1)
    assert np.isnan(alignment.deviation[::7]).all()
    assert len(alignment.deviation) == len(points)


def test_the_same_scan_is_aligned_once(bracket_design: Design) -> None:
    scan = good(15)
    assert bracket_design.align(scan) is bracket_design.align(scan)


def test_two_threads_give_the_same_bits(bracket_design: Design) -> None:
    one = bracket_design.align(good(16), workers=1)
    two = bracket_design.align(good(16), workers=2)
    assert one is not two
    assert np.array_equal(one.deviation, two.deviation, equal_nan=True)
    assert np.array_equal(one.evidence.ratios, two.evidence.ratios)


def test_an_inner_face_that_no_good_part_showed_says_nothing(bracket_design: Design) -> None:
    points = surface(seed=12)
    rng = np.random.default_rng(12)
    inner = np.array([12.0, 8.0, 3.0]) + rng.random((600, 3)) * [18.0, 14.0, 0.0]
    alignment = bracket_design.align(scanned(np.concatenate([points, inner]), 12), workers=1)
    assert np.isnan(alignment.deviation[len(points) :]).mean() > 0.95
    assert np.isnan(alignment.deviation[: len(points)]).mean() < 0.01
    assert bracket_design.fuse(alignment, None).whole < 0.0
