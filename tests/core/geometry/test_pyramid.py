import numpy as np
import pytest
import torch

from btp_core.base.errors import CancelledError, ScanGeometryError
from btp_core.base.progress import CancelToken
from btp_core.geometry.pyramid import PyramidSettings, build_pyramid
from tests.core.shapes_for_tests import box, dented_plate, rotation, sphere

SMALL = PyramidSettings(fine=4096, working=1500, local=400, patches=64)


def test_levels_have_the_promised_shapes():
    pyramid = build_pyramid(box(6000), SMALL)
    w, local, p = (
        len(pyramid.working_points),
        len(pyramid.local_points),
        len(pyramid.patch_points),
    )
    assert 1300 < w < 1700
    assert 350 < local < 450
    assert p == 64
    assert pyramid.working_statistics.shape == (w, SMALL.working_features)
    assert pyramid.local_statistics.shape == (local, SMALL.local_features)
    assert pyramid.patch_statistics.shape == (p, SMALL.patch_features)
    assert pyramid.gfcm_pairs.shape == (local, 32, 5)
    assert pyramid.graph_pairs.shape == (local, 12, 5)
    assert int(pyramid.working_from_local.max()) < local
    assert int(pyramid.patch_from_local.max()) < local
    assert all(torch.isfinite(t).all() for t in pyramid.tensors().values())


def test_a_moved_scan_gives_the_same_pyramid():
    points, _ = dented_plate(5000)
    moved = 25.4 * points @ rotation(2).T + [1e6, 2e6, -3e5]
    first, second = build_pyramid(points, SMALL), build_pyramid(moved, SMALL)
    assert torch.equal(first.working_index.sort().values, second.working_index.sort().values)
    assert second.spacing / first.spacing == pytest.approx(25.4, rel=1e-3)
    close = (first.working_statistics - second.working_statistics).abs() < 0.05
    assert close.float().mean() > 0.99


def test_shuffled_points_give_the_same_pyramid():
    points, _ = dented_plate(5000)
    order = np.random.default_rng(0).permutation(len(points))
    first, second = build_pyramid(points, SMALL), build_pyramid(points[order], SMALL)
    assert np.array_equal(first.working_index.numpy(), order[second.working_index.numpy()])


@pytest.mark.parametrize(
    ("points", "word"),
    [
        (np.zeros((3, 3)), "Only 3"),
        (np.ones((500, 3)), "equal"),
        (np.outer(np.arange(500.0), [1, 2, 3]), "line"),
    ],
)
def test_clouds_without_a_surface_are_refused(points, word):
    with pytest.raises(ScanGeometryError, match=word):
        build_pyramid(points, SMALL)


def test_duplicates_and_flat_sheets_are_no_obstacle():
    flat = np.c_[np.random.default_rng(0).uniform(size=(800, 2)), np.zeros(800)]
    pyramid = build_pyramid(np.repeat(flat, 4, axis=0), SMALL)
    assert all(torch.isfinite(t).all() for t in pyramid.tensors().values())


def test_cancelling_stops_the_work():
    token = CancelToken()

    def cancel_midway(stage, fraction):
        if fraction > 0.3:
            token.cancel()

    with pytest.raises(CancelledError):
        build_pyramid(sphere(), SMALL, cancel_midway, token)
