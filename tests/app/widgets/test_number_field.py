from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, Qt
from pytestqt.qtbot import QtBot

from app.widgets.number_field import NumberField


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(("typed", "value"), [("0.30", 0.3), ("0,45", 0.45), (".7", 0.7)])
def test_point_and_comma_are_taken_in_every_language(
    qtbot: QtBot, language: str, typed: str, value: float
) -> None:
    field = NumberField()
    qtbot.addWidget(field)
    field.setLocale(QLocale(language))
    field.setRange(0.0, 1.0)
    seen: list[float] = []
    field.valueChanged.connect(seen.append)
    field.selectAll()
    qtbot.keyClicks(field, typed)
    assert seen == []
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert seen == [pytest.approx(value)]
    assert field.value() == pytest.approx(value)
