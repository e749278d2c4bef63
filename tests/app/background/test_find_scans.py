from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from app.background import find
from app.background.find import Found, scans_to_open
from btp_core.base.errors import CancelledError
from btp_core.base.progress import CancelToken

KNOWN = {".ply", ".stl"}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("b.ply", "a.STL", "note.md", "sub/c.ply", "sub/deep/d.stl"):
        path = tmp_path / "parts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "empty").mkdir()
    return tmp_path


def test_folders_are_walked_in_name_order(tree: Path) -> None:
    found = scans_to_open([tree / "parts"], KNOWN, CancelToken())
    files, empty = found.files, found.empty
    names = [path.relative_to(tree / "parts").as_posix() for path in files]
    assert names == ["a.STL", "b.ply", "sub/c.ply", "sub/deep/d.stl"]
    assert empty == ()


def test_named_files_are_kept_whatever_they_are_and_each_once(tree: Path) -> None:
    note = tree / "parts" / "note.md"
    files = scans_to_open([note, tree / "gone.ply", note], KNOWN, CancelToken()).files
    assert files == (note, tree / "gone.ply")


def test_folders_without_scans_are_named(tree: Path) -> None:
    assert scans_to_open([tree / "empty"], KNOWN, CancelToken()) == Found(
        (), (tree / "empty",), (), ()
    )


def test_more_scans_than_the_list_can_take_are_told(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = tree / "parts"
    monkeypatch.setattr(find, "MAX_FILES_PER_FOLDER", 3)
    found = scans_to_open([parts], KNOWN, CancelToken())
    assert (len(found.files), found.cut) == (3, (parts,))
    monkeypatch.setattr(find, "MAX_FILES_PER_FOLDER", 4)
    found = scans_to_open([parts], KNOWN, CancelToken())
    assert (len(found.files), found.cut) == (4, ())


def test_walking_stops_at_the_folder_in_which_it_is_cancelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        (tmp_path / f"{number:02d}" / "below").mkdir(parents=True)
        (tmp_path / f"{number:02d}" / "part.ply").touch()
    token, listed, listing = CancelToken(), [], os.scandir

    def scandir(path: Path) -> Any:
        listed.append(path)
        if len(listed) == 3:
            token.cancel()
        return listing(path)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(CancelledError):
        scans_to_open([tmp_path], KNOWN, token)
    assert len(listed) == 3


def test_a_folder_with_more_scans_than_are_opened_is_not_walked_to_its_end(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed, listing = [], os.scandir

    def scandir(path: Path) -> Any:
        listed.append(Path(path).name)
        return listing(path)

    monkeypatch.setattr(find, "MAX_FILES_PER_FOLDER", 2)
    monkeypatch.setattr(os, "scandir", scandir)
    assert len(scans_to_open([tree / "parts"], KNOWN, CancelToken()).files) == 2
    assert "deep" not in listed


def test_links_to_folders_are_not_followed(tree: Path) -> None:
    (tree / "parts" / "again").symlink_to(tree / "parts", target_is_directory=True)
    (tree / "parts" / "z.ply").symlink_to(tree / "parts" / "b.ply")
    files = scans_to_open([tree / "parts"], KNOWN, CancelToken()).files
    names = [path.relative_to(tree / "parts").as_posix() for path in files]
    assert names == ["a.STL", "b.ply", "sub/c.ply", "sub/deep/d.stl", "z.ply"]
