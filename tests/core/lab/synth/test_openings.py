"""Open holes, missing patches, and good shells that end at open rims."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh
from scipy.spatial import cKDTree

from btp_core.lab.synth.defects import Seeds
from btp_core.lab.synth.defects.openings import open_hole
from btp_core.lab.synth.defects.workpiece import DefectFailedError, Workpiece
from btp_core.lab.synth.inside import with_inside
from btp_core.lab.synth.scanner import simulate_scan
from btp_core.lab.synth.scanner_settings import ScannerSettings
from btp_core.lab.synth.shells import open_up
from btp_core.lab.synth.visibility import MeshScene

KIND = 7
PLACE = np.array([0.0, 0.0, 40.0])


def opened(seed: int) -> Workpiece:
    ball = trimesh.creation.icosphere(5, 40.0)
    work = Workpiece(ball, Seeds(PLACE[None], PLACE[None] / 40.0), MeshScene(ball))
    assert open_hole(work, KIND, np.random.default_rng(seed)) > 0
    return work


@pytest.mark.parametrize("seed", range(6))
def test_the_wall_is_gone_and_its_rim_is_labelled(seed: int) -> None:
    work = opened(seed)
    labelled = work.vertices[work.types == KIND]
    assert np.linalg.norm(labelled, axis=1) == pytest.approx(40.0, abs=0.1)
    used = work.vertices[np.unique(work.faces)]
    outside = used[np.linalg.norm(used, axis=1) > 39.95]
    assert np.linalg.norm(outside - PLACE, axis=1).min() > 0.4
    ends, counts = np.unique(
        np.sort(work.faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1),
        axis=0,
        return_counts=True,
    )
    rim = work.vertices[np.unique(ends[counts == 1])]
    assert cKDTree(rim).query(labelled)[0].max() < 1.5


def test_a_scan_has_the_gap_and_labels_round_it() -> None:
    work = opened(2)
    scan = simulate_scan(
        work.finish(), ScannerSettings(n_points=20_000, noise_mm=0.0), np.random.default_rng(0)
    )
    rim = scan.points[scan.types == KIND]
    assert len(rim) >= 15
    assert (np.abs(np.linalg.norm(rim, axis=1) - 40.0) < 0.5).all()


def test_half_of_the_holes_show_the_inside() -> None:
    inside = [
        bool((np.linalg.norm(work.vertices[np.unique(work.faces)], axis=1) < 39.9).any())
        for work in map(opened, range(12))
    ]
    assert 2 <= sum(inside) <= 10


def test_a_hole_larger_than_the_part_is_refused() -> None:
    mesh = trimesh.creation.box((1.0, 1.0, 1.0))
    place = np.array([[0.0, 0.0, 0.5]])
    work = Workpiece(mesh, Seeds(place, np.array([[0.0, 0.0, 1.0]])), MeshScene(mesh))
    rng = np.random.default_rng(0)
    refused = 0
    for _ in range(10):
        state = work.snapshot()
        try:
            open_hole(work, KIND, rng)
        except DefectFailedError:
            refused += 1
        work.restore(state)
    assert refused > 0


def test_a_thick_body_opens_to_a_shell_and_a_thin_one_stays() -> None:
    block = trimesh.creation.box((60.0, 50.0, 40.0)).subdivide().subdivide()
    shell = open_up(block, np.random.default_rng(1))
    assert not shell.is_watertight
    assert shell.area > 1.1 * block.area
    plate = trimesh.creation.box((60.0, 50.0, 1.0)).subdivide().subdivide()
    assert open_up(plate, np.random.default_rng(1)) is plate


def test_the_inside_faces_inwards() -> None:
    ball = trimesh.creation.icosphere(3, 10.0)
    both = with_inside(ball, 1.0)
    inner = both.face_normals[len(ball.faces) :]
    centres = both.triangles_center[len(ball.faces) :]
    assert (np.einsum("ij,ij->i", inner, centres) < 0).all()
    assert np.linalg.norm(both.vertices[len(ball.vertices) :], axis=1) == pytest.approx(
        9.0, abs=0.05
    )
