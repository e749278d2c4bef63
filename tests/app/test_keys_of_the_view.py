"""Plain characters are commands in the view only; Esc closes what is open."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.notify import Level, Notice
from app.session.open_scan import Stage
from app.viewport.base import Coloring
from tests.app.conftest import WAIT, Opened, sphere
from tests.app.fake_engine import FakeEngine


def test_letters_typed_in_a_list_are_no_commands(
    qtbot: QtBot, opened: Opened, scan_file: Path
) -> None:
    opened.open(scan_file)
    window = opened.window
    for widget in (window.scans.view, window.result.regions, window.heatmap.slider):
        widget.setFocus()
        for key in (Qt.Key.Key_D, Qt.Key.Key_O, Qt.Key.Key_P, Qt.Key.Key_B):
            qtbot.keyClick(widget, key)
    assert window.idle
    assert opened.view.style_shown.coloring is Coloring.HEATMAP
    assert not opened.view.style_shown.parallel
    assert not opened.view.clipping
    window.view_area.viewport.setFocus()
    qtbot.keyClick(window.view_area.viewport, Qt.Key.Key_O)
    assert opened.view.style_shown.coloring is Coloring.ORIGINAL


def test_the_view_has_the_focus_at_first(opened: Opened) -> None:
    assert QApplication.focusWidget() is opened.window.view_area.viewport


def test_esc_closes_notices_then_the_comparison_then_the_clipping_box(
    qtbot: QtBot, opened: Opened, scan_file: Path
) -> None:
    opened.open(scan_file)
    window = opened.window
    window.prompts.defective.setPlainText("torn")
    opened.wait_idle()
    window.actions_by_name["compare"].trigger()
    window.actions_by_name["clip"].trigger()
    window.view_area.notices.show_notice(Notice(Level.ERROR, "a", "b"))
    seen = []
    for _ in range(3):
        qtbot.keyClick(window, Qt.Key.Key_Escape)
        seen.append(
            (
                bool(window.view_area.notices.cards),
                window.view_area.caption.isVisible(),
                opened.view.clipping,
            )
        )
    assert seen == [(False, True, True), (False, False, True), (False, False, False)]


@pytest.mark.parametrize("stop", [True, False])
def test_esc_asks_before_waiting_scans_are_dropped(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, tmp_path: Path, stop: bool
) -> None:
    paths = [tmp_path / f"{number}.npy" for number in range(3)]
    for path in paths:
        np.save(path, sphere(100))
    window = opened.window
    fake.gates["encode"].hold()
    window.open(paths)
    qtbot.waitUntil(fake.gates["encode"].entered.is_set, timeout=WAIT)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    (box,) = window.findChildren(QMessageBox)
    assert "3 scan" in box.text()
    assert window.session.n_under_way == 3
    named = [button for button in box.buttons() if ("Stop" in button.text()) is stop]
    qtbot.mouseClick(named[0], Qt.MouseButton.LeftButton)
    fake.release()
    opened.wait_idle()
    stages = {open_scan.stage for open_scan in window.session.open_scans}
    assert stages == {Stage.CANCELLED if stop else Stage.DONE}
