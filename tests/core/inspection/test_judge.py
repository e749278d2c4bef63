import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial import cKDTree

from btp_core import Inspector, PromptSet, Scan
from btp_core.base.errors import CancelledError
from btp_core.base.progress import CancelToken
from btp_core.inspection.judge import _depth, _extent, _ring, judge
from btp_core.inspection.limits import Limits
from tests.core.shapes_for_tests import dented_plate
from tests.core.small_model import small_model_file


@pytest.fixture(scope="module")
def field():
    """A real encoding whose scores are set by hand to the truth."""
    points, dented = dented_plate(8000, depth=0.15)
    inspector = Inspector(small_model_file(), device="cpu")
    encoded = inspector.encode(Scan(points))
    scored = inspector.score(encoded, PromptSet.stock())
    scores = np.where(dented, 0.9, 0.05).astype(np.float32)
    names = tuple(defect.name for defect in PromptSet.stock("typed").types)
    types = np.zeros((8000, len(names)), np.float16)
    types[:, names.index("dent")] = 1.0
    return replace(
        scored, point_scores=scores, object_score=0.8, type_names=names, type_scores=types
    )


def test_a_dent_is_one_region_with_its_size_depth_and_type(field):
    verdict = judge(field, 0.5)
    assert verdict.status == "fail"
    assert len(verdict.regions) == 1
    region = verdict.regions[0]
    assert region.centroid[:2] == pytest.approx((-0.7, 0.4), abs=0.05)
    assert region.extent[0] == pytest.approx(0.8, abs=0.1)
    assert region.area == pytest.approx(np.pi * 0.4**2, rel=0.3)
    assert region.depth == pytest.approx(0.15, rel=0.35)
    assert region.likely_type == "dent"
    assert region.max_score == pytest.approx(0.9)
    assert (field.point_scores[region.point_indices] >= 0.5).all()


def test_threshold_decides(field):
    assert judge(field, 0.95).regions == ()
    assert judge(field, 0.95).status == "pass"
    assert judge(field, 0.8).status == "fail"


def test_two_separate_groups_are_two_regions(field):
    points = field.encoded.scan.points
    scores = field.point_scores.copy()
    scores[np.hypot(points[:, 0] - 1.2, points[:, 1] + 0.8) < 0.3] = 0.7
    verdict = judge(replace(field, point_scores=scores), 0.5)
    assert [round(r.max_score, 1) for r in verdict.regions] == [0.9, 0.7]


def test_a_lone_hot_point_is_no_region(field):
    scores = np.full(8000, 0.1, np.float32)
    scores[field.encoded.working_index[0]] = 1.0
    assert judge(replace(field, point_scores=scores), 0.5).regions == ()


def test_a_region_in_a_plane_has_no_third_side(field):
    # Points of a plane that is turned, so that rounding leaves something.
    turn, _ = np.linalg.qr(np.random.default_rng(3).normal(size=(3, 3)))
    flat = np.column_stack([np.random.default_rng(4).normal(size=(40, 2)), np.zeros(40)])
    long, wide, thick = _extent(flat @ turn.T + [100.0, 20.0, 3.0])
    assert long > wide > 1.0
    assert thick == 0.0


def test_nothing_inspected_is_not_a_pass(field):
    assert judge(replace(field, object_score=float("nan")), 0.5).status == "not checked"


def test_a_threshold_outside_the_scale_is_an_error(field):
    with pytest.raises(ValueError, match="threshold"):
        judge(field, 1.5)


@pytest.mark.parametrize("radius", [0.05, 0.5, 3.0])
def test_the_ring_is_every_point_near_the_region_and_none_of_it(radius):
    points = dented_plate(8000, depth=0.15)[0]
    own = np.flatnonzero(np.hypot(points[:, 0] + 0.7, points[:, 1] - 0.4) < radius)
    near = cKDTree(points).query_ball_point(points[own], 0.2)
    expected = np.setdiff1d(np.concatenate([np.asarray(n, np.int64) for n in near]), own)
    assert np.array_equal(_ring(points, own, 0.2), expected)


def test_the_depth_of_a_region_of_many_points_takes_little_memory():
    side = np.arange(200.0)
    points = np.stack([*np.meshgrid(side, side), np.zeros((200, 200))], axis=2).reshape(-1, 3)
    middle = np.flatnonzero(np.hypot(points[:, 0] - 100, points[:, 1] - 100) < 80)
    points[middle, 2] = -3.0
    tracemalloc.start()
    depth = _depth(points, middle, spacing=1.0)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert depth == pytest.approx(3.0, rel=0.01)
    # Naming all neighbours of the 20,000 points of the region takes about 80 MB.
    assert peak < 10e6


def test_it_can_be_cancelled_between_regions(field):
    class AfterOne(CancelToken):
        asked = 0

        def raise_if_cancelled(self) -> None:
            self.asked += 1
            if self.asked == 2:
                self.cancel()
            super().raise_if_cancelled()

    points = field.encoded.scan.points
    scores = field.point_scores.copy()
    scores[np.hypot(points[:, 0] - 1.2, points[:, 1] + 0.8) < 0.3] = 0.7
    with pytest.raises(CancelledError):
        judge(replace(field, point_scores=scores), 0.5, AfterOne())


def test_limits_of_size_let_a_part_pass_with_its_places_listed(field):
    (region,) = judge(field, 0.5).regions
    small = judge(field, 0.5, limits=Limits(length=1.1 * region.extent[0]))
    assert small.status == "pass"
    assert len(small.regions) == 1
    assert "limits" in small.reason
    assert judge(field, 0.5, limits=Limits(length=0.9 * region.extent[0])).status == "fail"
    assert judge(replace(field, object_score=0.3), 0.5, limits=Limits(length=0.01)).status == "pass"
    # The score of the part as a whole has no size.
    calm = np.zeros_like(field.point_scores)
    none = replace(field, point_scores=calm)
    assert judge(none, 0.5, limits=Limits(length=9.0)).status == "fail"
