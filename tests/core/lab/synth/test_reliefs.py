from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import trimesh

from btp_core.lab.synth.defects import Seeds
from btp_core.lab.synth.defects.patches import bulge, dent
from btp_core.lab.synth.defects.profiles import falling
from btp_core.lab.synth.defects.reliefs import crater, dimples, drag, ridge, ripple, shear
from btp_core.lab.synth.defects.workpiece import DefectFailedError, Workpiece
from btp_core.lab.synth.visibility import MeshScene

Maker = Callable[[Workpiece, np.random.Generator], int]
RADIUS = 40.0
# Name, maker, and which way the surface goes: 1 up only, -1 down only, 0 both.
FAMILIES: list[tuple[str, Maker, int]] = [
    ("ridge", lambda work, rng: ridge(work, 1, rng, 1.0), 1),
    ("trench", lambda work, rng: ridge(work, 1, rng, -1.0), -1),
    ("crater", lambda work, rng: crater(work, 1, rng), 0),
    ("step up", lambda work, rng: shear(work, 1, rng, 1.0), 1),
    ("step down", lambda work, rng: shear(work, 1, rng, -1.0), -1),
    ("ripple", lambda work, rng: ripple(work, 1, rng), 0),
    ("dimples", lambda work, rng: dimples(work, 1, rng), -1),
    ("drag", lambda work, rng: drag(work, 1, rng), 0),
]


def workpiece(roughness: float = 0.0) -> Workpiece:
    ball = trimesh.creation.icosphere(5, RADIUS)
    points, face = trimesh.sample.sample_surface(ball, 300, seed=np.random.default_rng(0))
    seeds = Seeds(np.asarray(points), np.asarray(ball.face_normals[face]))
    return Workpiece(ball, seeds, MeshScene(ball), roughness)


def heights(work: Workpiece) -> np.ndarray:
    # Below: by how much a vertex left the ball; its facets lie up to 0.03 mm below it.
    return np.linalg.norm(work.vertices, axis=1) - RADIUS


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("name", "maker", "way"), FAMILIES, ids=[f[0] for f in FAMILIES])
def test_the_surface_goes_its_way_and_only_where_it_is_labelled(
    name: str, maker: Maker, way: int, seed: int
) -> None:
    work = workpiece()
    assert maker(work, np.random.default_rng(seed)) > 30
    moved, marked = heights(work), work.types == 1
    assert np.abs(moved[~marked]).max() < 0.1
    assert np.abs(moved[marked]).max() > 0.08
    if way:
        assert (way * moved[marked] > -0.05).all()
    else:
        assert moved[marked].min() < -0.05
        if name != "drag":
            assert moved[marked].max() > 0.01


@pytest.mark.parametrize(("maker", "way"), [(bulge, 1), (dent, -1)])
def test_patches_have_all_sizes_up_to_a_third_of_the_part(
    maker: Callable[..., int], way: int
) -> None:
    rng, spans = np.random.default_rng(0), []
    for _ in range(40):
        work = workpiece()
        try:
            maker(work, 1, rng)
        except DefectFailedError:
            continue
        marked = work.vertices[work.types == 1]
        spans.append(float(np.linalg.norm(np.ptp(marked, axis=0))))
        moved = heights(work)[work.types == 1]
        assert way * moved[np.abs(moved).argmax()] > 0
    assert min(spans) < 5.0
    assert max(spans) > 20.0


def test_profiles_fall_from_the_middle_to_nothing_and_are_many() -> None:
    r = np.linspace(0.0, 1.2, 61)
    curves = [falling(r, np.random.default_rng(seed)) for seed in range(60)]
    for curve in curves:
        assert curve[r >= 1.0] == pytest.approx(0.0, abs=1e-9)
        assert 0.99 < curve.max() < 1.01
        assert curve.min() > -1e-9
    assert np.std([curve[30] for curve in curves]) > 0.15


def test_defects_stand_out_of_the_part_s_own_roughness() -> None:
    place, out = np.array([0.0, 0.0, RADIUS]), np.array([0.0, 0.0, 1.0])
    assert workpiece().depth_at(place, out, 0.2, -1.0) == pytest.approx(0.2)
    assert workpiece(roughness=0.3).depth_at(place, out, 0.2, -1.0) == pytest.approx(0.45)
    with pytest.raises(DefectFailedError):
        workpiece(roughness=60.0).depth_at(place, out, 0.2, -1.0)
