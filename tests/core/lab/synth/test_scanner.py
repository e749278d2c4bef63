from __future__ import annotations

import numpy as np
import pytest
import trimesh
from scipy.spatial import cKDTree

from btp_core.lab.synth.defects import DEFECT_KINDS, DefectiveMesh, apply_defects, sound
from btp_core.lab.synth.defects.refine import refine_near
from btp_core.lab.synth.scanner import (
    place_cameras,
    simulate_scan,
    visible_seeds,
)
from btp_core.lab.synth.scanner_settings import ScannerSettings
from btp_core.lab.synth.visibility import MeshScene


def ball(radius: float = 40.0) -> trimesh.Trimesh:
    return trimesh.creation.icosphere(subdivisions=5, radius=radius)


def test_all_round_scan_has_its_points_on_the_surface_on_all_sides() -> None:
    settings = ScannerSettings(n_points=8000, noise_mm=0.0)
    scan = simulate_scan(sound(ball()), settings, np.random.default_rng(0))
    assert scan.points.dtype == np.float32
    assert scan.types.dtype == np.uint8
    assert 7000 < len(scan.points) <= 8000
    assert not scan.types.any()
    assert np.linalg.norm(scan.points, axis=1) == pytest.approx(40.0, abs=0.05)
    assert np.abs(scan.points.mean(axis=0)).max() < 1.0


def test_range_noise_lies_along_the_view_and_has_the_size_asked_for() -> None:
    settings = ScannerSettings(n_points=20_000, noise_mm=0.06)
    scan = simulate_scan(sound(ball()), settings, np.random.default_rng(1))
    # The best of 20 cameras is nearly above each point: radial error is nearly range error.
    error = np.linalg.norm(scan.points, axis=1) - 40.0
    assert error.std() == pytest.approx(0.06, rel=0.12)


@pytest.mark.parametrize(
    ("fault", "low", "high"),
    [
        ({"correlated_mm": 0.05}, 0.04, 0.06),
        ({"range_step_mm": 0.12}, 0.025, 0.045),
        ({"noise_mm": 0.06, "smoothed": 16}, 0.0, 0.045),
    ],
)
def test_faults_of_real_scanners_have_the_size_asked_for(
    fault: dict[str, float], low: float, high: float
) -> None:
    settings = ScannerSettings(n_points=8000, **{"noise_mm": 0.0, **fault})
    scan = simulate_scan(sound(ball()), settings, np.random.default_rng(1))
    error = np.linalg.norm(scan.points, axis=1) - 40.0
    assert low < error.std() < high


def test_one_camera_sees_its_side_only() -> None:
    settings = ScannerSettings(n_points=5000, noise_mm=0.0, one_sided=True, cameras=1, view_seed=4)
    mesh = ball()
    scan = simulate_scan(sound(mesh), settings, np.random.default_rng(2))
    camera = place_cameras(settings, mesh)[0]
    direction = camera / np.linalg.norm(camera)
    assert (scan.points @ direction > 0).all()


def test_hidden_surface_is_not_scanned() -> None:
    hidden = ball(20.0)
    both = trimesh.util.concatenate([ball(), hidden])
    scan = simulate_scan(sound(both), ScannerSettings(n_points=5000), np.random.default_rng(3))
    assert np.linalg.norm(scan.points, axis=1).min() > 39.0


def test_even_thinning_is_more_even_than_chance() -> None:
    spread = []
    for even in (True, False):
        settings = ScannerSettings(n_points=8000, even=even, noise_mm=0.0)
        points = simulate_scan(sound(ball()), settings, np.random.default_rng(4)).points
        gap = cKDTree(points).query(points, k=2)[0][:, 1]
        spread.append(gap.std() / gap.mean())
    assert spread[0] < 0.9 * spread[1]


@pytest.mark.parametrize("even", [True, False])
def test_refinement_leaves_no_trace_in_the_points(even: bool) -> None:
    # Otherwise a model could learn where the mesh was prepared for a defect.
    box = trimesh.creation.box((80.0, 50.0, 34.0))
    centre = np.array([[0.0, 0.0, 17.0]])
    vertices, faces, types = refine_near(
        np.asarray(box.vertices), box.faces, np.zeros(8, dtype=np.uint8), centre, 10.0, 0.4
    )
    fine = DefectiveMesh(trimesh.Trimesh(vertices, faces, process=False), types)
    figures = []
    for piece in (sound(box), fine):
        settings = ScannerSettings(n_points=40_000, noise_mm=0.0, even=even)
        points = simulate_scan(piece, settings, np.random.default_rng(5)).points
        inside = points[np.linalg.norm(points - centre, axis=1) < 9.0]
        gap = cKDTree(inside).query(inside, k=2)[0][:, 1]
        figures.append((len(inside), gap.mean(), gap.std()))
    assert figures[0] == pytest.approx(figures[1], rel=0.12)


def test_points_of_a_hole_and_its_rim_carry_its_type() -> None:
    mesh = trimesh.creation.box((80.0, 50.0, 4.0))
    defective = apply_defects(mesh, ["hole"], np.random.default_rng(11))
    number = DEFECT_KINDS.index("hole") + 1
    settings = ScannerSettings(n_points=30_000, noise_mm=0.0)
    scan = simulate_scan(defective, settings, np.random.default_rng(6))
    marked = scan.points[scan.types == number].astype(np.float64)
    assert len(marked) >= 15
    away = np.linalg.norm(MeshScene(mesh).closest(marked)[0] - marked, axis=1)
    assert (away > 0.05).any()  # walls
    assert (away < 0.01).any()  # rim


def test_cut_rims_dropouts_and_uneven_density_remove_points_only() -> None:
    mesh = trimesh.util.concatenate([ball(20.0), trimesh.creation.box((90.0, 90.0, 3.0))])
    plain = ScannerSettings(n_points=10_000, noise_mm=0.0, one_sided=True, cameras=2, view_seed=3)
    faulty = ScannerSettings(
        n_points=10_000, noise_mm=0.0, one_sided=True, cameras=2, view_seed=3,
        cut_rims=True, dropouts=5, density_contrast=1.0,
    )  # fmt: skip
    full = simulate_scan(sound(mesh), plain, np.random.default_rng(7))
    less = simulate_scan(sound(mesh), faulty, np.random.default_rng(7))
    assert 2000 < len(less.points) < len(full.points)
    off = np.linalg.norm(
        MeshScene(mesh).closest(less.points.astype(np.float64))[0] - less.points, axis=1
    )
    assert off.max() < 5e-3


def test_seeds_lie_where_the_scanner_looks() -> None:
    settings = ScannerSettings(one_sided=True, cameras=1, view_seed=9)
    mesh = ball()
    seeds = visible_seeds(mesh, MeshScene(mesh), settings, np.random.default_rng(0))
    camera = place_cameras(settings, mesh)[0]
    assert len(seeds.points) > 100
    assert (seeds.normals @ (camera / np.linalg.norm(camera)) > 0).all()


def test_random_settings_vary_and_are_reproducible() -> None:
    drawn = [ScannerSettings.random(np.random.default_rng(i)) for i in range(40)]
    assert drawn[3] == ScannerSettings.random(np.random.default_rng(3))
    assert {s.one_sided for s in drawn} == {True, False}
    assert {s.even for s in drawn} == {True, False}
    assert all(0.0 <= s.noise_mm <= 0.08 for s in drawn)
    assert all(15_000 <= s.n_points <= 120_000 for s in drawn)
