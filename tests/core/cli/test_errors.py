from __future__ import annotations

from pathlib import Path

import pytest

from btp_core.cli.app import run
from tests.core.cli.conftest import bad_files

NAMES = [
    "missing.ply",
    "empty.ply",
    "garbage.ply",
    "truncated.ply",
    "unknown.docx",
    "no-points.xyz",
    "three.xyz",
    "not-finite.xyz",
    "equal.xyz",
    "line.xyz",
    "pickle.npy",
    "objects.npy",
    "bad-count.stl",
    "folder.ply",
]


@pytest.mark.parametrize("name", NAMES)
def test_bad_input_is_one_message_that_names_the_file(
    name: str, small_model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = bad_files(tmp_path)[name]
    arguments = ["inspect", str(path), "--output", str(tmp_path / "out"), "--json"]
    code = run([*arguments, "--model", small_model])
    out, err = capsys.readouterr()
    assert code == 2
    assert out == ""
    assert err.count("\n") == 1, err
    assert name in err
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()


def test_a_missing_prompt_file_is_found_before_the_scan_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(["inspect", "none.ply", "--prompts", str(tmp_path / "none.toml")])
    assert code == 2
    assert "none.toml" in capsys.readouterr().err


def test_too_many_points_are_refused(small_scan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inspect", str(small_scan), "--max-points", "1000"]) == 2
    assert "1,000" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["inspect"],
        ["inspect", "a.ply", "--threshold", "1.5"],
        ["inspect", "a.ply", "--nonsense"],
        ["inspct"],
        ["--nonsense"],
        ["no-such-file.ply"],
        ["inspect", "a.ply", "b.ply"],
    ],
)
def test_wrong_usage_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err
    assert "Traceback" not in err


def test_a_mistyped_command_is_suggested(capsys: pytest.CaptureFixture[str]) -> None:
    run(["inspct"])
    assert "inspect" in capsys.readouterr().err


def test_a_fault_of_the_program_is_not_taken_for_a_failed_part(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("out of cheese")

    monkeypatch.setattr("btp_core.cli.inspect.inspect_scan", broken)
    assert run(["inspect", "a.ply"]) == 3
    assert "out of cheese" in capsys.readouterr().err


@pytest.mark.parametrize(("error", "code"), [(MemoryError, 2), (KeyboardInterrupt, 130)])
def test_lack_of_memory_and_interruption_have_codes(
    error: type[BaseException],
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("btp_core.cli.inspect.inspect_scan", broken)
    assert run(["inspect", "a.ply"]) == code
    assert "Traceback" not in capsys.readouterr().err


def test_the_window_says_what_to_do_without_a_display(
    small_scan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert run([str(small_scan)]) == 2
    assert "btp-inspect inspect" in capsys.readouterr().err


def test_an_output_folder_that_cannot_be_made_is_said(
    small_scan: Path, small_model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("")
    arguments = ["inspect", str(small_scan), "--output", str(tmp_path / "taken")]
    assert run([*arguments, "--model", small_model]) == 2
    assert "taken" in capsys.readouterr().err
