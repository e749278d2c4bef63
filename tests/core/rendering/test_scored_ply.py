from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import trimesh

from btp_core.base.errors import OutputError
from btp_core.rendering.colormap import NOT_CHECKED_RGB, heatmap_rgb
from btp_core.rendering.scored_ply import write_scored_ply
from btp_core.scans.reading import read_scan
from btp_core.scans.scan import Scan
from tests.core.rendering.results import cap_scores, cube, sphere


def raw_vertices(path: Path) -> tuple[list[str], dict[str, np.ndarray]]:
    """An independent, plain reading of the vertex block."""
    content = path.read_bytes()
    header, _, body = content.partition(b"end_header\n")
    lines = header.decode().splitlines()
    count = next(int(line.split()[2]) for line in lines if line.startswith("element vertex"))
    kinds = {"float": "<f4", "double": "<f8", "uchar": "u1"}
    fields = [
        (line.split()[2], kinds[line.split()[1]])
        for line in lines
        if line.startswith("property") and " list " not in line
    ]
    table = np.frombuffer(body, dtype=fields, count=count)
    return lines, {name: table[name] for name, _ in fields}


def test_points_scores_and_colors_come_back_in_order(tmp_path: Path) -> None:
    scan = sphere(500)
    scores = cap_scores(scan)
    write_scored_ply(tmp_path / "s.ply", scan, scores, threshold=0.3)
    lines, table = raw_vertices(tmp_path / "s.ply")
    assert lines[1] == "format binary_little_endian 1.0"
    assert np.array_equal(np.stack([table[a] for a in "xyz"], 1), scan.points)
    assert np.array_equal(table["score"], scores)
    colors = np.stack([table[c] for c in ("red", "green", "blue")], 1)
    assert np.array_equal(colors, heatmap_rgb(scores, 0.3))


def test_float_is_enough_where_nothing_is_lost(tmp_path: Path) -> None:
    scan = sphere(50)
    single = Scan(scan.points.astype(np.float32).astype(np.float64))
    write_scored_ply(tmp_path / "s.ply", single, cap_scores(single))
    assert "property float x" in raw_vertices(tmp_path / "s.ply")[0]


def test_large_coordinates_keep_their_millimetres(tmp_path: Path) -> None:
    scan = sphere(50, offset=1e7 + 0.001)
    write_scored_ply(tmp_path / "s.ply", scan, cap_scores(scan))
    lines, table = raw_vertices(tmp_path / "s.ply")
    assert "property double x" in lines
    assert np.array_equal(np.stack([table[a] for a in "xyz"], 1), scan.points)


def test_missing_measurements_stay_and_are_not_checked(tmp_path: Path) -> None:
    scan = sphere(20)
    scan.points[3] = np.nan
    scores = cap_scores(scan)
    write_scored_ply(tmp_path / "s.ply", scan, scores)
    _, table = raw_vertices(tmp_path / "s.ply")
    assert len(table["x"]) == 20
    assert np.isnan(table["x"][3])
    assert np.isnan(table["score"][3])
    assert (table["red"][3], table["green"][3], table["blue"][3]) == NOT_CHECKED_RGB


def test_a_mesh_keeps_its_faces_for_other_programs(tmp_path: Path) -> None:
    scan = cube()
    write_scored_ply(tmp_path / "c.ply", scan, np.linspace(0, 1, 8, dtype=np.float32))
    mesh = trimesh.load(tmp_path / "c.ply", process=False)
    assert np.array_equal(mesh.faces, scan.faces)
    assert np.array_equal(mesh.vertices, scan.points)
    again = read_scan(tmp_path / "c.ply")
    assert np.array_equal(again.faces, scan.faces)
    assert again.colors is not None


def test_many_points_are_written_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan, whole, pieces = sphere(1000), tmp_path / "a.ply", tmp_path / "b.ply"
    write_scored_ply(whole, scan, cap_scores(scan))
    monkeypatch.setattr("btp_core.rendering.scored_ply.CHUNK_ROWS", 7)
    write_scored_ply(pieces, scan, cap_scores(scan))
    assert whole.read_bytes() == pieces.read_bytes()


def test_scores_of_another_scan_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="4 scores for 20 points"):
        write_scored_ply(tmp_path / "s.ply", sphere(20), np.zeros(4, np.float32))


def test_an_impossible_folder_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="file"):
        write_scored_ply(tmp_path / "file" / "s.ply", sphere(20), np.zeros(20, np.float32))
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]
