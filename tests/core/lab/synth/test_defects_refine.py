from __future__ import annotations

import numpy as np
import pytest
import trimesh

from btp_core.base.errors import ScanGeometryError
from btp_core.lab.synth.defects.refine import refine_near

POINT = np.array([[12.0, 5.0, 17.0]])


def refined(mesh: trimesh.Trimesh, reach: float, fine: float) -> tuple[trimesh.Trimesh, np.ndarray]:
    vertices = np.asarray(mesh.vertices, dtype=np.float64)
    types = np.zeros(len(vertices), dtype=np.uint8)
    types[:4] = 2
    vertices, faces, types = refine_near(vertices, mesh.faces, types, POINT, reach, fine)
    return trimesh.Trimesh(vertices, faces, process=False), types


def test_surface_is_the_same_and_stays_closed() -> None:
    mesh = trimesh.creation.box((80.0, 50.0, 34.0))
    result, _ = refined(mesh, 6.0, 0.5)
    assert result.is_watertight
    assert result.is_winding_consistent
    assert result.area == pytest.approx(mesh.area)
    assert result.volume == pytest.approx(mesh.volume)


def test_edges_are_short_near_the_point_and_long_far_away() -> None:
    result, _ = refined(trimesh.creation.box((80.0, 50.0, 34.0)), 6.0, 0.5)
    ends = result.vertices[result.edges_unique]
    length = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1)
    distance = np.linalg.norm(ends.mean(axis=1) - POINT, axis=1)
    assert length[distance < 6.0].max() <= 0.5
    assert length.max() > 10.0
    assert len(result.faces) < 10_000


def test_midpoints_take_a_type_only_where_both_ends_agree() -> None:
    result, types = refined(trimesh.creation.box((80.0, 50.0, 34.0)), 6.0, 0.5)
    assert set(np.unique(types)) == {0, 2}
    right = result.vertices[:, 0] > 0
    assert (types[right] == 0).all()


def test_unreasonable_sizes_are_refused() -> None:
    with pytest.raises(ScanGeometryError, match="reasonable"):
        refined(trimesh.creation.box((80.0, 50.0, 34.0)), 60.0, 0.05)
