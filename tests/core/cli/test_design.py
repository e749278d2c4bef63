from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from btp_core.cli.app import run
from btp_core.designs.checking import PartCheck
from btp_core.designs.design import Design
from btp_core.designs.masks import Place
from btp_core.scans.reading import read_scan
from tests.core.design_parts import bracket, write_mesh, write_parts


@pytest.fixture
def design(measuring_design: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copy(measuring_design, tmp_path / "bracket.design"))


def test_a_design_is_made_from_good_parts_and_a_mesh_and_says_what_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = write_parts(tmp_path / "good", 1)[0]
    odd = tmp_path / "go\x1b[31mod.npy"
    np.save(odd, bracket(7, turned=False))
    file = tmp_path / "new" / "part.design"
    facts = ["--part-number", "4711", "--units", "inch", "--notes", "a\nb", "--by", "Ann"]
    facts += ["--serial-pattern", r"(\d+)", "--no-model"]
    assert run(["design", "create", str(file), str(good), str(odd), *facts]) == 0
    out = capsys.readouterr().out
    assert "part, version 1" in out
    assert "a\\nb" in out
    # A name from a folder must not write to the terminal as it likes.
    assert "\x1b" not in out
    assert "go\\x1b[31mod.npy" in out
    assert run(["design", "show", str(file), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["name"], shown["part_number"], shown["units"]) == ("part", "4711", "inch")
    assert (shown["created_by"], shown["serial_pattern"]) == ("Ann", r"(\d+)")
    assert [source["name"] for source in shown["sources"]] == [good.name, odd.name]
    assert shown["sha256"] == Design.load(file).sha256
    assert shown["n_reference_points"] > 1000


def test_a_mesh_alone_is_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, mesh = tmp_path / "box.design", write_mesh(tmp_path / "box.off")
    assert run(["design", "create", str(file), "--cad", str(mesh), "--no-model"]) == 0
    assert "CAD mesh" in capsys.readouterr().out
    assert Design.load(file).has_cad


def test_an_existing_design_is_left_alone_unless_forced(
    design: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = design.read_bytes()
    mesh = write_mesh(tmp_path / "box.off")
    command = ["design", "create", str(design), "--cad", str(mesh), "--no-model"]
    assert run(command) == 2
    err = capsys.readouterr().err
    assert str(design) in err
    assert "--force" in err
    assert design.read_bytes() == before
    assert run([*command, "--force"]) == 0
    assert Design.load(design).has_cad


def test_what_cannot_become_a_design_is_named_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "part.design"
    few = tmp_path / "few.npy"
    np.save(few, bracket(1, count=200))
    cloud = write_parts(tmp_path / "good", 1)[0]
    broken = tmp_path / "broken.ply"
    broken.write_bytes(b"ply\n")
    cases = [
        ([], "at least one good scan"),
        ([str(few)], "few.npy has 200 usable points"),
        ([str(broken)], str(broken)),
        (["--cad", str(cloud)], "The CAD model has no faces"),
        ([str(cloud), "--serial-pattern", "("], "--serial-pattern"),
    ]
    for arguments, expected in cases:
        assert run(["design", "create", str(file), *arguments, "--no-model"]) == 2, arguments
        assert expected in capsys.readouterr().err
        assert not list(tmp_path.glob("*.design")), arguments
        assert not list(tmp_path.glob(".part-*"))


def test_more_good_parts_make_the_next_version(
    design: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = tmp_path / "good-9.npy"
    np.save(more, bracket(9))
    assert run(["design", "add", str(design), str(more), "--no-model", "--by", "Bo"]) == 0
    assert "version 2" in capsys.readouterr().out
    made = Design.load(design)
    assert (made.version, made.n_good, made.created_by) == (2, 4, "Bo")
    before = design.read_bytes()
    assert run(["design", "add", str(design), str(more), "--no-model"]) == 2
    assert "good-9.npy is the same scan as good-9.npy" in capsys.readouterr().err
    assert design.read_bytes() == before


def test_check_names_the_part_that_does_not_fit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dented = tmp_path / "dented.npy"
    np.save(dented, bracket(11, dent=4.0))
    good = [read_scan(path) for path in (*write_parts(tmp_path / "good"), dented)]
    file = tmp_path / "odd.design"
    Design.create(None, good, name="odd").save(file)
    assert run(["design", "check", str(file)]) == 1
    assert capsys.readouterr().out.count("fits") == 3
    monkeypatch.setattr(
        "btp_core.designs.design.check_parts",
        lambda *_: (PartCheck("a.npy", float("nan"), float("nan"), False, "Alone."),),
    )
    assert run(["design", "check", str(file), "--json"]) == 0
    (part,) = json.loads(capsys.readouterr().out)["parts"]
    assert part == {
        "name": "a.npy",
        "fit": None,
        "deviation": None,
        "odd": False,
        "reason": "Alone.",
    }


def test_places_left_out_are_listed_and_can_be_lifted(
    design: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = Place(((1.0, 2.0, 3.0),), 4.0)
    made = Design.load(design).with_mask(None, place, "serial\x07 number", "Ann")
    made = made.with_band(None, place, 0.25, "weld")
    made.save(design)
    assert run(["design", "show", str(design)]) == 0
    out = capsys.readouterr().out
    assert "serial\\x07 number" in out
    assert "within 0.250 mm" in out
    key = made.masks[0].key
    assert run(["design", "unmask", str(design), key]) == 0
    left = Design.load(design)
    assert (left.version, left.masks, len(left.bands)) == (4, (), 1)
    assert run(["design", "unmask", str(design), key]) == 2
    assert str(design) in capsys.readouterr().err


def test_a_band_and_a_mask_are_given_shown_and_lifted(
    design: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--at", "-6.0", "9.0", "10.0", "--radius", "5"]
    reason = ["--reason", "drawing 12", "--by", "Ann"]
    assert run(["design", "band", str(design), *place, "--limit", "0.25", *reason]) == 0
    assert run(["design", "mask", str(design), *place, "--reason", "sprue"]) == 0
    capsys.readouterr()
    assert run(["design", "show", str(design)]) == 0
    out = capsys.readouterr().out
    assert "within 0.250 mm: drawing 12 (Ann" in out
    assert "left out: sprue" in out
    band = Design.load(design).bands[0]
    assert (band.place.centres, band.place.radius) == (((-6.0, 9.0, 10.0),), 5.0)
    assert run(["design", "unmask", str(design), band.key]) == 0
    assert Design.load(design).bands == ()


def test_a_place_can_be_told_in_the_frame_of_a_scan(design: Path, tmp_path: Path) -> None:
    scan = tmp_path / "scan.npy"
    np.save(scan, bracket(104))
    at = [str(value) for value in np.load(scan)[0]]
    place = ["--at", *at, "--radius", "2", "--scan", str(scan)]
    assert run(["design", "band", str(design), *place, "--limit", "1"]) == 0
    made = Design.load(design)
    centre = np.asarray(made.bands[0].place.centres)
    distance = np.linalg.norm(made.reference.points - centre, axis=1)
    assert distance.min() < 2.0 * made.reference.spacing


@pytest.mark.parametrize("limit", ["0", "-1", "nan"])
def test_a_band_of_no_length_is_refused(design: Path, limit: str) -> None:
    before = design.read_bytes()
    place = ["--at", "0", "0", "0", "--radius", "2"]
    assert run(["design", "band", str(design), *place, "--limit", limit]) == 2
    assert design.read_bytes() == before


@pytest.mark.parametrize("command", ["show", "check", "add", "unmask"])
def test_a_file_that_is_no_design_is_named(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "broken.design"
    file.write_bytes(b"\x89HDF\r\n\x1a\n")
    more = {"add": [str(file)], "unmask": ["key"]}.get(command, [])
    assert run(["design", command, str(file), *more]) == 2
    assert str(file) in capsys.readouterr().err
