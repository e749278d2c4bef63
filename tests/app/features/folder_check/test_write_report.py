"""From the rows of a folder check to a report somebody can be given."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.features.folder_check.form import RUN_NAME
from app.features.folder_check.window import FolderWindow
from btp_core.batch.run_writer import RunWriter, create_run_file
from tests.app.conftest import WAIT, Opened
from tests.core.batch.runs_for_tests import header, image_of


@pytest.fixture
def check(qtbot: QtBot, opened: Opened, tmp_path: Path) -> FolderWindow:
    """The window with a real run file of one scan in view."""
    opened.window.actions_by_name["check_folder"].trigger()
    window = opened.window.folder.window
    window.set_folder(tmp_path)
    window.progress.start_button.click()
    qtbot.waitUntil(lambda: not window.running, timeout=WAIT)
    create_run_file(tmp_path / RUN_NAME, header())
    with RunWriter(tmp_path / RUN_NAME) as writer:
        writer.add("<part>.npy", image_of("<part>.npy", 200))
    window.results.model.set_records([])
    window.open_run(tmp_path / RUN_NAME)
    qtbot.waitUntil(lambda: not window.running, timeout=WAIT)
    return window


def choose(check: FolderWindow, text: str) -> None:
    (action,) = [a for a in check.progress.output_button.menu().actions() if text in a.text()]
    action.trigger()


@pytest.mark.parametrize(
    ("text", "name", "file", "begins"),
    [
        ("folder of web pages", "the report", "the report/index.html", b"<!doctype html>"),
        ("one web page", "page", "page.html", b"<!doctype html>"),
        ("PDF", "paper", "paper.pdf", b"%PDF"),
        ("CSV", "table", "table.csv", b"\xef\xbb\xbf"),
    ],
)
def test_a_run_is_written_and_offered(
    text: str,
    name: str,
    file: str,
    begins: bytes,
    qtbot: QtBot,
    check: FolderWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(tmp_path / name), ""))
    check.progress.output_button.setEnabled(True)
    choose(check, text)
    qtbot.waitUntil(lambda: not check.running, timeout=60_000)
    assert (tmp_path / file).read_bytes().lower().startswith(begins.lower())
    (box,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox)]
    what = "table" if text == "CSV" else "report"
    assert box.text() == f"The {what} is written:\n{tmp_path / file}"
    box.close()
