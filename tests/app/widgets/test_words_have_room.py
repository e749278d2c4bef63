"""No word over the view or beside the verdict is cut without saying so."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.theme.tokens import LIGHT
from app.viewport.base import Coloring, ViewStyle
from app.widgets.callouts import Callout, Callouts
from app.widgets.card import card_metrics
from app.widgets.elided import ElidedLabel
from app.widgets.legend import SWATCH_ROOM, Legend
from app.widgets.type_legend import TypeLegend


@pytest.mark.parametrize("coloring", [Coloring.HEATMAP, Coloring.DEVIATION])
def test_the_legend_has_room_for_what_was_not_measured(qtbot: QtBot, coloring: Coloring) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.set_style(ViewStyle(coloring=coloring, units="mm"))
    legend.set_has_unchecked(True)
    words = card_metrics(legend).horizontalAdvance(legend._foot)
    assert legend._foot
    assert legend.width() > SWATCH_ROOM + words
    assert legend.width() > card_metrics(legend).horizontalAdvance(legend._title)


def test_the_legend_of_types_has_room_for_saying_that_there_are_none(qtbot: QtBot) -> None:
    legend = TypeLegend()
    qtbot.addWidget(legend)
    legend.set_style(LIGHT, ())
    assert legend.width() > card_metrics(legend).horizontalAdvance("No types in this wording")


def test_a_line_that_has_no_room_ends_in_dots(qtbot: QtBot) -> None:
    label = ElidedLabel("with Sample flange, version 1")
    qtbot.addWidget(label)
    label.resize(60, 20)
    assert label.shown.endswith("…")
    label.resize(600, 20)
    assert label.shown == label.text()


def test_no_number_lies_on_the_scale(qtbot: QtBot) -> None:
    view = QWidget()
    qtbot.addWidget(view)
    view.resize(600, 400)
    scale = QWidget(view)
    scale.setGeometry(200, 340, 170, 40)
    callouts = Callouts(view)
    callouts.setGeometry(view.rect())
    callouts.others = (scale,)
    view.show()
    callouts.set_callouts([Callout(n, 10.0, text) for n, text in enumerate(["", "-1.4 mm"], 1)])
    # Below the middle of the view: numbers go outwards, to where the scale is.
    places = np.array([[285.0, 330.0], [300.0, 300.0]])
    callouts.place(places, np.array([True, True]), 1.0)
    boxes: list[QRect] = [badge.geometry() for badge in callouts.shown]
    assert len(boxes) == 2
    assert not any(box.intersects(scale.geometry()) for box in boxes)
