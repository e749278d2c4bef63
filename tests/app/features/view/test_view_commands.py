"""Opacity, point size and clipping box, through the real window over a fake engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import settings as keys
from tests.app.conftest import Opened


def test_the_opacity_reaches_view_and_legend_and_is_kept(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    opened.window.heatmap.opacity.setValue(40)
    assert opened.view.style_shown.opacity == pytest.approx(0.4)
    assert opened.window.view_area.legend._style.opacity == pytest.approx(0.4)
    opened.window.close()
    assert opened.window._settings.get(keys.OPACITY) == pytest.approx(0.4)


def test_points_grow_and_shrink_by_key_and_follow_their_spacing_again(
    qtbot: QtBot, opened: Opened, scan_file: Path
) -> None:
    opened.open(scan_file)
    begun = opened.view.point_size()
    qtbot.keyClick(opened.window, Qt.Key.Key_Plus)
    assert opened.view.style_shown.point_size == begun + 1
    for _ in range(40):
        qtbot.keyClick(opened.window, Qt.Key.Key_Minus)
    assert opened.view.style_shown.point_size == 1
    qtbot.keyClick(opened.window, Qt.Key.Key_Asterisk)
    assert opened.view.style_shown.point_size == 0
    assert opened.window._settings.get(keys.POINT_SIZE) == 0


def test_a_key_puts_the_clipping_box_on_and_the_status_line_says_so(
    qtbot: QtBot, opened: Opened, scan_file: Path
) -> None:
    opened.open(scan_file)
    window, action = opened.window, opened.window.actions_by_name["clip"]
    assert not window.status.clipping.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_B)
    assert opened.view.clipping
    assert action.isChecked()
    assert "B" in window.status.clipping.text()
    assert window.status.clipping.isVisible()
    verdict = window.session.open_scans.current.verdict
    qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    assert opened.view.clipping_resets == 1
    assert window.session.open_scans.current.verdict is verdict
    opened.view.set_clipping(False)  # as the view does when the scan goes
    assert not action.isChecked()
    assert not window.status.clipping.isVisible()
    assert not window.actions_by_name["reset_clip"].isEnabled()


def test_the_status_line_tells_how_many_points_are_drawn(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    points = opened.window.status.points
    whole = points.text()
    opened.view.drawn_changed.emit(1000)
    assert points.text().startswith("1,000 of 3,000 points shown")
    opened.view.drawn_changed.emit(3000)
    assert points.text() == whole
