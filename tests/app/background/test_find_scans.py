from __future__ import annotations

from pathlib import Path

import pytest

from app.background import find
from app.background.find import Found, find_scans
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
    found = find_scans([tree / "parts"], KNOWN, CancelToken())
    files, empty = found.files, found.empty
    names = [path.relative_to(tree / "parts").as_posix() for path in files]
    assert names == ["a.STL", "b.ply", "sub/c.ply", "sub/deep/d.stl"]
    assert empty == ()


def test_named_files_are_kept_whatever_they_are_and_each_once(tree: Path) -> None:
    note = tree / "parts" / "note.md"
    files = find_scans([note, tree / "gone.ply", note], KNOWN, CancelToken()).files
    assert files == (note, tree / "gone.ply")


def test_folders_without_scans_are_named(tree: Path) -> None:
    assert find_scans([tree / "empty"], KNOWN, CancelToken()) == Found(
        (), (tree / "empty",), (), ()
    )


def test_more_scans_than_the_list_can_take_are_told(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = tree / "parts"
    monkeypatch.setattr(find, "MAX_FILES_PER_FOLDER", 3)
    found = find_scans([parts], KNOWN, CancelToken())
    assert (len(found.files), found.cut) == (3, (parts,))
    monkeypatch.setattr(find, "MAX_FILES_PER_FOLDER", 4)
    found = find_scans([parts], KNOWN, CancelToken())
    assert (len(found.files), found.cut) == (4, ())


def test_walking_stops_when_cancelled(tree: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        find_scans([tree / "parts"], KNOWN, token)
