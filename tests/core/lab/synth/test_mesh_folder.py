from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import trimesh

from btp_core.base.errors import DataError
from btp_core.lab.synth.base_meshes import load_base_mesh
from btp_core.lab.synth.mesh_folder import find_meshes, mesh_name, source_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    body = trimesh.creation.box((4.0, 3.0, 2.0))
    for name in ("gears/a.npz", "gears/deep/b.npz", "covers/c.npz"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        np.savez(tmp_path / name, vertices=body.vertices.astype(np.float32), faces=body.faces)
    body.export(tmp_path / "loose.stl")
    rows = ["file,facet_share", "gears/a.npz,0.02", "covers/c.npz,0.4"]
    (tmp_path / "INDEX.csv").write_text("\n".join(rows) + "\n")
    return tmp_path


def names(paths: list[Path], folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in paths]


def test_arrays_are_found_and_coarse_ones_left_out(folder: Path) -> None:
    found = names(find_meshes(folder), folder)
    assert found == ["gears/a.npz", "gears/deep/b.npz", "loose.stl"]


def test_whole_sources_are_kept_or_left_out(folder: Path) -> None:
    assert names(find_meshes(folder, only=["gears"]), folder) == ["gears/a.npz", "gears/deep/b.npz"]
    assert names(find_meshes(folder, without=["gears"]), folder) == ["loose.stl"]
    with pytest.raises(DataError, match="no source wheels"):
        find_meshes(folder, without=["wheels"])
    with pytest.raises(DataError, match="No mesh"):
        find_meshes(folder, only=["covers"])


def test_records_name_the_source(folder: Path) -> None:
    assert source_of(folder / "gears/deep/b.npz", folder) == "gears"
    assert mesh_name(folder / "gears/deep/b.npz", folder) == "mesh:gears/b.npz"
    assert mesh_name(folder / "loose.stl", folder) == "mesh:loose.stl"


def test_a_mesh_of_arrays_is_read(folder: Path) -> None:
    mesh = load_base_mesh(folder / "gears/a.npz")
    assert mesh.volume == pytest.approx(24.0)


@pytest.mark.parametrize(
    "arrays",
    [
        {"vertices": np.zeros((4, 3))},
        {"vertices": np.zeros((4, 2)), "faces": np.zeros((4, 3), dtype=int)},
        {"vertices": np.random.default_rng(0).random((4, 3)), "faces": np.full((4, 3), 9)},
    ],
)
def test_arrays_that_are_no_mesh_are_refused(tmp_path: Path, arrays: dict[str, np.ndarray]) -> None:
    np.savez(tmp_path / "odd.npz", **arrays)
    with pytest.raises(DataError, match="cannot be read"):
        load_base_mesh(tmp_path / "odd.npz")


def test_a_broken_archive_or_index_is_refused(folder: Path) -> None:
    (folder / "gears/a.npz").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(DataError, match="cannot be read"):
        load_base_mesh(folder / "gears/a.npz")
    (folder / "INDEX.csv").write_text("file,facet_share\ngears/a.npz,much\n")
    with pytest.raises(DataError, match="index"):
        find_meshes(folder)
