"""Watching a folder from the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import settings as keys
from app.settings import Settings
from btp_core.batch.row import ScanRow
from btp_core.watch.news import ScanWatched, WatchState, WatchWarning
from tests.app.conftest import WAIT, Opened
from tests.app.fake_engine import FakeEngine


def start(qtbot: QtBot, opened: Opened, folder: Path) -> None:
    opened.window.actions_by_name["watch_folder"].trigger()
    window = opened.window.watch.window
    window.folder.setText(str(folder))
    qtbot.mouseClick(window.start_button, Qt.MouseButton.LeftButton)


def test_results_are_listed_as_they_come(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, tmp_path: Path, settings: Settings
) -> None:
    start(qtbot, opened, tmp_path)
    watch = opened.window.watch
    qtbot.waitUntil(lambda: "Watching" in watch.window.state.text(), timeout=WAIT)
    fake.arrived.put(WatchState(2))
    done = ScanRow("a.npy", "done", object_score=0.7, verdict="fail")
    fake.arrived.put(ScanWatched(done, 1))
    fake.arrived.put(ScanWatched(ScanRow("b.npy", "failed", "Broken."), 2))
    fake.arrived.put(WatchWarning("The share is slow."))
    qtbot.waitUntil(lambda: watch.window.list.topLevelItemCount() == 2, timeout=WAIT)
    assert [watch.window.list.topLevelItem(0).text(column) for column in (1, 3, 4)] == [
        "! Not inspected",
        "b.npy",
        "Broken.",
    ]
    assert "since the start: 1 failed, 0 passed, 1 without" in watch.window.summary.text()
    assert not watch.window.folder.isEnabled()
    (request,) = fake.watch_requests
    assert (request.folder, request.only_new, request.output) == (tmp_path, True, None)
    assert request.record == opened.window.record.store.path
    assert settings.get(keys.WATCH_RUN)
    qtbot.mouseClick(watch.window.stop_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not watch.running, timeout=WAIT)
    assert watch.window.folder.isEnabled()
    assert not settings.get(keys.WATCH_RUN)
    qtbot.waitUntil(lambda: any("slow" in one.text for one in opened.notices), timeout=WAIT)


def test_a_watch_goes_on_at_the_next_start(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, tmp_path: Path, settings: Settings
) -> None:
    start(qtbot, opened, tmp_path)
    qtbot.waitUntil(lambda: bool(settings.get(keys.WATCH_RUN)), timeout=WAIT)
    run = settings.get(keys.WATCH_RUN)
    watch = opened.window.watch
    opened.window.background.cancel_all("watch")  # as the end of the program does
    qtbot.waitUntil(lambda: not watch.running, timeout=WAIT)
    assert settings.get(keys.WATCH_RUN) == run
    watch.go_on()
    qtbot.waitUntil(lambda: len(fake.watch_requests) == 2, timeout=WAIT)
    assert fake.watch_requests[1].output == Path(run)
    watch.stop()
    qtbot.waitUntil(lambda: not watch.running, timeout=WAIT)
    watch.go_on()
    assert not watch.running


def test_a_folder_that_is_not_there_is_told(
    qtbot: QtBot, opened: Opened, tmp_path: Path, settings: Settings
) -> None:
    start(qtbot, opened, tmp_path / "missing")
    watch = opened.window.watch
    qtbot.waitUntil(lambda: not watch.running, timeout=WAIT)
    assert "no such folder" in watch.window.state.text()
    assert not settings.get(keys.WATCH_RUN)
    assert watch.window.start_button.isEnabled()


def test_closing_the_program_ends_the_watch(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    start(qtbot, opened, tmp_path)
    qtbot.waitUntil(lambda: opened.window.watch.running, timeout=WAIT)
    opened.window.close()
    assert not opened.window.background.running


def test_a_start_without_a_folder_says_what_is_missing(qtbot: QtBot, opened: Opened) -> None:
    opened.window.watch.window.show()
    qtbot.mouseClick(opened.window.watch.window.start_button, Qt.MouseButton.LeftButton)
    assert "folder first" in opened.window.watch.window.state.text()
    assert not opened.window.watch.running


def test_what_cannot_be_gone_on_with_now_is_tried_again_at_the_next_start_until_it_is_stopped(
    qtbot: QtBot, opened: Opened, tmp_path: Path, settings: Settings
) -> None:
    settings.set(keys.WATCH_FOLDER, str(tmp_path / "share"))
    settings.set(keys.WATCH_RUN, str(tmp_path / "run.h5"))
    watch = opened.window.watch
    watch.go_on()
    qtbot.waitUntil(lambda: not watch.running, timeout=WAIT)
    assert "no such folder" in watch.window.state.text()
    assert settings.get(keys.WATCH_RUN)
    assert watch.window.stop_button.isEnabled()
    watch.stop()
    assert not settings.get(keys.WATCH_RUN)
    assert not watch.window.stop_button.isEnabled()
