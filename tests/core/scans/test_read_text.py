"""Text tables: delimiters, headers, named and unnamed columns, decimal commas."""

from __future__ import annotations

import numpy as np
import pytest

from btp_core.base.errors import LimitExceededError, ScanReadError
from btp_core.scans.limits import ReadLimits
from btp_core.scans.reading import read_scan
from tests.core.scans.scan_files import COLORS, NORMALS, POINTS, N, rows_of_text


def read_text(tmp_path, text, name="a.txt", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return read_scan(path)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [" ", "\t", ",", ", ", ";", "   "])
@pytest.mark.parametrize("name", ["a.xyz", "a.txt", "a.asc", "a.CSV"])
def test_delimiters_and_line_ends(tmp_path, name, delimiter, newline):
    text = rows_of_text(POINTS, delimiter=delimiter).replace("\n", newline)
    scan = read_text(tmp_path, text, name)
    np.testing.assert_array_equal(scan.points, POINTS)
    assert scan.warnings == ()


@pytest.mark.parametrize(
    "header",
    [
        "# made by a scanner\n\n",
        "//X Y Z\n",
        "Serial number 1234\n1 2\n",
        f"{N}\n",  # pts files begin with the number of points
        "\ufeff",
    ],
)
def test_header_lines(tmp_path, header):
    scan = read_text(tmp_path, header + rows_of_text(POINTS))
    np.testing.assert_array_equal(scan.points, POINTS)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_by_name(tmp_path, delimiter):
    names = ["id", "Red", "Green", "Blue", "Z [mm]", '"Y (mm)"', "X", "nx", "ny", "nz"]
    ids = np.arange(N)[:, None]
    rows = rows_of_text(ids, COLORS, POINTS[:, ::-1], NORMALS, delimiter=delimiter)
    scan = read_text(tmp_path, delimiter.join(names) + "\n" + rows, "a.csv")
    np.testing.assert_array_equal(scan.points, POINTS)
    np.testing.assert_array_equal(scan.colors, COLORS)
    np.testing.assert_allclose(scan.normals, NORMALS, atol=1e-6)


def test_paraview_table(tmp_path):
    rows = rows_of_text(np.zeros((N, 1)), POINTS, delimiter=",")
    scan = read_text(tmp_path, '"score","Points:0","Points:1","Points:2"\n' + rows, "a.csv")
    np.testing.assert_array_equal(scan.points, POINTS)


@pytest.mark.parametrize("intensity", [[], [np.arange(N)[:, None] / 7]])
@pytest.mark.parametrize("normals_first", [False, True])
def test_unnamed_colors_and_normals_are_recognised(tmp_path, intensity, normals_first):
    extra = [NORMALS, COLORS] if normals_first else [COLORS, NORMALS]
    scan = read_text(tmp_path, rows_of_text(POINTS, *intensity, *extra))
    np.testing.assert_array_equal(scan.points, POINTS)
    np.testing.assert_array_equal(scan.colors, COLORS)
    np.testing.assert_allclose(scan.normals, NORMALS, atol=1e-6)


def test_other_columns_are_neither_colors_nor_normals(tmp_path):
    scan = read_text(tmp_path, rows_of_text(POINTS, POINTS * 7, -1 - POINTS))
    assert scan.colors is None
    assert scan.normals is None


def test_colors_from_zero_to_one(tmp_path):
    scan = read_text(tmp_path, rows_of_text(POINTS, COLORS / 255))
    np.testing.assert_array_equal(scan.colors, COLORS)


@pytest.mark.parametrize("delimiter", [";", "\t", " "])
def test_decimal_comma(tmp_path, delimiter):
    text = rows_of_text(POINTS + 0.5, delimiter=delimiter).replace(".", ",")
    lines = [line for line in text.splitlines() if line.count(",") == 3]
    points = [[float(v.replace(",", ".")) for v in line.split(delimiter)] for line in lines]
    assert read_text(tmp_path, "\n".join(lines)).points.tolist() == points


def test_names_of_points_and_trailing_delimiters(tmp_path):
    scan = read_text(tmp_path, "P1;1.0;2.0;3.0;\nP2;4.0;5.0;6.0;\n", "a.csv")
    assert scan.points.tolist() == [[1, 2, 3], [4, 5, 6]]


def test_quoted_numbers_and_comments(tmp_path):
    scan = read_text(tmp_path, '"1.0","2.0","3.0"\n# pause\n\n"4.0","5.0","6.0"\n', "a.csv")
    assert scan.points.tolist() == [[1, 2, 3], [4, 5, 6]]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1"])
def test_encodings(tmp_path, encoding):
    scan = read_text(tmp_path, "Länge Höhe Tiefe\n1 2 3\n4 5 6\n", encoding=encoding)
    assert scan.points.tolist() == [[1, 2, 3], [4, 5, 6]]


def test_nan_rows_are_kept(tmp_path):
    scan = read_text(tmp_path, "0 0 0\nnan NaN nan\n1 inf 1\n0 1 0\n")
    assert scan.finite_mask().tolist() == [True, False, False, True]
    assert "2 of 4" in scan.warnings[0]


def test_large_coordinates_keep_their_millimetres(tmp_path):
    scan = read_text(tmp_path, "10000000.001 20000000.002 0.003\n10000000.002 20000000.002 0\n")
    assert scan.points[0].tolist() == [10000000.001, 20000000.002, 0.003]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("hello world\n", "no line has three numbers"),
        ("1 2\n3 4\n", "no line has three numbers"),
        ("1 2 3\n4 5\n", "row"),
        ("1 2 3\n4 x 6\n", "x"),
        ("1 2 3\n4 5 6\n\0\0\0", "binary"),
        ("1_0 2 3\n", "no line has three numbers"),
    ],
)
def test_damaged(tmp_path, text, reason):
    with pytest.raises(ScanReadError, match=reason):
        read_text(tmp_path, text)


def test_limit_is_checked_before_parsing(tmp_path):
    path = tmp_path / "a.xyz"
    path.write_text("0 0 0\n" + "not a number\n" * 50)
    with pytest.raises(LimitExceededError, match="51 points"):
        read_scan(path, ReadLimits(max_points=50))
