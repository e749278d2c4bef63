from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from app.theme.style import apply_theme
from app.theme.tokens import DARK, LIGHT, Theme


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_pictures_of_fields_are_there(qapp: QApplication, theme: Theme) -> None:
    apply_theme(qapp, theme)
    pictures = re.findall(r'url\("(.+?)"\)', qapp.styleSheet())
    assert len(pictures) == 4
    assert all(Path(picture).is_file() for picture in pictures)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_an_empty_check_box_has_an_outline(qtbot: QtBot, qapp: QApplication, theme: Theme) -> None:
    apply_theme(qapp, theme)
    box = QCheckBox()
    qtbot.addWidget(box)
    box.show()
    picture = box.grab().toImage()
    outline = QColor(theme.muted).rgb()
    middle = picture.height() // 2
    assert outline in [picture.pixel(x, middle) for x in range(picture.width())]
