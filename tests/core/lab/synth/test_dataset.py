from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import trimesh

from btp_core.base.errors import CancelledError, DataError
from btp_core.base.progress import CancelToken
from btp_core.cli.app import run
from btp_core.lab.synth.base_meshes import load_base_mesh, vary
from btp_core.lab.synth.contact_sheet import write_contact_sheet
from btp_core.lab.synth.dataset import synthesize
from btp_core.lab.synth.defects import DEFECT_KINDS
from btp_core.lab.synth.mesh_folder import find_meshes

POINTS = 10_000


@pytest.fixture(scope="module")
def meshes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("meshes") / "deeper"
    folder.mkdir()
    trimesh.creation.box((4.0, 3.0, 2.0)).export(folder / "box.stl")
    trimesh.creation.annulus(0.5, 1.0, 0.8, sections=48).export(folder / "ring.ply")
    return folder.parent


@pytest.fixture(scope="module")
def made(meshes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("set")
    synthesize(folder, parts=3, seed=7, workers=0, meshes=meshes, mesh_share=1.0, points=POINTS)
    return folder


def test_each_part_has_a_good_scan_and_two_defective_ones(made: Path) -> None:
    records = json.loads((made / "index.json").read_text())
    assert len(records) == 9
    for record in records:
        with np.load(made / record["file"], allow_pickle=False) as data:
            points, labels, types = data["points"], data["labels"], data["types"]
        assert points.dtype == np.float32
        assert points.shape == (record["n"], 3)
        assert np.isfinite(points).all()
        assert labels.dtype == types.dtype == np.uint8
        assert np.array_equal(labels, types > 0)
        assert labels.mean() == pytest.approx(record["frac"], abs=1e-5)
        wanted = {DEFECT_KINDS.index(kind) + 1 for kind in record["kinds"]}
        assert set(np.unique(types)) - {0} == wanted
        assert all((types == number).sum() >= 15 for number in wanted)
        assert bool(wanted) == (not record["file"].endswith("_0.npz"))
        # The subfolder is the source of the mesh.
        assert record["family"] in ("mesh:deeper/box.stl", "mesh:deeper/ring.ply")
    assert (made / "contact_sheet.png").stat().st_size > 10_000


def same_scans(first: Path, second: Path, part: int) -> bool:
    for number in range(3):
        name = f"scans/{part:06d}_{number}.npz"
        with np.load(first / name) as a, np.load(second / name) as b:
            if not all(np.array_equal(a[key], b[key]) for key in ("points", "types")):
                return False
    return True


def test_a_part_depends_on_seed_and_number_only(made: Path, meshes: Path, tmp_path: Path) -> None:
    synthesize(
        tmp_path, parts=1, seed=7, workers=1, meshes=meshes, mesh_share=1.0, points=POINTS,
        first_part=2,
    )  # fmt: skip
    assert same_scans(made, tmp_path, 2)
    other = tmp_path / "other"
    synthesize(
        other, parts=1, seed=8, workers=0, meshes=meshes, mesh_share=1.0, points=POINTS,
        first_part=2,
    )  # fmt: skip
    assert not same_scans(made, other, 2)


def test_going_on_keeps_what_is_there(made: Path, meshes: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in (made / "scans").iterdir()}
    synthesize(made, parts=4, seed=7, workers=0, meshes=meshes, mesh_share=1.0, points=POINTS)
    after = {p: p.stat().st_mtime_ns for p in (made / "scans").iterdir()}
    assert len(after) == 12
    assert before.items() <= after.items()
    assert len(json.loads((made / "index.json").read_text())) == 12


def test_unusable_meshes_are_skipped_and_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "meshes"
    folder.mkdir()
    (folder / "broken.stl").write_bytes(b"solid nothing of the kind")
    with caplog.at_level(logging.WARNING), pytest.raises(DataError, match="Not one part"):
        synthesize(tmp_path / "out", parts=2, seed=0, workers=0, meshes=folder, mesh_share=1.0)
    assert caplog.text.count("was skipped") == 2


def test_folder_without_meshes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="No mesh"):
        synthesize(tmp_path / "out", parts=1, seed=0, workers=0, meshes=tmp_path)


def test_the_contact_sheet_shows_good_and_defective_scans(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = json.loads((made / "index.json").read_text()) * 15
    opened = []
    load = np.load

    def look(path: Path, **rest: Any) -> Any:
        opened.append(Path(path).stem.endswith("_0"))
        return load(path, **rest)

    monkeypatch.setattr(np, "load", look)
    write_contact_sheet(made, records, tmp_path / "sheet.png")
    assert (opened.count(True), opened.count(False)) == (8, 32)


def test_cancelling_stops_before_the_next_part(meshes: Path, tmp_path: Path) -> None:
    token = CancelToken()
    seen: list[float] = []

    def report(stage: str, fraction: float) -> None:
        seen.append(fraction)
        if fraction > 0:
            token.cancel()

    with pytest.raises(CancelledError):
        synthesize(
            tmp_path, parts=5, seed=7, workers=0, meshes=meshes, mesh_share=1.0, points=6000,
            progress=report, cancel=token,
        )  # fmt: skip
    assert seen == [0.0, 0.2]
    assert len(json.loads((tmp_path / "index.json").read_text())) == 3


def test_varied_meshes_keep_the_size_and_stay_solid(meshes: Path) -> None:
    for path in find_meshes(meshes):
        mesh = load_base_mesh(path)
        volumes = set()
        for seed in range(12):
            varied = vary(mesh, np.random.default_rng(seed))
            low, high = varied.bounds
            assert np.linalg.norm(high - low) == pytest.approx(100.0)
            assert varied.volume > 0
            volumes.add(round(varied.volume))
        assert len(volumes) > 6


def test_procedural_parts_are_the_default(tmp_path: Path) -> None:
    synthesize(tmp_path, parts=1, seed=3, workers=0, points=POINTS)
    records = json.loads((tmp_path / "index.json").read_text())
    assert len(records) == 3
    assert not records[0]["family"].startswith("mesh:")


def test_command_line(meshes: Path, tmp_path: Path) -> None:
    arguments = ["synthesize", str(tmp_path / "out")]
    arguments += ["--parts", "1", "--seed", "7", "--workers", "0"]
    arguments += ["--meshes", str(meshes), "--mesh-share", "1", "--points", "6000"]
    assert run(arguments) == 0
    assert (tmp_path / "out" / "index.json").exists()
    refused = ["synthesize", str(tmp_path / "no"), "--meshes", str(tmp_path / "none")]
    assert run(refused) == 2
