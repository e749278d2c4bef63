"""PCD in its three encodings, written by an independent library."""

from __future__ import annotations

import numpy as np
import pytest

from btp_core.base.errors import LimitExceededError, ScanReadError
from btp_core.scans.limits import ReadLimits
from btp_core.scans.reading import read_scan
from tests.core.scans.scan_files import COLORS, NORMALS, POINTS, N, rows_of_text, write_pcd

ENCODINGS = ("ascii", "binary", "binary_compressed")
HEADER = "VERSION .7\nFIELDS x y z\nSIZE 4 4 4\nTYPE F F F\nCOUNT 1 1 1\n"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_points_colors_and_normals(tmp_path, encoding):
    scan = read_scan(write_pcd(tmp_path / "a.pcd", encoding))
    np.testing.assert_array_equal(scan.points, POINTS)
    np.testing.assert_allclose(scan.normals, NORMALS, atol=1e-6)
    if encoding == "ascii":
        # A colour written as a decimal float is as exact as the writer's digits.
        assert scan.colors.shape == (N, 3)
    else:
        np.testing.assert_array_equal(scan.colors, COLORS)


def test_packed_colors_in_text(tmp_path):
    path = tmp_path / "a.pcd"
    rgb = 255 << 16 | 128 << 8 | 1
    as_float = np.uint32(rgb).view(np.float32)
    head = "FIELDS x y z rgb\nSIZE 4 4 4 4\nTYPE F F F {}\nCOUNT 1 1 1 1\nWIDTH 1\nHEIGHT 1\n"
    path.write_text(head.format("U") + f"DATA ascii\n1 2 3 {rgb}\n")
    assert read_scan(path).colors.tolist() == [[255, 128, 1]]
    path.write_text(head.format("F") + f"DATA ascii\n1 2 3 {as_float:.9g}\n")
    assert read_scan(path).colors.tolist() == [[255, 128, 1]]


def test_organised_cloud_keeps_its_nan_pixels(tmp_path):
    path = tmp_path / "a.pcd"
    path.write_text(
        f"# .PCD v.7\n{HEADER}WIDTH 2\nHEIGHT 2\nVIEWPOINT 0 0 0 1 0 0 0\nPOINTS 4\n"
        "DATA ascii\n0 0 0\nnan nan nan\r\n  1\t0 0\n0 1 0 \n"
    )
    scan = read_scan(path)
    assert scan.finite_mask().tolist() == [True, False, True, True]
    assert scan.points[2:].tolist() == [[1, 0, 0], [0, 1, 0]]
    assert "1 of 4 points" in scan.warnings[0]


def test_padding_and_repeated_fields_are_stepped_over(tmp_path):
    head = (
        "FIELDS _ x histogram y z _\nSIZE 1 8 4 8 8 1\nTYPE U F F F F U\nCOUNT 3 1 2 1 1 5\n"
        "WIDTH 3\nHEIGHT 1\nPOINTS 3\nDATA binary\n"
    )
    types = [("x", "<f8"), ("h", "<f4", 2), ("y", "<f8"), ("z", "<f8")]
    table = np.zeros(3, dtype=[("a", "u1", 3), *types, ("b", "u1", 5)])
    points = 1e7 + np.arange(9).reshape(3, 3) * 1e-3
    table["x"], table["y"], table["z"] = points.T
    path = tmp_path / "a.pcd"
    path.write_bytes(head.encode() + table.tobytes())
    np.testing.assert_array_equal(read_scan(path).points, points)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_more_points_announced_than_there_is_room_for(tmp_path, encoding):
    path = write_pcd(tmp_path / "a.pcd", encoding)
    data = path.read_bytes().replace(b"POINTS 40", b"POINTS 1000000000000")
    path.write_bytes(data)
    with pytest.raises(ScanReadError):
        read_scan(path)


def test_compressed_data_that_claim_too_much(tmp_path):
    path = tmp_path / "a.pcd"
    sizes = np.array([4, 12_000_000], dtype="<u4").tobytes()
    path.write_bytes(f"{HEADER}POINTS 1000000\nDATA binary_compressed\n".encode() + sizes + b"abcd")
    with pytest.raises(ScanReadError, match="ends before"):
        read_scan(path)


def test_limit_on_points(tmp_path):
    path = tmp_path / "a.pcd"
    path.write_text(f"{HEADER}POINTS {N}\nDATA ascii\n" + rows_of_text(POINTS))
    with pytest.raises(LimitExceededError, match="40 points"):
        read_scan(path, ReadLimits(max_points=N - 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("DATA ascii", "DATA morse"),
        ("SIZE 4 4 4", "SIZE 4 4"),
        ("SIZE 4 4 4", "SIZE 4 4 5"),
        ("TYPE F F F", "TYPE F F Q"),
        ("POINTS 40", "POINTS -1"),
        ("POINTS 40", "POINTS many"),
        ("FIELDS x y z", "FIELDS u v w"),
        ("COUNT 1 1 1", "COUNT 1 1 0"),
    ],
)
def test_senseless_headers(tmp_path, old, new):
    text = f"{HEADER}POINTS {N}\nDATA ascii\n" + rows_of_text(POINTS)
    path = tmp_path / "a.pcd"
    path.write_text(text.replace(old, new))
    with pytest.raises(ScanReadError, match="PCD"):
        read_scan(path)
