from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from btp_core.base.errors import CancelledError, DataError
from btp_core.base.progress import CancelToken
from btp_core.batch.find import find_scans

ODD_NAMES = (
    "with space.ply",
    "quote'\".ply",
    "Übergröße.ply",
    "<script>alert(1)</script>.ply".replace("/", "\u2215"),
    "line\nbreak.ply",
    "n" * 251 + ".ply",
)


def _touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_scans_of_all_formats_are_found_below_the_folder_in_order(tmp_path: Path) -> None:
    _touch(tmp_path, "b.ply", "a/z.XYZ", "a/deep/er/c.stl", "notes.md", "a/README", "a.las")
    found = find_scans(tmp_path)
    assert found.names == ("a.las", "a/deep/er/c.stl", "a/z.XYZ", "b.ply")
    assert found.path("b.ply") == tmp_path / "b.ply"
    assert found.warnings == ()


def test_odd_names_are_kept(tmp_path: Path) -> None:
    _touch(tmp_path, *ODD_NAMES)
    assert set(find_scans(tmp_path).names) == set(ODD_NAMES)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse names that are no text")
def test_names_that_are_no_text_are_kept(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/part\xff\xfe.ply"
    os.close(os.open(raw, os.O_CREAT | os.O_WRONLY))
    found = find_scans(tmp_path)
    assert found.names == ("part\udcff\udcfe.ply",)
    assert os.fsencode(found.path(found.names[0])) == raw


def test_patterns_choose_by_name_by_path_and_by_folder(tmp_path: Path) -> None:
    _touch(tmp_path, "good/a.ply", "good/b.STL", "old/a.ply", "x/old/c.ply", "part-1.ply")

    def names(*include: str, exclude: tuple[str, ...] = ()) -> tuple[str, ...]:
        return find_scans(tmp_path, include=include, exclude=exclude).names

    assert names("*.stl") == ("good/b.STL",)
    assert names("good/*") == ("good/a.ply", "good/b.STL")
    assert names("a.ply", "part-?.ply") == ("good/a.ply", "old/a.ply", "part-1.ply")
    assert names(exclude=("old",)) == ("good/a.ply", "good/b.STL", "part-1.ply")
    assert names(exclude=("x/old", "*.stl")) == ("good/a.ply", "old/a.ply", "part-1.ply")
    assert names("*.ply", exclude=("a.*",)) == ("part-1.ply", "x/old/c.ply")


def test_links_are_not_followed_and_told(tmp_path: Path) -> None:
    folder, outside = tmp_path / "scans", tmp_path / "outside"
    _touch(folder, "a/part.ply")
    _touch(outside, "secret.ply")
    (folder / "a" / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "self.ply").symlink_to("self.ply")
    (folder / "away").symlink_to(outside, target_is_directory=True)
    (folder / "away.ply").symlink_to(outside / "secret.ply")
    found = find_scans(folder)
    assert found.names == ("a/part.ply",)
    assert found.warnings == ("Links that were not followed: 4.",)
    (tmp_path / "door").symlink_to(folder, target_is_directory=True)
    assert find_scans(tmp_path / "door").names == ("a/part.ply",)


def test_hidden_files_folders_and_the_output_are_left_out(tmp_path: Path) -> None:
    _touch(tmp_path, ".part-1.ply", ".cache/a.ply", "run.h5", "scan.h5", "b.ply")
    (tmp_path / "folder.ply").mkdir()
    os.mkfifo(tmp_path / "pipe.ply")
    assert find_scans(tmp_path, leave_out=[tmp_path / "run.h5"]).names == ("b.ply", "scan.h5")


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    _touch(tmp_path, "file.ply")
    with pytest.raises(DataError, match="no such folder"):
        find_scans(tmp_path / "missing")
    with pytest.raises(DataError, match="not a folder"):
        find_scans(tmp_path / "file.ply")
    with pytest.raises(DataError, match="cannot be read"):
        find_scans("a\0b")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
)
def test_what_may_not_be_read_is_told(tmp_path: Path) -> None:
    _touch(tmp_path, "locked/a.ply", "b.ply")
    (tmp_path / "locked").chmod(0)
    try:
        found = find_scans(tmp_path)
        assert found.names == ("b.ply",)
        assert found.warnings[0].startswith("A folder cannot be read and was left out: locked")
        with pytest.raises(DataError, match="cannot be read"):
            find_scans(tmp_path / "locked")
    finally:
        (tmp_path / "locked").chmod(0o700)


def test_the_search_can_be_cancelled(tmp_path: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(CancelledError):
        find_scans(tmp_path, cancel=token)


def test_ten_thousand_files(tmp_path: Path) -> None:
    for number in range(10_000):
        (tmp_path / f"{number:05d}.ply").touch()
    names = find_scans(tmp_path).names
    assert len(names) == 10_000
    assert names[0] == "00000.ply"
    assert names[-1] == "09999.ply"
