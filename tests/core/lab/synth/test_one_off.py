from __future__ import annotations

import numpy as np
import pytest
import trimesh

from btp_core.lab.synth.one_off import add_one_offs
from btp_core.lab.synth.visibility import MeshScene


@pytest.mark.parametrize("seed", range(6))
def test_a_flat_part_gets_features_and_stays_a_solid(seed: int) -> None:
    block = trimesh.creation.box((80.0, 50.0, 30.0))
    changed = add_one_offs(block, np.random.default_rng(seed))
    assert len(changed.faces) > 20
    assert changed.is_watertight
    assert changed.volume > 0
    # Most of the surface is where it was: a feature is a detail.
    points, _ = trimesh.sample.sample_surface(block, 2000, seed=1)
    closest = MeshScene(changed).closest(np.asarray(points))[0]
    there = np.linalg.norm(closest - points, axis=1) < 0.05
    assert 0.5 < there.mean() < 1.0


def test_the_same_seed_gives_the_same_part() -> None:
    block = trimesh.creation.box((80.0, 50.0, 30.0))
    first, second = (add_one_offs(block, np.random.default_rng(4)) for _ in range(2))
    assert np.array_equal(first.vertices, second.vertices)
    assert np.array_equal(first.faces, second.faces)


def test_a_part_that_is_nowhere_flat_or_no_solid_stays_as_it_is() -> None:
    ball = trimesh.creation.icosphere(5, 40.0)
    assert add_one_offs(ball, np.random.default_rng(0)) is ball
    block = trimesh.creation.box((80.0, 50.0, 30.0))
    sheet = trimesh.Trimesh(block.vertices, block.faces[:6], process=False)
    assert add_one_offs(sheet, np.random.default_rng(0)) is sheet
