"""The settings dialog, through the real window over a fake engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app import settings as keys
from app.features.settings.dialog import SettingsDialog, show_value, value_of
from app.theme.tokens import DARK
from btp_core.model.detail import Detail
from tests.app.conftest import Opened


@pytest.fixture
def dialog(opened: Opened, scan_file: Path) -> SettingsDialog:
    opened.open(scan_file)
    opened.window.heatmap.number.setValue(0.31)
    opened.window.actions_by_name["settings"].trigger()
    (found,) = opened.window.findChildren(SettingsDialog)
    return found


def choose(dialog: SettingsDialog, setting: keys.Setting, value: Any) -> None:
    show_value(dialog.editors[setting.key], value)


def test_it_shows_what_the_window_shows(dialog: SettingsDialog) -> None:
    assert value_of(dialog.editors[keys.THRESHOLD.key]) == pytest.approx(0.31)
    assert len(dialog.editors) == len(keys.IN_DIALOG) == 15
    dialog.close()


def test_changes_are_in_force_at_once_and_kept(opened: Opened, dialog: SettingsDialog) -> None:
    window = opened.window
    choose(dialog, keys.THEME, "dark")
    choose(dialog, keys.COLORMAP, "viridis")
    choose(dialog, keys.POINT_SIZE, 7)
    choose(dialog, keys.REDUCE_MOVING, False)
    choose(dialog, keys.THRESHOLD, 0.8)
    choose(dialog, keys.DETAIL, "fine")
    choose(dialog, keys.DEVICE, "cpu")
    style = opened.view.style_shown
    assert style.theme is DARK
    assert (style.colormap, style.point_size, style.reduce_moving) == ("viridis", 7, False)
    assert window.session.threshold == pytest.approx(0.8)
    assert window.session.detail == Detail.FINE
    for setting, value in [
        (keys.THEME, "dark"),
        (keys.POINT_SIZE, 7),
        (keys.DETAIL, "fine"),
        (keys.DEVICE, "cpu"),
    ]:
        assert window._settings.get(setting) == value
    dialog.reset()
    for setting in keys.IN_DIALOG:
        assert window._settings.get(setting) == pytest.approx(setting.default)
    assert opened.view.style_shown.point_size == 0
    assert window.session.detail == Detail.OVERVIEW
    dialog.close()
    opened.wait_idle()


def test_another_language_is_told_to_wait_for_the_next_start(
    opened: Opened, dialog: SettingsDialog
) -> None:
    choose(dialog, keys.LANGUAGE, "de")
    assert opened.window._settings.get(keys.LANGUAGE) == "de"
    assert len(opened.notices) == 1
    dialog.close()


def test_it_is_no_higher_than_the_screen_and_its_button_stays(dialog: SettingsDialog) -> None:
    dialog.resize(dialog.width(), 300)
    QApplication.processEvents()
    assert dialog.height() <= 300
    assert dialog.rect().contains(
        dialog.reset_button.geometry().translated(dialog.reset_button.parentWidget().pos())
    )
    dialog.close()
