"""One span of colours for all scans, or one for each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import settings as keys
from tests.app.conftest import Opened, sphere


@pytest.fixture
def two_scans(opened: Opened, tmp_path: Path) -> Opened:
    for name in ("a.npy", "b.npy"):
        np.save(tmp_path / name, sphere(200))
    opened.open(tmp_path / "a.npy", tmp_path / "b.npy")
    return opened


def show(opened: Opened, place: int) -> None:
    opened.window.session.show(list(opened.window.session.open_scans)[place])
    opened.wait_idle()


def test_locked_every_scan_has_the_same_colours(two_scans: Opened) -> None:
    field = two_scans.window.heatmap.span
    assert field.lock.isChecked()
    field.high.setValue(0.6)
    show(two_scans, 1)
    assert two_scans.view.style_shown.span == pytest.approx((0.0, 0.6))
    two_scans.window.close()
    assert two_scans.window._settings.get(keys.SPAN_HIGH) == pytest.approx(0.6)


def test_open_each_scan_keeps_its_own_until_the_lock_is_closed(
    qtbot: QtBot, two_scans: Opened
) -> None:
    window = two_scans.window
    field = window.heatmap.span
    qtbot.mouseClick(field.lock, Qt.MouseButton.LeftButton)
    field.high.setValue(0.4)
    assert two_scans.view.style_shown.span == pytest.approx((0.0, 0.4))
    show(two_scans, 1)
    assert two_scans.view.style_shown.span == pytest.approx((0.0, 1.0))
    assert field.high.value() == 1.0
    assert window.view_area.legend._style.span == pytest.approx((0.0, 1.0))
    field.low.setValue(0.2)
    show(two_scans, 0)
    assert two_scans.view.style_shown.span == pytest.approx((0.0, 0.4))
    qtbot.mouseClick(field.lock, Qt.MouseButton.LeftButton)
    show(two_scans, 1)
    assert two_scans.view.style_shown.span == pytest.approx((0.0, 0.4))


def test_a_span_of_one_scan_is_not_kept_for_the_next_start(qtbot: QtBot, two_scans: Opened) -> None:
    field = two_scans.window.heatmap.span
    qtbot.mouseClick(field.lock, Qt.MouseButton.LeftButton)
    field.high.setValue(0.4)
    two_scans.window.close()
    assert two_scans.window._settings.get(keys.SPAN_HIGH) == pytest.approx(1.0)
