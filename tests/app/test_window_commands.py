"""Commands of the menus, through the real window over a fake engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.command_table import COMMANDS
from app.features.help.dialogs import ErrorDialog, versions
from app.features.help.shortcuts import ShortcutsDialog
from app.features.pictures.maker import save_picture
from app.main_window import MainWindow
from app.notify import Level, Notice, Notifier
from app.settings import COLORMAP, PARALLEL, SPAN_HIGH, THRESHOLD, Settings
from app.theme.manager import ThemeManager
from app.theme.tokens import DARK
from app.viewport.base import CameraPreset
from tests.app.conftest import WAIT, Opened
from tests.app.fake_engine import FakeEngine
from tests.app.recording_view import RecordingView


def test_no_two_commands_share_a_key(opened: Opened) -> None:
    keys = [
        key.toString()
        for command in COMMANDS
        for key in opened.window.actions_by_name[command.name].shortcuts()
    ]
    assert len(keys) == len(set(keys)) > 10


@pytest.mark.parametrize(
    ("key", "preset"),
    [(Qt.Key.Key_1, CameraPreset.FRONT), (Qt.Key.Key_5, CameraPreset.TOP)],
)
def test_keys_choose_the_camera(
    qtbot: QtBot, opened: Opened, scan_file: Path, key: Qt.Key, preset: CameraPreset
) -> None:
    opened.open(scan_file)
    qtbot.keyClick(opened.window, key)
    assert opened.view.camera is preset


def test_typing_a_phrase_triggers_no_command(qtbot: QtBot, opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    edit = opened.window.prompts.normal
    edit.setFocus()
    edit.clear()
    qtbot.keyClicks(edit, "foo 15")
    assert edit.toPlainText() == "foo 15"
    assert opened.view.camera is CameraPreset.ISOMETRIC
    opened.wait_idle()


def test_the_theme_is_applied_everywhere_and_kept(opened: Opened) -> None:
    opened.window.actions_by_name["theme_dark"].trigger()
    assert opened.view.style_shown.theme is DARK
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    assert DARK.surface in application.styleSheet()
    assert opened.window._themes.choice == "dark"
    opened.window.actions_by_name["theme_light"].trigger()


def test_a_slip_on_the_key_of_the_projection_is_gone_at_the_next_start(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, settings: Settings
) -> None:
    qtbot.keyClick(opened.window.view_area.viewport, Qt.Key.Key_P)
    assert opened.view.style_shown.parallel
    opened.window.close()
    again = MainWindow(fake.engine(), settings, Notifier(), ThemeManager(settings), RecordingView)
    qtbot.addWidget(again)
    assert not again.view_area.style_shown.parallel
    again.close()


def test_the_projection_chosen_in_the_settings_is_kept(opened: Opened, settings: Settings) -> None:
    opened.window.settings_commands.apply(PARALLEL, True)
    assert opened.view.style_shown.parallel
    opened.window.close()
    assert settings.get(PARALLEL) is True


def test_what_was_changed_last_is_kept_without_a_proper_end(
    qtbot: QtBot, opened: Opened, settings: Settings
) -> None:
    heatmap = opened.window.heatmap
    heatmap.colormap.setCurrentIndex(2)
    heatmap.span.high.setValue(0.8)
    heatmap.slider.set_value(0.66)

    def kept() -> tuple[object, ...]:
        read = Settings(settings.path)
        return read.get(COLORMAP), read.get(SPAN_HIGH), read.get(THRESHOLD)

    # Read from the file by somebody else, while the window is open.
    wanted = (heatmap.colormap.currentData(), pytest.approx(0.8), pytest.approx(0.66))
    qtbot.waitUntil(lambda: kept() == wanted, timeout=WAIT)


def test_a_window_fits_the_screen_whatever_was_kept(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, settings: Settings
) -> None:
    window = opened.window
    room = window.screen().availableGeometry()
    assert room.contains(window.geometry())
    window.resize(room.width() + 800, room.height() + 800)
    window.close()
    again = MainWindow(fake.engine(), settings, Notifier(), ThemeManager(settings), RecordingView)
    qtbot.addWidget(again)
    assert again.width() <= room.width()
    assert again.height() <= room.height()
    assert again.minimumSizeHint().width() <= 640, "a screen of 1280 at 200 %"
    assert again.minimumSizeHint().height() <= 360, "a screen of 720 at 200 %"
    again.close()


def test_words_and_result_are_a_key_away(qtbot: QtBot, opened: Opened) -> None:
    window = opened.window

    def seen() -> list[bool]:
        return [not w.visibleRegion().isEmpty() for w in (window.result, window.prompts)]

    assert seen() == [True, False]
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: seen() == [False, True], timeout=WAIT)
    assert window.prompts.defective.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: seen() == [True, False], timeout=WAIT)


def test_shortcuts_and_about_open_without_stopping_the_window(qtbot: QtBot, opened: Opened) -> None:
    opened.window.actions_by_name["shortcuts"].trigger()
    opened.window.actions_by_name["about"].trigger()
    dialogs = opened.window.findChildren(ShortcutsDialog)
    assert len(dialogs) == 1
    texts = {label.text() for label in dialogs[0].findChildren(QLabel)}
    commands = opened.window.actions_by_name
    for command in COMMANDS:
        if keys := commands[command.name].shortcut().toString():
            assert keys in texts, f"{command.name} is not on the sheet"
    assert "Ctrl+Alt+Z" in texts
    assert "numpy" in versions()
    for dialog in QApplication.topLevelWidgets():
        if dialog is not opened.window:
            dialog.close()


def test_unexpected_errors_open_a_dialog_with_details_to_copy(qtbot: QtBot, opened: Opened) -> None:
    opened.window._notifier.notice.emit(
        Notice(Level.UNEXPECTED, "Oh", "Something.", "Traceback: the details")
    )
    dialog = opened.window.findChild(ErrorDialog)
    assert dialog is not None
    assert "the details" in dialog.details.toPlainText()
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    copied = QApplication.clipboard().text()
    assert "the details" in copied
    assert "Python" in copied
    dialog.close()


@pytest.mark.parametrize(
    ("name", "written"), [("a.png", "a.png"), ("a", "a.png"), ("b.jpg", "b.jpg")]
)
def test_pictures_are_written(qapp: QApplication, tmp_path: Path, name: str, written: str) -> None:
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(0xFF3366)
    assert save_picture(image, tmp_path / name, Notifier())
    assert QImage(str(tmp_path / written)).width() == 20


@pytest.mark.parametrize("name", ["a.gif", "file/x.png"])
def test_pictures_that_cannot_be_written_are_told(
    qapp: QApplication, tmp_path: Path, name: str
) -> None:
    notifier, notices = Notifier(), []
    notifier.notice.connect(notices.append)
    image = QImage(20, 10, QImage.Format.Format_RGB32)

    (tmp_path / "file").write_text("in the way")
    assert not save_picture(image, tmp_path / name, notifier)
    assert notices[0].level is Level.ERROR
