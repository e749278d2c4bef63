"""Beginning a folder check: what is typed, what was checked before, what closes it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from app.features.folder_check.cells import Show
from app.features.folder_check.form import RUN_NAME
from app.features.folder_check.table import NAME
from app.features.folder_check.window import FolderWindow
from tests.app.conftest import WAIT, Opened, sphere
from tests.app.fake_engine import FakeEngine

NAMES = ("a.npy", "b.npy", "c.npy")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "batch"
    place.mkdir()
    for name in NAMES:
        np.save(place / name, sphere(200))
    return place


@pytest.fixture
def check(opened: Opened) -> FolderWindow:
    opened.window.actions_by_name["check_folder"].trigger()
    return opened.window.folder.window


def run(qtbot: QtBot, check: FolderWindow) -> None:
    qtbot.mouseClick(check.progress.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not check.running, timeout=WAIT)


def answer(window: QWidget, text: str) -> None:
    (box,) = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    (button,) = [button for button in box.buttons() if text in button.text()]
    button.click()


def test_a_folder_that_is_typed_is_checked(
    qtbot: QtBot, fake: FakeEngine, check: FolderWindow, folder: Path
) -> None:
    check.form.folder.setFocus()
    qtbot.keyClicks(check.form.folder, str(folder))
    assert check.form.output.text() == str(folder / RUN_NAME)
    run(qtbot, check)
    assert fake.folder_requests[-1].folder == folder
    assert fake.folder_requests[-1].output == folder / RUN_NAME


def test_enter_in_the_folder_field_starts(
    qtbot: QtBot, fake: FakeEngine, check: FolderWindow, folder: Path
) -> None:
    check.form.folder.setText(str(folder))
    qtbot.keyClick(check.form.folder, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(fake.folder_requests) == 1, timeout=WAIT)
    qtbot.waitUntil(lambda: not check.running, timeout=WAIT)
    assert len(fake.folder_requests) == 1


def test_starting_without_a_folder_says_what_is_missing(
    qtbot: QtBot, fake: FakeEngine, check: FolderWindow
) -> None:
    run(qtbot, check)
    assert fake.folder_requests == []
    assert "folder first" in check.progress.state.text()


def test_a_run_file_of_its_own_stays_when_the_folder_changes(
    qtbot: QtBot, check: FolderWindow, folder: Path, tmp_path: Path
) -> None:
    check.form.output.setText("")
    qtbot.keyClicks(check.form.output, str(tmp_path / "mine.h5"))
    check.form.folder.setText(str(folder))
    assert check.form.output_path == tmp_path / "mine.h5"


def test_all_scans_are_listed_as_waiting_while_the_model_is_loaded(
    qtbot: QtBot, fake: FakeEngine, check: FolderWindow, folder: Path
) -> None:
    check.set_folder(folder)
    gate = fake.gates["loading"]
    gate.hold()
    qtbot.mouseClick(check.progress.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: check.results.model.rowCount() == 3, timeout=WAIT)
    assert "model" in check.progress.state.text()
    assert "3 waiting" in check.results.summary.text()
    assert check.results.filters.chips[Show.WAITING].isVisible()
    cells = [check.results.model.index(row, 0).data() for row in range(3)]
    assert cells == ["Waiting"] * 3
    gate.release()
    qtbot.waitUntil(lambda: not check.running, timeout=WAIT)
    assert "waiting" not in check.results.summary.text()
    assert not check.results.filters.chips[Show.WAITING].isVisible()


def test_rows_have_pictures_and_coloured_verdicts(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, check: FolderWindow, folder: Path
) -> None:
    check.set_folder(folder)
    run(qtbot, check)
    model = check.results.model
    qtbot.waitUntil(lambda: all(map(model.has_picture, NAMES)), timeout=WAIT)
    assert sorted(set(fake.drawn)) == list(NAMES)
    assert model.index(0, NAME).data(Qt.ItemDataRole.DecorationRole).width() == 40
    theme = opened.view.style_shown.theme
    colors = {
        model.index(row, 0).data(): model.index(row, 0).data(Qt.ItemDataRole.ForegroundRole).name()
        for row in range(3)
    }
    assert colors == {"✕ Fail": theme.failed, "✓ Pass": theme.passed}


def test_a_filter_without_rows_says_so(qtbot: QtBot, check: FolderWindow, folder: Path) -> None:
    check.set_folder(folder)
    run(qtbot, check)
    check.results.filters.search.setText("<b>x")
    assert "<b>x" in check.results.table.message.text()
    assert check.results.table.message.textFormat() is Qt.TextFormat.PlainText
    check.results.filters.search.clear()
    assert check.results.table.message.text() == ""


@pytest.mark.parametrize("choice", ["Score again", "New run", "Cancel"])
def test_a_run_of_other_words_is_scored_again_or_begun_anew(
    qtbot: QtBot, fake: FakeEngine, check: FolderWindow, folder: Path, choice: str
) -> None:
    check.set_folder(folder)
    run(qtbot, check)
    (folder / RUN_NAME).write_bytes(b"a run")
    fake.other_settings = "prompts"
    run(qtbot, check)
    answer(check, choice)
    qtbot.waitUntil(lambda: not check.running, timeout=WAIT)
    other = folder / "btp-inspect-2.h5"
    asked = [request.output for request in fake.folder_requests]
    if choice == "Score again":
        ((source, request),) = fake.rescored
        assert (source, request.output) == (folder / RUN_NAME, other)
        assert check.results.model.rowCount() == 3
    else:
        assert fake.rescored == []
        again = [other] if choice == "New run" else []
        assert asked == [folder / RUN_NAME] * 2 + again
    assert (folder / RUN_NAME).read_bytes() == b"a run"


def test_a_run_of_another_model_is_not_scored_again(
    qtbot: QtBot, fake: FakeEngine, check: FolderWindow, folder: Path
) -> None:
    check.set_folder(folder)
    fake.other_settings = "model"
    run(qtbot, check)
    (box,) = check.findChildren(QMessageBox)
    assert not any("Score" in button.text() for button in box.buttons())
    answer(check, "Cancel")


@pytest.mark.parametrize("choice", ["Keep checking", "Stop the check", "Cancel"])
def test_closing_the_window_of_a_check_asks(
    qtbot: QtBot, fake: FakeEngine, check: FolderWindow, folder: Path, choice: str
) -> None:
    check.set_folder(folder)
    fake.gates["folder"].hold()
    qtbot.mouseClick(check.progress.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(fake.gates["folder"].entered.is_set, timeout=WAIT)
    check.close()
    assert check.isVisible()
    answer(check, choice)
    assert check.isVisible() == (choice == "Cancel")
    fake.release()
    qtbot.waitUntil(lambda: not check.running, timeout=WAIT)
    assert len(check.results.records) == (0 if choice == "Stop the check" else 3)
    check.close()
    assert not check.isVisible()


@pytest.mark.parametrize("choice", ["Stop and close", "Cancel"])
def test_closing_the_program_asks_about_a_check(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, check: FolderWindow, folder: Path, choice: str
) -> None:
    check.set_folder(folder)
    fake.gates["folder"].hold()
    qtbot.mouseClick(check.progress.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(fake.gates["folder"].entered.is_set, timeout=WAIT)
    opened.window.close()
    assert opened.window.isVisible()
    answer(check, choice)
    assert opened.window.isVisible() == (choice == "Cancel")
    assert check.running == (choice == "Cancel")
