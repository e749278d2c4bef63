"""A report of the scan in view: what is asked, when it is offered, where it goes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.features.report.dialog import ReportDialog
from app.notify import Level
from app.settings import INSPECTOR_NAME, Settings
from btp_core.base.errors import OutputError
from btp_core.report import one_scan
from btp_core.report.particulars import Particulars
from tests.app.conftest import WAIT, Opened


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What would have been written."""
    asked: list[tuple[Any, ...]] = []

    def write(*arguments: Any, units: str) -> Path:
        asked.append(arguments)
        if arguments[3].stem == "cannot":
            raise OutputError("Cannot be written.", path=arguments[3])
        return Path(arguments[3])

    monkeypatch.setattr(one_scan, "write_scan_report", write)
    return asked


def ask(qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (name, ""))
    opened.window.actions_by_name["save_report"].trigger()
    (dialog,) = opened.window.findChildren(ReportDialog)
    dialog.part_number.setText("4711")
    dialog.operator.setText("Jo Doe")
    dialog.note.setPlainText("second shift")
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)


def test_what_is_typed_and_judged_goes_into_the_report(
    qtbot: QtBot,
    opened: Opened,
    settings: Settings,
    scan_file: Path,
    tmp_path: Path,
    written: list[tuple[Any, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not opened.window.actions_by_name["save_report"].isEnabled()
    opened.open(scan_file)
    ask(qtbot, opened, monkeypatch, str(tmp_path / "mine"))
    qtbot.waitUntil(lambda: bool(opened.window.findChildren(QMessageBox)), timeout=WAIT)
    open_scan = opened.window.session.open_scans.current
    assert open_scan is not None
    (arguments,) = written
    assert arguments[:3] == (open_scan.scan, open_scan.scores, open_scan.verdict)
    assert arguments[3] == tmp_path / "mine.pdf"
    assert arguments[4] == Particulars("Jo Doe", "4711", "second shift")
    assert settings.get(INSPECTOR_NAME) == "Jo Doe"
    (box,) = opened.window.findChildren(QMessageBox)
    assert str(tmp_path / "mine.pdf") in box.text()
    box.button(QMessageBox.StandardButton.Close).click()


def test_a_report_that_cannot_be_written_is_told(
    qtbot: QtBot,
    opened: Opened,
    scan_file: Path,
    tmp_path: Path,
    written: list[tuple[Any, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened.open(scan_file)
    ask(qtbot, opened, monkeypatch, str(tmp_path / "cannot.html"))
    qtbot.waitUntil(lambda: bool(opened.notices), timeout=WAIT)
    assert opened.notices[-1].level is Level.ERROR
