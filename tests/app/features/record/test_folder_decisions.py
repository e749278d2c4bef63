"""Decisions in the table of a folder check."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app import settings as keys
from app.features.folder_check.table import DECISION
from app.settings import Settings
from btp_core.batch.recording import record_run
from btp_core.batch.run_writer import RunWriter, create_run_file
from btp_core.record.file import RecordFile
from btp_core.record.search import Query, search
from tests.app.conftest import WAIT, Opened
from tests.app.fake_engine import FakeEngine
from tests.core.batch.runs_for_tests import header, image_of


@pytest.fixture(autouse=True)
def record(settings: Settings, tmp_path: Path) -> Path:
    path = tmp_path / "r.sqlite"
    settings.set(keys.RECORD_FILE, str(path))
    settings.set(keys.INSPECTOR_NAME, "Ada")
    return path


@pytest.fixture
def run(tmp_path: Path) -> Path:
    path = tmp_path / "run.h5"
    create_run_file(path, header(folder=str(tmp_path)))
    with RunWriter(path) as writer:
        for number in range(3):
            name = f"4711-{number:04d}.npy"
            writer.add(name, image_of(name, sha256=f"{number:064x}"))
    return path


def test_decisions_are_made_and_shown_in_the_table(
    qtbot: QtBot,
    opened: Opened,
    fake: FakeEngine,
    run: Path,
    record: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from app.background.folder import read_rows

    monkeypatch.setattr(fake, "_read_run", read_rows)
    window, folder = opened.window.folder.window, opened.window.record.folder
    assert folder is not None
    object.__setattr__(window._engine, "read_run", read_rows)
    opened.window.folder.open_run(run)
    qtbot.waitUntil(lambda: not window.running, timeout=WAIT)
    model, table = window.results.model, window.results.table
    assert table.isColumnHidden(DECISION)
    table.selectAll()
    menu = QMenu()
    table.menu_opens.emit(menu, list(model.records)[:2])
    titles = [action.text() for action in menu.actions() if action.text()]
    assert titles == ["Accept…", "Reject…", "Rework…"]
    menu.actions()[1].trigger()
    assert folder.dialog is not None
    folder.dialog.accept()
    qtbot.waitUntil(lambda: not table.isColumnHidden(DECISION), timeout=WAIT)
    texts = sorted(model.index(row, DECISION).data() for row in range(3))
    assert texts == ["", "Accepted · Ada", "Accepted · Ada"]
    with RecordFile(record) as opened_record:
        rows = search(opened_record, Query())
    assert [(row.decision, row.source) for row in rows] == [("accept", "batch")] * 2
    added = record_run(record, run)
    assert [one.new for one in added] == [False, False, True]


def test_a_check_is_told_which_record(
    opened: Opened, fake: FakeEngine, tmp_path: Path, record: Path, settings: Settings
) -> None:
    window = opened.window.folder.window
    settings.set(keys.SERIAL_PATTERN, r"\d+")
    request = window._request(tmp_path, tmp_path / "run.h5")
    assert (request.record, request.serial_pattern) == (record, r"\d+")
    settings.set(keys.RECORD_KEEP, False)
    assert window._request(tmp_path, tmp_path / "run.h5").record is None
