from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.widgets.scale_bar import LONGEST, ScaleBar


@pytest.mark.parametrize(("pixels", "length"), [(10.0, 10), (1.0, 100), (0.4, 200), (16.0, 5)])
def test_the_bar_has_a_round_length_that_fits(qtbot: QtBot, pixels: float, length: float) -> None:
    bar = ScaleBar()
    qtbot.addWidget(bar)
    bar.set_scale(pixels)
    assert bar.length == pytest.approx(length)
    assert bar.length * pixels <= LONGEST


def test_without_a_scan_there_is_no_bar(qtbot: QtBot) -> None:
    bar = ScaleBar()
    qtbot.addWidget(bar)
    assert bar.length == 0.0
    bar.grab()
