"""After a crash the last session is offered again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.main_window import MainWindow
from app.notify import Notifier
from app.settings import Settings
from app.theme.manager import ThemeManager
from btp_core.text.prompts import PromptSet
from tests.app.conftest import WAIT, Opened
from tests.app.fake_engine import FakeEngine
from tests.app.recording_view import RecordingView


def kept(settings: Settings) -> Path:
    return settings.path.with_name("session.json")


def leave_behind(settings: Settings, scan: Path) -> None:
    prompts = PromptSet(("fine",), ("cracked",), name="mine").to_dict()
    kept(settings).write_text(json.dumps({"paths": [str(scan)], "prompts": prompts}))


@pytest.fixture
def window(qtbot: QtBot, fake: FakeEngine, settings: Settings, scan_file: Path):  # type: ignore[no-untyped-def]
    leave_behind(settings, scan_file)
    made = MainWindow(fake.engine(), settings, Notifier(), ThemeManager(settings), RecordingView)
    qtbot.addWidget(made)
    made.show()
    yield made
    fake.release()
    made.shutdown()
    made.close()


def test_scans_and_wording_come_back(qtbot: QtBot, window: MainWindow, scan_file: Path) -> None:
    assert window.offer_last_session()
    (box,) = window.findChildren(QMessageBox)
    box.button(QMessageBox.StandardButton.Yes).click()
    qtbot.waitUntil(lambda: len(window.session.open_scans) == 1, timeout=WAIT)
    qtbot.waitUntil(lambda: window.idle, timeout=WAIT)
    assert window.session.open_scans.current.path == scan_file
    assert window.session.prompts.anomaly == ("cracked",)


def test_no_means_no(qtbot: QtBot, window: MainWindow) -> None:
    window.offer_last_session()
    (box,) = window.findChildren(QMessageBox)
    box.button(QMessageBox.StandardButton.No).click()
    assert len(window.session.open_scans) == 0


def test_the_session_is_kept_while_the_window_lives_and_gone_after(
    qtbot: QtBot, opened: Opened, settings: Settings, scan_file: Path
) -> None:
    opened.open(scan_file)
    opened.window.prompts.defective.setPlainText("rusty")
    opened.wait_idle()
    qtbot.waitUntil(
        lambda: kept(settings).exists() and "rusty" in kept(settings).read_text(), timeout=WAIT
    )
    assert json.loads(kept(settings).read_text())["paths"] == [str(scan_file)]
    opened.window.prompt_commands.unsaved.forget()
    opened.window.close()
    assert not kept(settings).exists()


def test_a_kill_leaves_no_lock_in_the_settings_folder(
    qtbot: QtBot, opened: Opened, settings: Settings, scan_file: Path
) -> None:
    opened.open(scan_file)
    qtbot.waitUntil(kept(settings).exists, timeout=WAIT)
    # What is there now is what a kill leaves.
    assert opened.window.recovery.owns
    assert list(settings.path.parent.glob("*.lock")) == []


def test_a_second_window_leaves_the_first_one_s_session_alone(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, settings: Settings, scan_file: Path
) -> None:
    opened.open(scan_file)
    qtbot.waitUntil(kept(settings).exists, timeout=WAIT)
    second = MainWindow(fake.engine(), settings, Notifier(), ThemeManager(settings), RecordingView)
    qtbot.addWidget(second)
    assert not second.offer_last_session()
    second.close()
    assert kept(settings).exists()


@pytest.mark.parametrize("content", ["", "[]", '{"paths": 3}', '{"paths": ["x"], "prompts": {}}'])
def test_a_damaged_file_is_nothing_to_go_on_with(
    qtbot: QtBot, fake: FakeEngine, settings: Settings, content: str
) -> None:
    kept(settings).write_text(content)
    made = MainWindow(fake.engine(), settings, Notifier(), ThemeManager(settings), RecordingView)
    qtbot.addWidget(made)
    assert not made.offer_last_session()
    made.close()
