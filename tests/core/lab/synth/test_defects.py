from __future__ import annotations

import numpy as np
import pytest
import trimesh

from btp_core.lab.synth.defects import (
    DEFECT_KINDS,
    DefectFailedError,
    Seeds,
    apply_defects,
    sound,
)
from btp_core.lab.synth.defects.edges import find_crisp_edges
from btp_core.lab.synth.visibility import MeshScene

GROWING = ("bulge", "burr")
SHRINKING = ("dent", "crack", "chip", "missing piece", "hole")
DISPLACING = ("bulge", "dent", "scratch", "crack", "pitting", "burr")


def block() -> trimesh.Trimesh:
    return trimesh.creation.box((80.0, 50.0, 34.0))


def closed(mesh: trimesh.Trimesh) -> bool:
    """Whether it bounds a solid once the doubled vertices along cuts are one again."""
    merged = mesh.copy()
    merged.merge_vertices()
    return bool(merged.is_watertight)


@pytest.mark.parametrize("kind", DEFECT_KINDS)
def test_defect_is_labelled_where_the_surface_changed_and_nowhere_else(kind: str) -> None:
    mesh = block()
    scene = MeshScene(mesh)
    result = apply_defects(mesh, [kind], np.random.default_rng(3))
    vertices, types = result.mesh.vertices, result.vertex_types
    number = DEFECT_KINDS.index(kind) + 1
    assert types.shape == (len(vertices),)
    assert set(np.unique(types)) == {0, number}
    on_surface = np.linalg.norm(scene.closest(vertices)[0] - vertices, axis=1)
    # 4 % of the deepest defect stays unlabelled at most.
    assert on_surface[types == 0].max() < 0.25
    assert on_surface[types == number].max() > 0.1


@pytest.mark.parametrize("kind", DISPLACING)
def test_displacing_keeps_the_mesh_closed(kind: str) -> None:
    result = apply_defects(block(), [kind], np.random.default_rng(5))
    assert result.mesh.is_watertight


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", GROWING + SHRINKING)
def test_material_is_added_or_removed_as_the_name_says(kind: str, seed: int) -> None:
    mesh = block()
    # An open hole leaves no solid, so it has no volume; test_openings.py looks at those.
    results = (
        apply_defects(mesh, [kind], np.random.default_rng(number)).mesh
        for number in range(seed, 60, 3)
    )
    changed = next(result.volume for result in results if closed(result))
    assert (changed > mesh.volume) == (kind in GROWING)
    assert abs(changed - mesh.volume) > 0.1


def test_same_seed_gives_the_same_defect() -> None:
    first, second = (
        apply_defects(block(), ["crack", "chip"], np.random.default_rng(8)) for _ in range(2)
    )
    assert np.array_equal(first.mesh.vertices, second.mesh.vertices)
    assert np.array_equal(first.vertex_types, second.vertex_types)


def test_two_kinds_carry_their_own_ids() -> None:
    seeds = Seeds(
        np.array([[-20.0, 0.0, 17.0], [25.0, 10.0, -17.0]]), np.eye(3)[[2, 2]] * [[1], [-1]]
    )
    result = apply_defects(block(), ["hole", "bulge"], np.random.default_rng(1), seeds=seeds)
    assert {1, 7} <= set(np.unique(result.vertex_types))


def test_the_base_mesh_is_left_alone() -> None:
    mesh = block()
    before = mesh.vertices.copy(), mesh.faces.copy()
    apply_defects(mesh, ["dent", "missing piece"], np.random.default_rng(0))
    assert np.array_equal(mesh.vertices, before[0])
    assert np.array_equal(mesh.faces, before[1])


@pytest.mark.parametrize("kind", ["dent", "scratch", "crack", "pitting"])
def test_the_far_side_of_a_thin_wall_stays(kind: str) -> None:
    plate = trimesh.creation.box((80.0, 60.0, 2.0))
    seeds = Seeds(np.array([[5.0, 3.0, 1.0]]), np.array([[0.0, 0.0, 1.0]]))
    result = apply_defects(plate, [kind], np.random.default_rng(2), seeds=seeds)
    vertices = result.mesh.vertices
    assert vertices[:, 2].min() == pytest.approx(-1.0, abs=1e-9)
    assert (vertices[result.vertex_types > 0][:, 2] > -1.0).all()


def test_open_meshes_can_be_holed_and_chipped() -> None:
    mesh = block()
    mesh.update_faces(np.arange(len(mesh.faces)) != 0)
    for kind in ("hole", "chip"):
        seeds = Seeds(np.array([[15.0, 12.0, 17.0]]), np.array([[0.0, 0.0, 1.0]]))
        result = apply_defects(mesh, [kind], np.random.default_rng(4), seeds=seeds)
        assert (result.vertex_types > 0).sum() > 5


def test_without_a_place_the_failure_is_said() -> None:
    nowhere = Seeds(np.zeros((0, 3)), np.zeros((0, 3)))
    with pytest.raises(DefectFailedError, match="dent"):
        apply_defects(block(), ["dent"], np.random.default_rng(0), seeds=nowhere)


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        apply_defects(block(), ["rust"], np.random.default_rng(0))


def test_sound_mesh_has_no_types() -> None:
    assert not sound(block()).vertex_types.any()


def test_crisp_edges_of_a_box_and_of_a_recess() -> None:
    edges = find_crisp_edges(block())
    assert len(edges.ends) == 12
    assert len(edges.corners) == 8
    inverted = block()
    inverted.invert()
    assert len(find_crisp_edges(inverted).ends) == 0
