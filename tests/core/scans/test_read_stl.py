"""STL: equal corners become shared vertices, in the order of their first appearance."""

from __future__ import annotations

import numpy as np
import pytest

from btp_core.base.errors import ScanGeometryError, ScanReadError
from btp_core.scans import equal_rows
from btp_core.scans.equal_rows import merge_equal
from btp_core.scans.reading import read_scan
from tests.core.scans.scan_files import write_stl, write_stl_text

CORNERS = np.array([[0, 0, 0], [2, 0, 0], [0, 2, 0], [0, 0, 2.5]])
FACES = np.array([[3, 1, 0], [0, 1, 2], [2, 3, 0], [1, 3, 2]])
# As the triangles name them: 3, 1, 0, then 2.
EXPECTED_POINTS = CORNERS[[3, 1, 0, 2]]
EXPECTED_FACES = [[0, 1, 2], [2, 1, 3], [3, 0, 2], [1, 0, 3]]


@pytest.mark.parametrize("write", [write_stl, write_stl_text])
def test_faces_connect(tmp_path, write):
    scan = read_scan(write(tmp_path / "a.stl", CORNERS[FACES]))
    np.testing.assert_array_equal(scan.points, EXPECTED_POINTS)
    assert scan.faces.tolist() == EXPECTED_FACES
    assert scan.warnings == ()


def test_several_solids_and_upper_case(tmp_path):
    path = write_stl_text(tmp_path / "a.stl", CORNERS[FACES])
    path.write_bytes((path.read_text() * 2).upper().replace("\n", "\r\n").encode())
    scan = read_scan(path)
    assert scan.n_points == 4
    assert len(scan.faces) == 8


def test_merging_keeps_every_corner_where_it_was():
    corners = np.random.default_rng(1).integers(-2, 3, (500, 3)).astype(float)
    corners[::7] *= -1.0  # brings -0.0, which equals 0.0
    points, index = merge_equal(corners)
    np.testing.assert_array_equal(points[index], corners)
    assert len(np.unique(points + 0.0, axis=0)) == len(points)
    assert np.all(np.diff(np.unique(index, return_index=True)[1]) > 0)


def test_merging_survives_a_hash_that_collides(monkeypatch):
    corners = np.random.default_rng(2).integers(0, 3, (200, 3)).astype(float)
    expected = merge_equal(corners)
    monkeypatch.setattr(equal_rows, "hash_rows", lambda bits: bits[:, 0] & np.uint64(1))
    points, index = merge_equal(corners)
    np.testing.assert_array_equal(points, expected[0])
    np.testing.assert_array_equal(index, expected[1])


def test_no_triangles(tmp_path):
    with pytest.raises(ScanGeometryError, match="no points"):
        read_scan(write_stl(tmp_path / "a.stl", np.empty((0, 3, 3))))


def test_truncated(tmp_path):
    path = write_stl(tmp_path / "a.stl", CORNERS[FACES])
    path.write_bytes(b"\0" + path.read_bytes()[1:-30])
    with pytest.raises(ScanReadError, match="room for"):
        read_scan(path)
    write_stl_text(path, CORNERS[FACES])
    path.write_text(path.read_text()[:-40])
    with pytest.raises(ScanReadError, match="endsolid"):
        read_scan(path)


def test_a_corner_missing(tmp_path):
    path = write_stl_text(tmp_path / "a.stl", CORNERS[FACES])
    path.write_text(path.read_text().replace("vertex 2 0 0", "", 1))
    with pytest.raises(ScanReadError, match="triangles"):
        read_scan(path)
