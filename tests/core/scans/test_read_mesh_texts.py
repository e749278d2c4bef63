"""OBJ and OFF: order, faces of any size, colours, normals, comments."""

from __future__ import annotations

import numpy as np
import pytest

from btp_core.base.errors import ScanReadError
from btp_core.scans.reading import read_scan
from tests.core.scans.scan_files import (
    COLORS,
    FACES,
    NORMALS,
    POINTS,
    N,
    rows_of_text,
    write_obj,
    write_off,
)


def read_text(tmp_path, name, text):
    path = tmp_path / name
    path.write_bytes(text.encode())
    return read_scan(path)


def test_obj_keeps_order(tmp_path):
    scan = read_scan(write_obj(tmp_path / "a.obj"))
    np.testing.assert_array_equal(scan.points, POINTS)
    np.testing.assert_array_equal(scan.faces, FACES)


def test_obj_with_textures_groups_and_polygons(tmp_path):
    scan = read_text(
        tmp_path,
        "a.obj",
        "# a comment\r\nmtllib a.mtl\r\no first\r\nv 0 0 0 # corner\r\nv\t1 0 0\r\nvt 0 0\r\n"
        "vn 0 0 1\r\ng one\r\nusemtl red\r\nf 1/1/1 2/1/1 3//1 4/1\r\n  v 1 1 0\r\nv 0 1 0\r\n"
        "g two\r\nf -4 -3 \\\r\n -2\r\ns off\r\n\r\nl 1 2\r\n",
    )
    assert scan.points.tolist() == [[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]]
    assert scan.faces.tolist() == [[0, 1, 2], [0, 2, 3], [0, 1, 2]]
    assert scan.normals is None


def test_obj_negative_numbers_count_from_the_face(tmp_path):
    text = "v 0 0 0\nv 1 0 0\nv 0 1 0\nf -3 -2 -1\nv 0 0 1\nf -3 -2 -1\n"
    assert read_text(tmp_path, "a.obj", text).faces.tolist() == [[0, 1, 2], [1, 2, 3]]


def test_obj_vertex_colors_and_cloud_normals(tmp_path):
    vertices = rows_of_text(POINTS, COLORS / 255).splitlines()
    normals = rows_of_text(NORMALS).splitlines()
    text = "".join(f"v {v}\nvn {n}\n" for v, n in zip(vertices, normals, strict=True))
    scan = read_text(tmp_path, "a.obj", text)
    np.testing.assert_array_equal(scan.colors, COLORS)
    np.testing.assert_allclose(scan.normals, NORMALS, atol=1e-6)
    assert not scan.is_mesh


@pytest.mark.parametrize(
    "text",
    [
        "v 0 0\nv 1 0 0\n",
        "v 0 0 zero\n",
        "f 1 2 3\n",
        "v 0 0 0\nf 0 1 1\n",
        "v 0 0 0\nf 1 1 9\n",
        "v 0 0 0\nf -1 -1 -2\n",
        "v 0 0 0\nf 1 1 1.5\n",
        "v 0 0 0\nf 1 1 inf\n",
        "v 0 0 0\nf 1 1 1e300\n",
        "hello\n",
        "v 0 0 0\n\0\n",
    ],
)
def test_damaged_obj(tmp_path, text):
    with pytest.raises(ScanReadError):
        read_text(tmp_path, "a.obj", text)


def test_off_keeps_order(tmp_path):
    scan = read_scan(write_off(tmp_path / "a.off"))
    np.testing.assert_array_equal(scan.points, POINTS)
    np.testing.assert_array_equal(scan.faces, FACES)


@pytest.mark.parametrize("head", ["OFF4 2 0", "OFF 4 2 0", "# hi\n\nOFF # hi\n\n4 2 6", "off\n4 2"])
def test_off_headers_and_polygons(tmp_path, head):
    body = "0 0 0\n1 0 0 # corner\n\n1 1 0\n0 1 0\n4 0 1 2 3 0.5 0.5 0.5\n3 0 1 3\n"
    scan = read_text(tmp_path, "a.off", f"{head}\n{body}")
    assert len(scan.points) == 4
    assert scan.faces.tolist() == [[0, 1, 2], [0, 2, 3], [0, 1, 3]]


def test_off_colors_and_normals(tmp_path):
    rows = rows_of_text(POINTS, NORMALS, COLORS, np.full((N, 1), 255))
    scan = read_text(tmp_path, "a.off", f"CNOFF\n{N} 0 0\n{rows}")
    np.testing.assert_array_equal(scan.colors, COLORS)
    np.testing.assert_allclose(scan.normals, NORMALS, atol=1e-6)
    assert not scan.is_mesh


@pytest.mark.parametrize(
    "text",
    [
        "PLY\n3 1 0\n",
        "OFF\n",
        "OFF BINARY\n\1\2\3",
        "OFF\nmany 1 0\n",
        "OFF\n1000000000000 1 0\n0 0 0\n",
        "OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1\n",
        "OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 3\n",
        "OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\nnan 0 1 2\n",
        "OFF\n3 1 0\n0 0 0\n1 0 0\n0 1 0\n3 0 1 nan\n",
        "OFF\n3 0 0\n0 0 0\n1 0\n0 1 0 2\n",
    ],
)
def test_damaged_off(tmp_path, text):
    with pytest.raises(ScanReadError):
        read_text(tmp_path, "a.off", text)
