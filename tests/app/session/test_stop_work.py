"""Cancelling work and closing the window in the middle of it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.session.open_scan import Stage
from tests.app.conftest import WAIT, Opened
from tests.app.fake_engine import FakeEngine

STAGES = ("read", "load", "encode", "score", "judge")


def begin(qtbot: QtBot, opened: Opened, fake: FakeEngine, stage: str, *paths: Path) -> None:
    fake.gates[stage].hold()
    opened.window.open(list(paths))
    qtbot.waitUntil(fake.gates[stage].entered.is_set, timeout=WAIT)


def test_cancelling_stops_the_running_and_the_waiting(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path, tmp_path: Path
) -> None:
    others = [tmp_path / f"{number}.npy" for number in range(4)]
    for path in others:
        path.write_bytes(scan_file.read_bytes())
    begin(qtbot, opened, fake, "encode", scan_file, *others)
    qtbot.waitUntil(opened.window.status.busy.isVisible, timeout=WAIT)
    qtbot.mouseClick(opened.window.status.busy.cancel_button, Qt.MouseButton.LeftButton)
    opened.wait_idle()
    stages = [open_scan.stage for open_scan in opened.window.session.open_scans]
    assert stages == [Stage.CANCELLED] * 5
    assert fake.read == [scan_file]
    assert not opened.window.status.busy.isVisible()
    assert opened.notices == []


def test_a_cancelled_scan_can_be_opened_again(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path
) -> None:
    begin(qtbot, opened, fake, "encode", scan_file)
    qtbot.keyClick(opened.window, Qt.Key.Key_Escape)
    opened.wait_idle()
    fake.release()
    open_scan = opened.window.session.open_scans.current
    assert open_scan is not None
    choose_in_list(opened, "Try again")
    opened.wait_idle()
    assert open_scan.stage is Stage.DONE
    choose_in_list(opened, "Close")
    assert opened.window.session.open_scans.current is None


def choose_in_list(opened: Opened, text: str) -> None:
    """From the context menu of the first scan of the list."""
    scans = opened.window.scans
    place = scans.view.visualRect(scans.model.index(0)).center()
    scans.view.customContextMenuRequested.emit(place)
    menu = scans.findChildren(QMenu)[-1]
    (action,) = [action for action in menu.actions() if action.text() == text]
    action.trigger()
    menu.close()


def test_progress_names_file_and_stage(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path
) -> None:
    begin(qtbot, opened, fake, "encode", scan_file)
    busy = opened.window.status.busy
    qtbot.waitUntil(lambda: "ball.npy" in busy.label.text() and busy.bar.value() > 100)


def test_closing_a_scan_stops_its_work_only(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.npy"
    other.write_bytes(scan_file.read_bytes())
    begin(qtbot, opened, fake, "encode", scan_file, other)
    open_scan = opened.window.session.open_scans.current
    assert open_scan is not None
    opened.window.session.close(open_scan)
    fake.release()
    opened.wait_idle()
    assert [d.path for d in opened.window.session.open_scans] == [other]
    assert opened.window.session.open_scans.current.stage is Stage.DONE


@pytest.mark.parametrize("stage", STAGES)
def test_closing_the_window_in_the_middle(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path, stage: str
) -> None:
    begin(qtbot, opened, fake, stage, scan_file)
    # A stage that cannot be interrupted ends by itself while the window waits for it.
    later = threading.Timer(0.05, fake.release)
    later.start()
    opened.window.close()
    later.join()
    assert opened.view.closed
    assert not opened.window.background.running
    assert not opened.window.isVisible()


def test_nothing_is_taken_after_closing(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path
) -> None:
    opened.window.close()
    opened.window.open([scan_file])
    opened.window.prompts.prompts_changed.emit(opened.window.prompts.prompts)
    assert opened.window.idle
    assert fake.read == []


def test_closing_twice_is_harmless(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    opened.window.close()
    opened.window.close()
    assert opened.view.closed
