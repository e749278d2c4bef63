"""The keyboard focus never jumps into a field that the user did not choose."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.app.conftest import Opened


def test_what_goes_away_leaves_the_focus_to_the_view(
    qtbot: QtBot, opened: Opened, scan_file: Path
) -> None:
    opened.open(scan_file)
    window = opened.window
    before: list[QWidget] = [
        window.result.regions,
        window.heatmap.slider,
        window.heatmap.colormap,
        window.heatmap.opacity,
        window.heatmap.grey_below,
    ]
    for widget in before:
        for restore, take in [
            (widget.show, widget.hide),
            (lambda w=widget: w.setEnabled(True), lambda w=widget: w.setEnabled(False)),
        ]:
            widget.setFocus()
            assert QApplication.focusWidget() is widget
            take()
            focused = QApplication.focusWidget()
            assert not isinstance(focused, QAbstractSpinBox), widget
            restore()


def test_the_view_keys_work_after_the_last_scan_is_closed(
    qtbot: QtBot, opened: Opened, scan_file: Path
) -> None:
    opened.open(scan_file)
    window = opened.window
    window.result.regions.setFocus()
    window.session.close(window.session.open_scans.current)
    opened.wait_idle()
    focused = QApplication.focusWidget()
    qtbot.keyClick(focused or window, Qt.Key.Key_0)
    assert window.heatmap.threshold == 0.5
    assert window.result.regions.isVisible()


def test_tab_still_goes_from_field_to_field(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    slider = opened.window.heatmap.slider
    opened.window.heatmap.number.setFocus()
    opened.window.focusNextPrevChild(True)
    assert QApplication.focusWidget() is slider
