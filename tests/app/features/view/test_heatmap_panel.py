from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.features.view.heatmap_panel import HeatmapPanel
from app.viewport.base import ViewStyle


@pytest.fixture
def panel(qtbot: QtBot) -> HeatmapPanel:
    widget = HeatmapPanel(ViewStyle(threshold=0.4, colormap="viridis"))
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_it_begins_with_what_was_kept(panel: HeatmapPanel) -> None:
    assert panel.threshold == pytest.approx(0.4)
    assert panel.number.value() == pytest.approx(0.4)
    assert panel.colormap.currentData() == "viridis"
    assert panel.grey_below.isChecked()


def test_number_and_handle_follow_each_other(qtbot: QtBot, panel: HeatmapPanel) -> None:
    seen: list[float] = []
    panel.threshold_changed.connect(seen.append)
    panel.number.setValue(0.62)
    assert panel.slider.value == pytest.approx(0.62)
    qtbot.keyClick(panel.slider, Qt.Key.Key_Right)
    assert panel.number.value() == pytest.approx(0.63)
    assert seen == [pytest.approx(0.62), pytest.approx(0.63)]


def test_choices_are_announced(qtbot: QtBot, panel: HeatmapPanel) -> None:
    with qtbot.waitSignal(panel.restyled) as told:
        panel.colormap.setCurrentIndex(panel.colormap.findData("cividis"))
    assert told.args == [{"colormap": "cividis"}]
    with qtbot.waitSignal(panel.restyled) as told:
        panel.grey_below.click()
    assert told.args == [{"grey_below": False}]


def test_the_span_of_the_colours_is_announced_in_order(qtbot: QtBot, panel: HeatmapPanel) -> None:
    assert panel.span.span == (0.0, 1.0)
    with qtbot.waitSignal(panel.restyled) as told:
        panel.span.low.setValue(0.6)
    assert told.args == [{"span": (pytest.approx(0.6), 1.0)}]
    panel.span.high.setValue(0.2)
    assert panel.span.span == (pytest.approx(0.2), pytest.approx(0.6))
    panel.span.low.setValue(0.2)
    assert panel.span.span[1] > panel.span.span[0]
