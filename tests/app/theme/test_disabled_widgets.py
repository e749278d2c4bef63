"""What cannot be used looks so, in both themes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.theme.style import apply_theme
from app.theme.tokens import DARK, LIGHT, Theme


@pytest.fixture(params=[LIGHT, DARK], ids=lambda theme: theme.name)
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Theme]:
    apply_theme(qapp, request.param)
    yield request.param
    apply_theme(qapp, LIGHT)


@pytest.mark.parametrize("make", [QPushButton, QLineEdit])
def test_the_main_button_and_fields_fade(
    qtbot: QtBot, theme: Theme, make: type[QPushButton | QLineEdit]
) -> None:
    widget = make()
    widget.setObjectName("primary")
    qtbot.addWidget(widget)
    widget.resize(80, 30)
    widget.show()
    assert ground(widget) == QColor(theme.accent if make is QPushButton else theme.raised)
    widget.setEnabled(False)
    assert ground(widget) == QColor(theme.surface)


def ground(widget: QWidget) -> QColor:
    return widget.grab().toImage().pixelColor(widget.width() - 8, widget.height() // 2)
