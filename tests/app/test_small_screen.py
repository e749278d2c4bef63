"""Nothing that is shown makes the window wider than a small screen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QTabBar, QToolBar
from pytestqt.qtbot import QtBot

from app.main_window import MainWindow
from app.notify import Notifier
from app.settings import Settings
from app.theme.manager import ThemeManager
from tests.app.conftest import WAIT, Opened, sphere
from tests.app.fake_engine import FakeEngine
from tests.app.recording_view import RecordingView

SMALL = QSize(616, 296)
"""Of a screen of 1280 x 720 at 200 %."""


@pytest.mark.usefixtures("german")
def test_a_long_name_in_the_status_bar_does_not_widen_the_window(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, tmp_path: Path
) -> None:
    window = opened.window
    window.resize(SMALL)
    path = tmp_path / ("a very long name of a scan " * 6 + ".npy")
    np.save(path, sphere(100))
    fake.gates["encode"].hold()
    window.open([path])
    qtbot.waitUntil(lambda: "very long" in window.status.busy.label.text(), timeout=WAIT)
    qtbot.waitUntil(window.status.busy.isVisible, timeout=WAIT)
    QApplication.processEvents()
    assert window.size() == SMALL
    fake.release()
    opened.wait_idle()
    QApplication.processEvents()
    assert window.size() == SMALL


def test_the_panel_is_as_wide_as_what_is_in_it(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    QApplication.processEvents()
    body = opened.window.result.parentWidget()
    assert body is not None
    area = body.parentWidget()
    assert area is not None
    assert body.width() <= area.width()


@pytest.mark.usefixtures("german")
def test_the_folder_check_fits_a_small_screen(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path
) -> None:
    check = opened.window.folder.window
    check.set_folder(scan_file.parent)
    check.start()
    qtbot.waitUntil(lambda: not check.running, timeout=WAIT)
    check._show_state("a long cause " * 30)
    assert check.minimumSizeHint().width() <= 640


def test_a_second_start_leaves_no_tabs_over_the_window(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, settings: Settings
) -> None:
    opened.window.close()
    again = MainWindow(fake.engine(), settings, Notifier(), ThemeManager(settings), RecordingView)
    qtbot.addWidget(again)
    again.show()

    def rows() -> list[str]:
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        bars = again.findChildren(QTabBar, options=direct)
        seen = [bar for bar in bars if not bar.visibleRegion().isEmpty()]
        return sorted(bar.tabText(0) for bar in seen)

    qtbot.waitUntil(lambda: rows() == ["Result"], timeout=WAIT)
    again.docks.bring("picks")
    again.docks["log"].show()
    qtbot.waitUntil(lambda: rows() == ["Picked points", "Result"], timeout=WAIT)
    again.close()


def test_what_lies_over_a_small_view_is_whole_and_apart(opened: Opened, scan_file: Path) -> None:
    window = opened.window
    window.resize(SMALL)
    window.docks.lay_out(window)  # as a window does that begins on such a screen
    opened.open(scan_file)
    QApplication.processEvents()
    area = window.view_area
    shown = [w for w in (area.legend, area.scale_bar, area.axes) if not w.isHidden()]
    assert area.legend in shown
    assert area.scale_bar in shown
    for widget in shown:
        assert area.rect().contains(widget.geometry())
        others = [other.geometry() for other in shown if other is not widget]
        assert not any(widget.geometry().intersects(other) for other in others)


def test_all_of_the_tool_bar_is_in_reach(opened: Opened) -> None:
    bar = opened.window.findChild(QToolBar, "toolBar")
    assert bar is not None
    last = bar.widgetForAction(opened.window.actions_by_name["save_image"])
    for size in (SMALL, QSize(1200, 700), SMALL):
        opened.window.resize(size)
        QApplication.processEvents()
        assert bar.rect().contains(last.geometry())
