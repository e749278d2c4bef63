"""Run files that somebody crafted: nothing outside them is read, nothing hangs, memory is small."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from btp_core.base.errors import DataError, InspectError
from btp_core.batch.export import export_run, table_text
from btp_core.batch.run_file import RunFile, is_run_file, read_table
from btp_core.batch.run_header import RunHeader
from btp_core.batch.run_writer import RunWriter, create_run_file
from btp_core.cli.app import run
from btp_core.cli.run_table import print_rows, print_summary
from btp_core.report.write import write_report
from tests.core.batch.runs_for_tests import image_of, scores_of

N = 3000


@pytest.fixture
def run_path(tmp_path: Path, run_header: RunHeader) -> Path:
    path = tmp_path / "run.h5"
    create_run_file(path, run_header)
    with RunWriter(path) as writer:
        for name in ("good.ply", "sub/other.ply"):
            writer.add(name, image_of(name))
    return path


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.bin"
    path.write_bytes(np.full((N, 3), 7.25, np.float32).tobytes())
    return path


def names_of(path: Path) -> list[str]:
    return [row.name for row in read_table(path)[1]]


def _external(scan: Any, secret: Path) -> None:
    scan.create_dataset("points", (N, 3), "f4", external=[(str(secret), 0, N * 12)])


def _virtual(scan: Any, secret: Path) -> None:
    with h5py.File(secret.with_suffix(".h5"), "w") as other:
        other["points"] = np.full((N, 3), 7.25, np.float32)
    layout = h5py.VirtualLayout((N, 3), "f4")
    layout[:] = h5py.VirtualSource(str(secret.with_suffix(".h5")), "points", (N, 3))
    scan.create_virtual_dataset("points", layout)


def _external_link(scan: Any, secret: Path) -> None:
    with h5py.File(secret.with_suffix(".h5"), "w") as other:
        other["points"] = np.full((N, 3), 7.25, np.float32)
    scan["points"] = h5py.ExternalLink(str(secret.with_suffix(".h5")), "points")


def _soft_link(scan: Any, _: Path) -> None:
    scan.file["hidden"] = np.full((N, 3), 7.25, np.float32)
    scan["points"] = h5py.SoftLink("/hidden")


@pytest.mark.parametrize("lead_out", [_external, _virtual, _external_link, _soft_link])
def test_nothing_outside_is_given_away(
    run_path: Path, secret: Path, tmp_path: Path, lead_out: Callable[[Any, Path], None]
) -> None:
    with h5py.File(run_path, "r+") as file:
        lead_out(file["scans/good.ply"], secret)
    problems = export_run(run_path, tmp_path / "out")
    assert len(problems) == 2  # neither scan has points of its own
    assert not list((tmp_path / "out").rglob("*.ply"))
    with RunFile(run_path) as opened:
        assert np.array_equal(opened.scores("good.ply"), scores_of("good.ply"))
        try:
            assert opened.points("good.ply") is None
        except DataError as error:
            assert "file itself" in str(error)
    write_report(run_path, tmp_path / "report")
    for page in (tmp_path / "report").rglob("*"):
        assert page.is_dir() or b"7.25" not in page.read_bytes()


def test_scans_behind_links_are_not_there(run_path: Path) -> None:
    with h5py.File(run_path, "r+") as file:
        file["scans/soft.ply"] = h5py.SoftLink("/scans/good.ply")
        file["scans/away"] = h5py.ExternalLink(str(run_path), "/scans")
    assert names_of(run_path) == ["good.ply", "sub/other.ply"]
    with RunWriter(run_path) as writer, pytest.raises(InspectError, match="link"):
        writer.add("away/new.ply", image_of("new.ply"))
    with RunFile(run_path) as opened:
        assert opened.row("soft.ply") is None


def test_a_tree_of_hard_links_is_walked_once(run_path: Path) -> None:
    """Forty levels of two names each: a million million ways to one scan."""
    with h5py.File(run_path, "r+") as file:
        below = file["scans/sub"]
        for level in range(40):
            upper = file.create_group(f"level{level}")
            upper["a"] = below
            upper["b"] = below
            below = upper
        file["scans/tree"] = below
        file["scans/tree/circle"] = file["scans"]
    started = time.monotonic()
    assert {name.rpartition("/")[2] for name in names_of(run_path)} == {"good.ply", "other.ply"}
    assert len(names_of(run_path)) == 2
    assert time.monotonic() - started < 10.0


def test_groups_nested_without_end(run_path: Path) -> None:
    with h5py.File(run_path, "r+") as file:
        group = file["scans"]
        for _ in range(500):
            group = group.create_group("g")
    with pytest.raises(DataError, match="nested"):
        read_table(run_path)


@pytest.mark.parametrize("name", ["scores", "points"])
@pytest.mark.parametrize("chunks", [None, (1 << 20, 3)])
def test_an_announced_array_takes_no_memory(run_path: Path, name: str, chunks: Any) -> None:
    shape = (400_000_000, 3) if name == "points" else (400_000_000,)
    with h5py.File(run_path, "r+") as file:
        scan = file["scans/good.ply"]
        scan.pop(name, None)
        scan.create_dataset(name, shape, "f4", chunks=chunks and chunks[: len(shape)])
    with RunFile(run_path) as opened, pytest.raises(DataError, match="complete"):
        getattr(opened, name)("good.ply")


def test_an_encoding_of_more_points_than_there_are(run_path: Path) -> None:
    with h5py.File(run_path, "r+") as file:
        encoding = file["scans/good.ply"].create_group("encoding")
        encoding.attrs["n_points"] = N
        encoding.create_group("divided").attrs["n_points"] = 2**60
        circle = file["scans/sub/other.ply"].create_group("encoding")
        circle.attrs["n_points"] = N
        circle["divided"] = circle
    with RunFile(run_path) as opened:
        for name in ("good.ply", "sub/other.ply"):
            with pytest.raises(DataError):
                opened.encoding(name)


ODD: list[Any] = [
    np.inf,
    1 + 2j,
    h5py.Empty("f8"),
    np.zeros(3),
    "text",
    b"\xff\xfe",
    "[" * 5000,
    "[null]",
]


@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:20])
def test_odd_attributes_are_one_typed_error(run_path: Path, value: Any) -> None:
    with h5py.File(run_path, "r") as file:
        of_run, of_scan = list(file.attrs), list(file["scans/good.ply"].attrs)
    before = run_path.read_bytes()
    for place, names in (("/", of_run), ("scans/good.ply", of_scan)):
        for name in names:
            run_path.write_bytes(before)
            with h5py.File(run_path, "r+") as file:
                del file[place].attrs[name]
                file[place].attrs[name] = value
            try:
                header, rows = read_table(run_path)
            except DataError:
                continue
            # What is read can be shown: a text where a text belongs is of any content.
            table_text(rows)
            print_rows(rows)
            print_summary(rows, header)


def test_regions_of_any_kind_can_be_shown(run_path: Path, tmp_path: Path) -> None:
    regions = [
        {"area": "x", "centroid": [None, {}, []], "extent": 7, "n_points": 1e300},
        {"deviation": True, "likely_type": ["a"], "max_score": None},
        {},
    ]
    with h5py.File(run_path, "r+") as file:
        file["scans/good.ply"].attrs["regions"] = json.dumps(regions)
        file["scans/good.ply"].attrs["verdict"] = "fail"
        file["scans/good.ply"].attrs["alignment"] = json.dumps({"fit": "a", "pose": 3})
    assert run(["show", str(run_path)]) == 0
    assert run(["report", str(run_path), "-o", str(tmp_path / "report")]) == 0


def test_bad_names_cost_only_themselves(run_path: Path, tmp_path: Path) -> None:
    with h5py.File(run_path, "r+") as file:
        for name in (b"%2E%2E", b"a%2Fb", b"\xff\xfe.ply", b"%00.ply", b"%2Fetc%2Fpasswd", b".. "):
            h5py.h5o.copy(file["scans"].id, b"good.ply", file["scans"].id, name)
    assert names_of(run_path) == [".. ", "good.ply", "sub/other.ply"]
    export_run(run_path, tmp_path / "out")
    assert (tmp_path / "out" / "scans.csv").is_file()


def test_only_one_module_opens_foreign_files() -> None:
    root = Path(__file__).parents[3] / "btp_core"
    opening = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if any("h5py.File(" in line and '"r"' in line for line in path.read_text().splitlines())
    }
    # The second one reads back from memory what a worker packed.
    assert opening == {"base/foreign_hdf5.py", "batch/run_writer.py"}


def test_a_crafted_file_is_still_known_for_what_it_is(run_path: Path, tmp_path: Path) -> None:
    assert is_run_file(run_path)
    with h5py.File(tmp_path / "other.h5", "w") as file:
        file["x"] = 1
    assert not is_run_file(tmp_path / "other.h5")
