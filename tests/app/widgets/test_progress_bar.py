from __future__ import annotations

from PySide6.QtGui import QPaintEvent
from pytestqt.qtbot import QtBot

from app.widgets.progress_bar import STEPS, ProgressBar


class CountingBar(ProgressBar):
    """Counts how often it is painted."""

    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted += 1
        super().paintEvent(event)


def test_many_reports_are_one_paint_and_that_later(qtbot: QtBot) -> None:
    bar = CountingBar()
    qtbot.addWidget(bar)
    bar.resize(400, 10)
    bar.show()
    qtbot.waitExposed(bar)
    qtbot.waitUntil(lambda: bar.painted > 0)
    before = bar.painted
    for hundredth in range(101):
        bar.set_fraction(hundredth / 100)
    assert bar.painted == before
    assert bar.value() == STEPS
    qtbot.waitUntil(lambda: bar.painted > before)


def test_a_bar_without_an_end_gets_one(qtbot: QtBot) -> None:
    bar = ProgressBar()
    qtbot.addWidget(bar)
    bar.setRange(0, 0)
    bar.set_fraction(0.5)
    assert (bar.maximum(), bar.value()) == (STEPS, STEPS // 2)
