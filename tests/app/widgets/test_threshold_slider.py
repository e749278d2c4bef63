from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.theme.tokens import LIGHT
from app.widgets.threshold_slider import MARGIN, ThresholdSlider


@pytest.fixture
def slider(qtbot: QtBot) -> ThresholdSlider:
    widget = ThresholdSlider()
    qtbot.addWidget(widget)
    widget.resize(218, 96)
    widget.show()
    return widget


def test_a_click_brings_the_handle_there(qtbot: QtBot, slider: ThresholdSlider) -> None:
    with qtbot.waitSignal(slider.value_changed) as told:
        qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(MARGIN + 150, 20))
    assert told.args == [pytest.approx(0.75)]
    assert slider.value == pytest.approx(0.75)


def test_dragging_beyond_the_ends_stays_within_the_scale(
    qtbot: QtBot, slider: ThresholdSlider
) -> None:
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(100, 20))
    qtbot.mouseMove(slider, QPoint(500, 20))
    slider.set_value(7.0)
    assert slider.value == 1.0
    slider.set_value(-7.0)
    assert slider.value == 0.0
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (Qt.Key.Key_Right, 0.51),
        (Qt.Key.Key_Left, 0.49),
        (Qt.Key.Key_PageUp, 0.6),
        (Qt.Key.Key_Home, 0.0),
        (Qt.Key.Key_End, 1.0),
    ],
)
def test_keys_move_the_handle(
    qtbot: QtBot, slider: ThresholdSlider, key: Qt.Key, value: float
) -> None:
    qtbot.keyClick(slider, key)
    assert slider.value == pytest.approx(value)


def test_the_value_is_announced_once_and_only_when_it_changes(slider: ThresholdSlider) -> None:
    seen: list[float] = []
    slider.value_changed.connect(seen.append)
    for value in (0.7, 0.7, 0.7004):
        slider.set_value(value)
    assert seen == [pytest.approx(0.7)]


def test_bars_are_drawn_where_the_scores_are(slider: ThresholdSlider) -> None:
    histogram = np.zeros(100)
    histogram[90:] = 50
    slider.set_histogram(histogram)
    image = slider.grab().toImage()
    surface = QColor(LIGHT.surface)

    def inked(score: float) -> bool:
        color = image.pixelColor(int(MARGIN + score * (218 - 2 * MARGIN)), 40)
        return abs(color.red() - surface.red()) + abs(color.green() - surface.green()) > 60

    assert inked(0.955)
    assert not inked(0.205)
