"""The command ``report``, and ``batch --report``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from btp_core.cli.app import run


def test_batch_writes_a_report_and_report_writes_it_again(
    small_scan: Path, small_model: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scans, output, pages = tmp_path / "scans", tmp_path / "run.h5", tmp_path / "pages"
    scans.mkdir()
    shutil.copy(small_scan, scans / "part.npy")
    command = ["batch", str(scans), "-o", str(output), "--model", small_model, "--workers", "0"]
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    assert run([*command, "--report", str(tmp_path / "full")]) == 2
    assert "holds other files" in capsys.readouterr().err
    assert not output.exists()

    assert run([*command, "--threshold", "0", "--report", str(pages)]) == 1
    assert f"wrote {pages / 'index.html'}" in capsys.readouterr().out
    assert (pages / "report.pdf").is_file()
    for name in ("one.html", "one.pdf"):
        assert run(["report", str(output), "-o", str(tmp_path / name)]) == 0
        assert (tmp_path / name).is_file()
    assert run(["report", str(tmp_path / "none.h5"), "-o", str(pages)]) == 2
    assert "none.h5" in capsys.readouterr().err
