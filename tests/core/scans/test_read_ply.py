"""PLY in its encodings, with extra properties, polygons and odd headers."""

from __future__ import annotations

import numpy as np
import pytest

from btp_core.base.errors import ScanReadError
from btp_core.scans.reading import read_scan
from tests.core.scans.scan_files import COLORS, FACES, NORMALS, POINTS, write_ply, xyz_fields

ENCODINGS = ("ascii", "binary_little_endian", "binary_big_endian")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_everything_is_kept_in_order(tmp_path, encoding, newline):
    fields = [
        ("quality", "f4", np.arange(len(POINTS))),  # an extra property before x
        *xyz_fields(POINTS),
        *[(name, "u1", COLORS[:, i]) for i, name in enumerate(("red", "green", "blue"))],
        *[(name, "f4", NORMALS[:, i]) for i, name in enumerate(("nx", "ny", "nz"))],
    ]
    comments = ("comment made by a test", "obj_info num_cols 512")
    path = write_ply(
        tmp_path / "a.PLY", encoding, fields, FACES.tolist(), newline=newline, comments=comments
    )
    scan = read_scan(path)
    np.testing.assert_array_equal(scan.points, POINTS)
    np.testing.assert_array_equal(scan.faces, FACES)
    np.testing.assert_array_equal(scan.colors, COLORS)
    np.testing.assert_allclose(scan.normals, NORMALS, rtol=1e-6)
    assert scan.points.dtype == np.float64
    assert scan.faces.dtype == np.int64
    assert scan.path == path
    assert scan.warnings == ()


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_polygons_become_fans(tmp_path, encoding):
    polygons = [[0, 1, 2, 3], [4, 5, 6], [7, 8], [9, 10, 11, 12, 13]]
    path = write_ply(tmp_path / "a.ply", encoding, xyz_fields(POINTS), polygons)
    expected = [[0, 1, 2], [0, 2, 3], [4, 5, 6], [9, 10, 11], [9, 11, 12], [9, 12, 13]]
    assert read_scan(path).faces.tolist() == expected


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_quads_only(tmp_path, encoding):
    path = write_ply(tmp_path / "a.ply", encoding, xyz_fields(POINTS), [[0, 1, 2, 3]])
    assert read_scan(path).faces.tolist() == [[0, 1, 2], [0, 2, 3]]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_faces_may_come_first(tmp_path, encoding):
    polygons = [[0, 1, 2, 3], [4, 5, 6]]
    path = write_ply(tmp_path / "a.ply", encoding, xyz_fields(POINTS), polygons, faces_first=True)
    scan = read_scan(path)
    np.testing.assert_array_equal(scan.points, POINTS)
    assert scan.faces.tolist() == [[0, 1, 2], [0, 2, 3], [4, 5, 6]]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_millimetres_at_ten_thousand_kilometres(tmp_path, encoding):
    points = 1e7 + np.arange(12).reshape(4, 3) * 1e-3
    path = tmp_path / "a.ply"
    write_ply(path, encoding, xyz_fields(points, "f8"))
    if encoding == "ascii":  # the helper writes ten digits only
        text = "\n".join(" ".join(f"{v:.3f}" for v in row) for row in points)
        header = path.read_text().split("end_header\n")[0]
        path.write_text(f"{header}end_header\n{text}\n")
        points = np.round(points, 3)
    np.testing.assert_array_equal(read_scan(path).points, points)


def test_lists_of_vertices_and_texture_lists_are_stepped_over(tmp_path):
    head = (
        "ply\nformat ascii 1.0\nelement camera 1\nproperty float view\nelement vertex 3\n"
        "property list uchar float weights\nproperty float x\nproperty float y\nproperty float z\n"
        "element face 1\nproperty uchar flag\nproperty list uchar int vertex_index\n"
        "property list uchar float texcoord\nend_header\n"
    )
    body = "9\n2 .5 .5 0 0 0\n0 1 0 0\n1 1 0 1 0\n7 3 2 0 1 6 0 0 1 0 0 1\n"
    path = tmp_path / "a.ply"
    path.write_text(head + body)
    scan = read_scan(path)
    assert scan.points.tolist() == [[0, 0, 0], [1, 0, 0], [0, 1, 0]]
    assert scan.faces.tolist() == [[2, 0, 1]]


def test_binary_rows_with_lists_and_values_of_other_sizes(tmp_path):
    head = (
        "ply\nformat binary_little_endian 1.0\nelement vertex 4\n"
        "property double x\nproperty double y\nproperty double z\n"
        "element face 2\nproperty list ushort uint vertex_indices\n"
        "property uchar flag\nend_header\n"
    )
    faces = b"".join(
        np.uint16(len(f)).tobytes() + np.array(f, "<u4").tobytes() + b"\x09"
        for f in ([0, 1, 2], [0, 1, 2, 3])
    )
    path = tmp_path / "a.ply"
    path.write_bytes(head.encode() + POINTS[:4].tobytes() + faces)
    scan = read_scan(path)
    np.testing.assert_array_equal(scan.points, POINTS[:4])
    assert scan.faces.tolist() == [[0, 1, 2], [0, 1, 2], [0, 2, 3]]


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [("f4", [0.0, 1.0], [0, 255]), ("u2", [256, 65535], [1, 255]), ("u1", [3, 200], [3, 200])],
)
def test_colors_of_any_range(tmp_path, kind, values, expected):
    fields = xyz_fields(POINTS[:2])
    fields += [(name, kind, np.array(values)) for name in ("red", "green", "blue")]
    scan = read_scan(write_ply(tmp_path / "a.ply", "binary_little_endian", fields))
    assert scan.colors[:, 0].tolist() == expected


def test_mesh_without_faces_is_a_cloud(tmp_path):
    path = write_ply(tmp_path / "a.ply", "binary_little_endian", xyz_fields(POINTS), [])
    assert not read_scan(path).is_mesh


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("element vertex 1000000000000\nproperty float x", "room for"),
        ("element vertex -3\nproperty float x", "not a number of rows"),
        ("element vertex 3\nproperty quaternion x", "unknown"),
        ("element vertex 1\nproperty uchar x\nproperty uchar y", "no columns x, y and z"),
        ("element face 1\nproperty list uchar int vertex_indices", "no element 'vertex'"),
        ("element vertex 1\nproperty list float int x", "length of a list"),
        ("property float x\nelement vertex 1", "makes no sense"),
        ("element face 1000000000000\nproperty float x\nelement vertex 0", "room for"),
    ],
)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_senseless_headers(tmp_path, encoding, header, reason):
    path = tmp_path / "a.ply"
    path.write_text(f"ply\nformat {encoding} 1.0\n{header}\nend_header\n1 2\n3 4\n")
    with pytest.raises(ScanReadError, match=reason):
        read_scan(path)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_face_out_of_range(tmp_path, encoding):
    path = write_ply(tmp_path / "a.ply", encoding, xyz_fields(POINTS), [[0, 1, 40]])
    with pytest.raises(ScanReadError, match="refers to vertex 40"):
        read_scan(path)


@pytest.mark.parametrize("row", ["5 0 1 2", "-1 0 1 2", "2.5 0 1 2", "nan 0 1 2", "3 0 1 x"])
def test_ascii_faces_that_contradict_themselves(tmp_path, row):
    path = write_ply(tmp_path / "a.ply", "ascii", xyz_fields(POINTS), [[0, 1, 2]])
    path.write_text(path.read_text().replace("\n3 0 1 2", f"\n{row}"))
    with pytest.raises(ScanReadError, match="PLY"):
        read_scan(path)


def test_negative_length_of_a_binary_list(tmp_path):
    path = write_ply(tmp_path / "a.ply", "binary_little_endian", xyz_fields(POINTS), [[0, 1, 2]])
    data = path.read_bytes().replace(b"list uchar", b"list char ")
    path.write_bytes(data[:-13] + b"\xff" + data[-12:])
    with pytest.raises(ScanReadError, match="negative"):
        read_scan(path)
