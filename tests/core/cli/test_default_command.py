from __future__ import annotations

from pathlib import Path

import pytest

from btp_core.cli.app import open_scans_by_default

COMMANDS = {"inspect", "bench", "window"}


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bench").mkdir()
    (tmp_path / "inspect").write_text("")
    (tmp_path / "scan").write_text("")


@pytest.mark.parametrize(
    "arguments",
    [
        ["part.ply"],
        ["scan"],
        ["folder/inspect"],
        ["./inspect"],
        ["inspect.ply", "bench"],
        ["--", "-odd.ply"],
        ["--", "bench"],
    ],
)
def test_paths_open_in_the_window(arguments: list[str]) -> None:
    assert open_scans_by_default(arguments, COMMANDS) == ["window", *arguments]


@pytest.mark.parametrize(
    "arguments",
    [
        ["inspect", "part.ply"],
        ["bench"],
        ["--help"],
        ["--version"],
        ["inspct"],
        ["inspct", "part.ply"],
    ],
)
def test_commands_options_and_mistyped_commands_stay(arguments: list[str]) -> None:
    assert open_scans_by_default(arguments, COMMANDS) == arguments


def test_nothing_at_all_opens_the_window() -> None:
    assert open_scans_by_default([], COMMANDS) == ["window"]
