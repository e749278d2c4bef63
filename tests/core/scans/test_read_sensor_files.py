"""LAS, LAZ and organised xyz TIFF."""

from __future__ import annotations

import numpy as np
import pytest
import tifffile

from btp_core.base.errors import LimitExceededError, ScanReadError
from btp_core.scans.limits import ReadLimits
from btp_core.scans.reading import read_scan
from tests.core.scans.scan_files import COLORS, POINTS, N, write_las, write_tiff


@pytest.mark.parametrize("name", ["a.las", "a.laz"])
def test_las_points_and_colors(tmp_path, name):
    scan = read_scan(write_las(tmp_path / name))
    np.testing.assert_array_equal(scan.points, POINTS)
    np.testing.assert_array_equal(scan.colors, COLORS)


@pytest.mark.parametrize("name", ["a.las", "a.laz"])
def test_las_in_utm_coordinates_without_colors(tmp_path, name):
    points = POINTS + np.array([500_000, 5_400_000, 300])
    scan = read_scan(write_las(tmp_path / name, points, colors=False))
    np.testing.assert_array_equal(scan.points, points)
    assert scan.colors is None


@pytest.mark.parametrize("name", ["a.las", "a.laz"])
def test_las_cut_short(tmp_path, name):
    path = write_las(tmp_path / name)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(ScanReadError):
        read_scan(path)


@pytest.mark.parametrize("name", ["a.las", "a.laz"])
def test_las_header_that_announces_too_much(tmp_path, name):
    path = write_las(tmp_path / name)
    data = bytearray(path.read_bytes())
    data[107:111] = (4_000_000_000).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(ScanReadError, match="4,000,000,000 points"):
        read_scan(path)


@pytest.mark.parametrize("n_records", [5, 2**32 - 1])
def test_las_that_announces_more_records_than_it_has_room_for(tmp_path, n_records):
    path = write_las(tmp_path / "a.las")
    data = bytearray(path.read_bytes())
    data[100:104] = n_records.to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(ScanReadError, match="header"):
        read_scan(path)


def test_laz_whose_tables_make_no_sense(tmp_path):
    path = write_las(tmp_path / "a.laz")
    good = path.read_bytes()
    points_at = int.from_bytes(good[96:100], "little")
    chunks_at = int.from_bytes(good[points_at : points_at + 8], "little")
    record = good.index(b"laszip encoded") - 2 + 54
    for at, width, value in (
        (points_at, 8, 2**62),  # place of the table of chunks
        (chunks_at + 4, 4, 2**32 - 1),  # number of chunks
        (record + 32, 2, 0),  # number of parts that a point has: lazrs panics
    ):
        path.write_bytes(good[:at] + value.to_bytes(width, "little") + good[at + width :])
        with pytest.raises(ScanReadError, match="LAS"):
            read_scan(path)


@pytest.mark.parametrize(
    "options", [{}, {"compression": "zlib"}, {"compression": "lzw"}, {"photometric": "minisblack"}]
)
def test_tiff_pixels_in_order(tmp_path, options):
    scan = read_scan(write_tiff(tmp_path / "a.tiff", **options))
    np.testing.assert_array_equal(scan.points, POINTS)


def test_tiff_planes(tmp_path):
    planes = np.moveaxis(POINTS.reshape(5, 8, 3), -1, 0)
    tifffile.imwrite(tmp_path / "a.tif", planes, photometric="minisblack", planarconfig="separate")
    np.testing.assert_array_equal(read_scan(tmp_path / "a.tif").points, POINTS)


def test_tiff_pixels_without_measurement_become_nan(tmp_path):
    image = POINTS.reshape(5, 8, 3).copy()
    image[1, 2] = 0
    image[4, 7] = np.nan
    tifffile.imwrite(tmp_path / "a.tiff", image, photometric="rgb")
    scan = read_scan(tmp_path / "a.tiff")
    assert np.flatnonzero(~scan.finite_mask()).tolist() == [1 * 8 + 2, 4 * 8 + 7]
    assert scan.n_points == N
    assert "2 of 40" in scan.warnings[0]


def test_tiff_that_is_no_xyz_image(tmp_path):
    rgb = {"photometric": "rgb"}
    images = [
        (np.ones((5, 8), "f4"), {}),
        (np.ones((5, 8, 3), "u1"), rgb),
        (np.zeros((5, 8, 3)), rgb),
    ]
    for values, options in images:
        tifffile.imwrite(tmp_path / "a.tiff", values, **options)
        with pytest.raises(ScanReadError, match="TIFF"):
            read_scan(tmp_path / "a.tiff")


@pytest.mark.parametrize("options", [{}, {"compression": "zlib"}])
def test_tiff_cut_short(tmp_path, options):
    path = write_tiff(tmp_path / "a.tiff", **options)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(ScanReadError, match="ends before"):
        read_scan(path)


def test_limits(tmp_path):
    for path in (write_las(tmp_path / "a.las"), write_tiff(tmp_path / "a.tiff")):
        with pytest.raises(LimitExceededError, match="40 points"):
            read_scan(path, ReadLimits(max_points=N - 1))
