import numpy as np
import pytest
import trimesh

from btp_core.geometry.densify import densify
from btp_core.scans.scan import Scan


def scan_of(mesh: trimesh.Trimesh, **more) -> Scan:
    return Scan(
        np.asarray(mesh.vertices, dtype=np.float64), np.asarray(mesh.faces, dtype=np.int64), **more
    )


def longest_edge(scan: Scan) -> float:
    corners = scan.points[scan.faces]
    return float(np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max())


def test_large_faces_are_divided_and_the_surface_stays():
    box = trimesh.creation.box((60.0, 40.0, 20.0))
    scan = scan_of(box)
    divided = densify(scan, working=4000)
    assert np.array_equal(divided.points[:8], scan.points)
    after = trimesh.Trimesh(divided.points, divided.faces, process=False)
    assert after.is_watertight
    assert after.area == pytest.approx(box.area)
    assert after.volume == pytest.approx(box.volume)
    assert longest_edge(divided) < 1.5 * np.sqrt(box.area / 4000)


def test_slivers_do_not_explode():
    # A fan from one corner: faces a hundred times as long as wide.
    angle = np.linspace(0, np.pi / 2, 400)
    rim = np.stack([np.cos(angle), np.sin(angle), 0 * angle], axis=1) * 100.0
    points = np.concatenate([np.zeros((1, 3)), rim])
    faces = np.stack([np.zeros(399, int), np.arange(1, 400), np.arange(2, 401)], axis=1)
    divided = densify(Scan(points, faces), working=16_384)
    assert longest_edge(divided) < 2.0
    assert len(divided.faces) < 600_000


@pytest.mark.parametrize("working", [500, 4000])
def test_fine_meshes_clouds_and_loose_points_are_left_alone(working):
    sphere = scan_of(trimesh.creation.icosphere(5))
    assert densify(sphere, working) is sphere
    cloud = Scan(sphere.points)
    assert densify(cloud, working) is cloud
    loose = Scan(sphere.points, faces=np.array([[0, 500, 900]]))
    assert densify(loose, working) is loose


def test_flat_nothing_and_unmeasured_vertices_do_no_harm():
    points = np.array([[0, 0, 0], [1, 0, 0], [2, 0, 0.0]])
    flat = Scan(points, faces=np.array([[0, 1, 2]]))
    assert densify(flat, 1000) is flat
    box = trimesh.creation.box((60.0, 40.0, 20.0))
    points = np.array(box.vertices)
    points[0] = np.nan
    divided = densify(Scan(points, np.asarray(box.faces)), 1000)
    assert np.isnan(divided.points[0]).all()
    assert np.isfinite(divided.points[1:]).all()


def test_colours_and_normals_come_along():
    box = trimesh.creation.box((60.0, 40.0, 20.0))
    colors = np.full((8, 3), 200, dtype=np.uint8)
    normals = np.asarray(box.vertex_normals, dtype=np.float32)
    divided = densify(scan_of(box, colors=colors, normals=normals), 1000)
    assert divided.colors.shape == divided.points.shape
    assert (divided.colors == 200).all()
    assert divided.normals.dtype == np.float32
    assert np.allclose(np.linalg.norm(divided.normals, axis=1), 1.0, atol=1e-5)
