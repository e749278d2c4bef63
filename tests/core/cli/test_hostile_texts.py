"""What files and their names say is shown as text: to a terminal, a spreadsheet, a reader."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import pytest

from btp_core.base.csv_text import csv_text
from btp_core.base.errors import InspectError, ModelError, ScanReadError
from btp_core.base.messages import Message
from btp_core.base.shown_text import shortened
from btp_core.batch.row import ScanRow
from btp_core.batch.run_header import RunHeader
from btp_core.batch.run_writer import RunWriter, create_run_file, scan_image
from btp_core.cli.app import run
from btp_core.model.convert.checkpoint import read_checkpoint
from btp_core.report.folder import MARK, check_folder, report_folder
from btp_core.scans.reading import read_scan
from tests.core.batch.runs_for_tests import header

EVIL = "\x1b]0;owned\x07\x1b[2J\u202eylp.part\r\n"


@pytest.mark.parametrize("command", ["inspect", "show", "export", "report"])
def test_no_name_reaches_the_terminal_raw(
    command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"{EVIL}.ply"
    path.write_bytes(b"ply\nformat \x1b[31m 1.0\nend_header\n")
    more = [] if command in ("inspect", "show") else ["--output", str(tmp_path / "out")]
    assert run([command, str(path), *more]) == 2
    out, err = capfd.readouterr()
    assert "\x1b" not in out + err
    assert "\u202e" not in out + err
    assert "\\x1b]0;owned" in err


def test_what_a_run_says_is_shown_as_text(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "run.h5"
    texts = {"design": EVIL, "design_sha256": "ab" * 32, "design_units": EVIL, "device": EVIL}
    create_run_file(path, header(**texts))
    with RunWriter(path) as writer:
        for name in (EVIL, f"sub/{EVIL}"):
            row = ScanRow(name, "failed", error=EVIL, warnings=(EVIL,))
            writer.add(name, scan_image(row, None, points=False, embeddings=False))
    assert run(["show", str(path)]) == 0
    out, err = capfd.readouterr()
    assert "\x1b" not in out + err
    assert "\u202e" not in out + err
    assert isinstance(header(), RunHeader)


def test_no_message_is_longer_than_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(6):
            archive.writestr(f"{number}{'x' * 60_000}.npy", b"\x93NUMPY\1\0")
    with pytest.raises(ScanReadError) as caught:
        read_scan(path)
    assert len(caught.value.message) < 2000
    long = InspectError("y" * 10_000, next_step="Do this.")
    nested = InspectError(Message("a {b}", b=Message("c {d}", d="e" * 10_000)))
    for error in (long, nested):
        assert len(error.message) < 2000
    assert long.message.endswith("Do this.")
    assert shortened("short", 100) == "short"


def test_no_cell_is_a_formula_however_lines_are_divided() -> None:
    cells = ["=1+1", "part;=cmd|' /C calc'!A0", "a;\t=b", "a\n@b", "plain; text", "a=b", 3.5, None]
    (row,) = csv_text(["name"] * len(cells), [cells]).split("\r\n", 1)[1:]
    for separator in (";", ",", "\t", "|", "\n"):
        for cell in row.split(separator):
            assert cell.strip().strip('"').strip()[:1] not in ("=", "+", "@"), (separator, row)
    assert "plain; text" in row
    assert "a=b" in row


def test_what_a_killed_report_leaves_does_not_block_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    with pytest.raises(KeyboardInterrupt), report_folder(folder) as staging:
        left = staging.name
        raise KeyboardInterrupt
    (folder / left / "pictures").mkdir(parents=True)  # as a kill leaves it
    (folder / left / "pictures" / "1-front.jpg").write_bytes(b"")
    check_folder(folder)
    with report_folder(folder) as staging:
        (staging / "index.html").write_text("new")
    assert sorted(path.name for path in folder.iterdir()) == ["index.html", MARK]
    others = tmp_path / "others"
    (others / left / "my things").mkdir(parents=True)
    with pytest.raises(InspectError, match="holds other files"):
        check_folder(others)


@pytest.mark.parametrize("body", [b"(" * 1_500_000, b"(" * 700_000 + b"t" * 700_000])
def test_nested_marks_are_no_reason_to_wait(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "a.pt"
    for factor in (1, 40):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a/data.pkl", b"\x80\x02" + body[: len(body) // 10] * factor + b".")
            archive.writestr("a/version", "3")
        started = time.monotonic()
        with pytest.raises(ModelError):
            read_checkpoint(path)
        assert time.monotonic() - started < 20.0


def test_a_library_that_is_not_installed_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ModuleNotFoundError("No module named 'open3d'", name="open3d")

    monkeypatch.setattr("btp_core.batch.run_file.read_table", missing)
    assert run(["show", "run.h5"]) == 2
    assert "needs the library open3d" in capsys.readouterr().err
