"""Scrolling past a field leaves its value alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from app import settings as keys
from app.features.settings.dialog import SettingsDialog, value_of
from tests.app.conftest import Opened


def turn(widget: QWidget) -> None:
    """One click of the wheel, towards the user, over the middle of a widget."""
    at = QPointF(widget.rect().center())
    event = QWheelEvent(
        *(at, QPointF(widget.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, -120)),
        *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier),
        *(Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(widget, event)


def test_of_the_panel(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    heatmap = opened.window.heatmap
    before = heatmap.number.value(), heatmap.colormap.currentIndex(), heatmap.opacity.value()
    for field in (heatmap.number, heatmap.colormap, heatmap.opacity):
        field.setFocus()
        turn(field)
    opened.wait_idle()
    after = heatmap.number.value(), heatmap.colormap.currentIndex(), heatmap.opacity.value()
    assert after == before
    assert opened.window.session.threshold == pytest.approx(before[0])


def test_of_the_settings(opened: Opened) -> None:
    opened.window.actions_by_name["settings"].trigger()
    (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, SettingsDialog)]
    before = {key: value_of(editor) for key, editor in dialog.editors.items()}
    for setting in (keys.THRESHOLD, keys.COLORMAP, keys.POINT_SIZE, keys.THEME):
        turn(dialog.editors[setting.key])
    assert {key: value_of(editor) for key, editor in dialog.editors.items()} == before
    dialog.close()
