from __future__ import annotations

import numpy as np
import pytest
import trimesh

from btp_core.lab.synth.defects import sound
from btp_core.lab.synth.scan_faults import drop_spots, range_steps, smooth_heights
from btp_core.lab.synth.scanner import simulate_scan
from btp_core.lab.synth.scanner_settings import ScannerSettings
from btp_core.lab.synth.texture import Texture, correlated, random_texture


def ball() -> trimesh.Trimesh:
    return trimesh.creation.icosphere(subdivisions=5, radius=40.0)


def on_ball(count: int) -> np.ndarray:
    way = np.random.default_rng(0).normal(size=(count, 3))
    return way / np.linalg.norm(way, axis=1, keepdims=True)


@pytest.mark.parametrize("seed", range(12))
def test_a_texture_is_as_high_as_it_says(seed: int) -> None:
    texture = random_texture(np.random.default_rng(seed))
    normals = on_ball(20_000)
    measured = texture.heights(40.0 * normals, normals).std()
    assert 0.4 * texture.height_mm < measured < 1.3 * texture.height_mm


def test_both_scans_of_a_part_are_equally_rough() -> None:
    texture = random_texture(np.random.default_rng(3))
    settings = ScannerSettings(n_points=6000, noise_mm=0.0)
    spread = []
    for seed in (1, 2):
        scan = simulate_scan(sound(ball()), settings, np.random.default_rng(seed), texture)
        spread.append((np.linalg.norm(scan.points, axis=1) - 40.0).std())
        assert not scan.types.any()
    smooth = simulate_scan(sound(ball()), settings, np.random.default_rng(1))
    assert spread[0] == pytest.approx(spread[1], rel=0.1)
    assert spread[0] > 3 * (np.linalg.norm(smooth.points, axis=1) - 40.0).std()


def test_layers_show_on_walls_and_not_on_faces_across_them() -> None:
    none = np.zeros(0)
    layers = Texture(np.zeros((0, 3)), none, none, np.array([0.0, 0.0, 1.0]), 0.5, 0.2)
    up = np.random.default_rng(0).uniform(0, 10, size=(2000, 1)) * [0.0, 0.0, 1.0]
    wall = layers.heights(up, np.tile([1.0, 0.0, 0.0], (2000, 1)))
    assert np.ptp(wall) == pytest.approx(0.2, abs=0.01)
    assert np.allclose(layers.heights(up, np.tile([0.0, 0.0, 1.0], (2000, 1))), 0.0)


def test_correlated_noise_is_shared_by_neighbours_only() -> None:
    rng = np.random.default_rng(5)
    points = rng.uniform(0, 60, size=(4000, 3))
    noise = correlated(np.concatenate([points, points + 0.1, points + 9.0]), 3.0, 0.05, rng)
    here, beside, far = noise[:4000], noise[4000:8000], noise[8000:]
    assert here.std() == pytest.approx(0.05, rel=0.15)
    assert np.corrcoef(here, beside)[0, 1] > 0.9
    assert abs(np.corrcoef(here, far)[0, 1]) < 0.3


def test_steps_leave_whole_ranges() -> None:
    points = on_ball(500) * 40.0
    cameras = np.array([[0.0, 0.0, 200.0], [0.0, 0.0, -200.0]])
    source = (points[:, 2] < 0).astype(np.int64)
    error = range_steps(points, cameras, source, 0.1)
    ranges = np.linalg.norm(points - cameras[source], axis=1) + error
    assert np.allclose(ranges / 0.1, np.round(ranges / 0.1), atol=1e-6)
    assert np.abs(error).max() <= 0.05 + 1e-9


def test_smoothing_takes_noise_away_and_leaves_edges() -> None:
    rng = np.random.default_rng(2)
    flat = np.stack([rng.uniform(0, 20, 3000), rng.uniform(0, 20, 3000), np.zeros(3000)], axis=1)
    wall = flat[:, [2, 1, 0]] + [20.0, 0.0, 0.0]
    points = np.concatenate([flat, wall])
    normals = np.repeat([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]], 3000, axis=0)
    assert np.abs(smooth_heights(points, normals, 16, 1.0)).max() < 1e-9
    noise = rng.normal(0.0, 0.05, size=len(points))
    rough = points + noise[:, None] * normals
    left = noise + smooth_heights(rough, normals, 16, 1.0)
    assert left.std() < 0.5 * noise.std()


def test_gaps_of_good_scans_are_small() -> None:
    points = np.random.default_rng(0).uniform(0, 20, size=(40_000, 2)) @ np.eye(2, 3)
    for seed in range(8):
        kept = drop_spots(points, 1, np.random.default_rng(seed))
        assert np.ptp(points[~kept], axis=0).max() <= 2.4
