"""Checking a folder from the window, over a fake engine."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.features.folder_check.cells import Show
from app.features.folder_check.form import RUN_NAME
from app.features.folder_check.table import NAME, SCORE
from app.features.folder_check.window import FolderWindow
from app.notify import Level
from app.session.open_scan import OpenScan
from btp_core.inspection.results import DesignLabel
from tests.app.conftest import WAIT, Opened, sphere
from tests.app.fake_engine import FakeEngine

NAMES = ("a.npy", "b_broken.npy", "c.npy", "d.npy")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "batch of <parts>"
    place.mkdir()
    for name in NAMES:
        np.save(place / name, sphere(200))
    return place


@pytest.fixture
def check(opened: Opened, folder: Path) -> FolderWindow:
    opened.window.actions_by_name["check_folder"].trigger()
    window = opened.window.folder.window
    window.set_folder(folder)
    return window


def run(qtbot: QtBot, check: FolderWindow) -> None:
    qtbot.mouseClick(check.progress.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not check.running, timeout=WAIT)


def column(check: FolderWindow, place: int) -> list[str]:
    rows = check.results.model.rowCount()
    return [check.results.model.index(row, place).data() for row in range(rows)]


def test_rows_arrive_and_are_summed_up(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, check: FolderWindow, folder: Path
) -> None:
    run(qtbot, check)
    assert sorted(column(check, NAME)) == list(NAMES)
    assert check.results.summary.text() == "4 scans: 2 failed, 1 passed, 1 not inspected"
    assert check.progress.bar.value() == 1000
    (request,) = fake.folder_requests
    assert request.output == folder / RUN_NAME
    assert request.prompts == opened.window.session.prompts
    assert request.threshold == opened.window.session.threshold


def test_the_table_sorts_and_filters(qtbot: QtBot, check: FolderWindow) -> None:
    run(qtbot, check)
    # The highest score first; what could not be inspected comes last.
    assert column(check, NAME) == ["d.npy", "c.npy", "a.npy", "b_broken.npy"]
    check.results.table.sortByColumn(NAME, Qt.SortOrder.AscendingOrder)
    assert column(check, NAME) == list(NAMES)
    check.results.filters.chips[Show.FAILED].click()
    assert column(check, NAME) == ["a.npy", "c.npy"]
    check.results.filters.chips[Show.NOT_INSPECTED].click()
    assert column(check, SCORE) == [""]
    assert check.results.filters.chips[Show.ALL].text() == "All  4"
    check.results.filters.chips[Show.ALL].click()
    check.results.filters.search.setText("C.")
    assert column(check, NAME) == ["c.npy"]


def test_failed_ones_are_tried_again_on_request(
    qtbot: QtBot, fake: FakeEngine, check: FolderWindow
) -> None:
    assert not check.progress.retry_button.isVisible()
    run(qtbot, check)
    assert check.progress.retry_button.isVisible()
    qtbot.mouseClick(check.progress.retry_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not check.running, timeout=WAIT)
    assert [request.retry_failed for request in fake.folder_requests] == [False, True]
    assert "0 not inspected" in check.results.summary.text()
    assert not check.progress.retry_button.isVisible()


def test_a_check_can_be_cancelled_and_the_window_stays_usable(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, check: FolderWindow, scan_file: Path
) -> None:
    gate = fake.gates["folder"]
    gate.hold()
    qtbot.mouseClick(check.progress.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(gate.entered.is_set, timeout=WAIT)
    assert not check.progress.start_button.isEnabled()
    opened.open(scan_file)
    assert opened.window.session.open_scans.current.verdict is not None
    qtbot.mouseClick(check.progress.cancel_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not check.running, timeout=WAIT)
    assert check.progress.start_button.isEnabled()
    assert "Stopped" in check.progress.state.text()


def test_what_a_cancelled_check_did_not_reach_is_told(
    qtbot: QtBot, fake: FakeEngine, check: FolderWindow
) -> None:
    fake.folder_pause_after = 1
    qtbot.mouseClick(check.progress.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(check.results.model.records), timeout=WAIT)
    assert "reached" not in check.results.summary.text()
    qtbot.mouseClick(check.progress.cancel_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not check.running, timeout=WAIT)
    text = "1 scan: 1 failed, 0 passed, 0 not inspected; 3 more were not reached"
    assert check.results.summary.text() == text
    fake.release()
    run(qtbot, check)
    assert "reached" not in check.results.summary.text()


def test_a_double_click_opens_the_stored_map_with_its_wording(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, check: FolderWindow, folder: Path
) -> None:
    run(qtbot, check)
    check.results.table.doubleClicked.emit(check.results.model.index(0, 0))
    opened.wait_idle()
    open_scan = opened.window.session.open_scans.current
    assert open_scan.path == folder / "d.npy"
    assert open_scan.scores.point_scores.tolist() == [0.25] * 200
    assert fake.scored == []
    caption = opened.window.view_area.caption
    assert caption.isVisible()
    assert caption.text() == f"Stored map of {RUN_NAME}"
    assert opened.window.heatmap.threshold == pytest.approx(0.61)
    assert opened.window.prompts.prompts.name == "kept"


def test_a_stored_map_comes_with_the_name_and_the_units_of_its_design(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, check: FolderWindow
) -> None:
    fake.stored_design = DesignLabel("bracket 4711", 3, "0" * 64, 0.61, "inch")
    run(qtbot, check)
    check.results.table.doubleClicked.emit(check.results.model.index(0, 0))
    opened.wait_idle()
    result = opened.window.result
    assert opened.window.session.design is None
    assert result.caption.text() == "with bracket 4711, version 3"
    assert result.regions._units == " inch"


@pytest.mark.parametrize("name", ["d.npy", "b_broken.npy"])
def test_a_scan_that_was_chosen_is_seen(
    qtbot: QtBot, opened: Opened, check: FolderWindow, name: str
) -> None:
    # A child, or a dialog, would stay above the main window.
    assert check.parent() is None
    assert check.windowType() == Qt.WindowType.Window
    run(qtbot, check)
    qtbot.waitUntil(check.isActiveWindow, timeout=WAIT)
    opened.window.showMinimized()
    check.results.table.doubleClicked.emit(
        check.results.model.index(column(check, NAME).index(name), 0)
    )
    qtbot.waitUntil(opened.window.isActiveWindow, timeout=WAIT)
    assert not opened.window.isMinimized()
    opened.wait_idle()


def test_the_window_goes_with_the_program(
    qtbot: QtBot, opened: Opened, check: FolderWindow
) -> None:
    gone: list[bool] = []
    check.destroyed.connect(lambda: gone.append(True))
    QTimer.singleShot(0, opened.window.close)
    qtbot.waitUntil(lambda: bool(gone), timeout=WAIT)


def test_an_error_is_told_and_the_check_can_begin_again(
    qtbot: QtBot, opened: Opened, check: FolderWindow, tmp_path: Path
) -> None:
    check.set_folder(tmp_path / "missing")
    run(qtbot, check)
    assert opened.notices[-1].level is Level.UNEXPECTED
    assert check.progress.start_button.isEnabled()


def test_closing_the_program_ends_a_check(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, check: FolderWindow
) -> None:
    gate = fake.gates["folder"]
    gate.hold()
    qtbot.mouseClick(check.progress.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(gate.entered.is_set, timeout=WAIT)
    opened.window.shutdown()
    assert not check.running


def open_stored(opened: Opened, check: FolderWindow) -> OpenScan:
    check.results.table.doubleClicked.emit(check.results.model.index(0, 0))
    opened.wait_idle()
    open_scan = opened.window.session.open_scans.current
    assert open_scan is not None
    assert open_scan.stored is not None
    return open_scan


@pytest.mark.parametrize("kept", [True, False])
def test_new_words_score_a_stored_scan(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, check: FolderWindow, kept: bool
) -> None:
    fake.keeps_encodings = kept
    run(qtbot, check)
    open_scan = open_stored(opened, check)
    fake.gates["encode"].entered.clear()
    opened.window.prompts.defective.setPlainText("a scratch")
    opened.wait_idle()
    assert open_scan.stored is None
    assert open_scan.scores is not None
    assert open_scan.scores.point_scores.max() > 0.5
    assert fake.gates["encode"].entered.is_set() != kept
    assert not opened.window.view_area.caption.isVisible()


def test_another_threshold_judges_a_stored_scan_and_keeps_its_map(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, check: FolderWindow
) -> None:
    run(qtbot, check)
    open_scan = open_stored(opened, check)
    scores, scored = open_scan.scores, len(fake.scored)
    opened.window.heatmap.slider.set_value(0.9)
    opened.wait_idle()
    assert open_scan.scores is scores
    assert open_scan.stored is not None
    assert open_scan.judged_threshold == pytest.approx(0.9)
    assert len(fake.scored) == scored
    assert opened.window.view_area.caption.isVisible()


def test_a_stored_map_does_not_wait_for_the_worker(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, check: FolderWindow, scan_file: Path
) -> None:
    run(qtbot, check)
    fake.gates["encode"].hold()
    opened.window.open([scan_file])
    qtbot.waitUntil(fake.gates["encode"].entered.is_set, timeout=WAIT)
    check.results.table.doubleClicked.emit(check.results.model.index(0, 0))
    qtbot.waitUntil(opened.window.view_area.caption.isVisible, timeout=WAIT)
    assert opened.view.scores is not None
    fake.release()
    opened.wait_idle()


def test_a_stored_map_stays_when_its_scan_cannot_be_encoded(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, check: FolderWindow
) -> None:
    fake.keeps_encodings = False
    run(qtbot, check)
    open_scan = open_stored(opened, check)
    open_scan.path.write_bytes(b"damaged")
    opened.window.prompts.defective.setPlainText("a scratch")
    opened.wait_idle()
    assert opened.notices[-1].level is Level.ERROR
    assert open_scan.stored is not None
    assert opened.window.view_area.caption.isVisible()


def test_an_earlier_check_is_opened_by_its_file(
    qtbot: QtBot, opened: Opened, check: FolderWindow, folder: Path
) -> None:
    run(qtbot, check)
    path = folder / RUN_NAME
    with h5py.File(path, "w") as file:
        file.attrs["schema_version"] = 1
        file.create_group("scans")
    check.results.model.set_records([])
    check.close()
    opened.open(path)
    qtbot.waitUntil(lambda: not check.running, timeout=WAIT)
    assert check.isVisible()
    assert sorted(column(check, NAME)) == list(NAMES)
    assert check.form.folder.text() == str(folder)
    assert "kept" in check.progress.state.text()
    assert len(opened.window.session.open_scans) == 0
    # Found among scans, it is left alone.
    opened.open(folder)
    assert [d.path.suffix for d in opened.window.session.open_scans] == [".npy"] * 4


def test_names_and_errors_can_be_copied(qtbot: QtBot, check: FolderWindow) -> None:
    run(qtbot, check)
    check.results.filters.chips[Show.NOT_INSPECTED].click()
    check.results.table.selectRow(0)
    qtbot.keyClick(check.results.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QApplication.clipboard().text()
    assert text == "b_broken.npy\tCannot be read. Export it again."
