from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.command_table import COMMANDS
from app.theme.icons import pixmap


@pytest.mark.parametrize("name", sorted({c.icon for c in COMMANDS if c.icon} | {"app"}))
def test_every_icon_draws_something_in_the_colour_asked_for(qapp: QApplication, name: str) -> None:
    image = pixmap(name, "#ff0000", 32, ratio=2.0).toImage()
    assert image.width() == 64
    pixels = [image.pixelColor(x, y) for x in range(64) for y in range(64)]
    drawn = [p for p in pixels if p.alpha() > 200]
    assert len(drawn) > 60
    if name != "app":
        assert all(p.red() > 200 and p.green() < 60 and p.blue() < 60 for p in drawn)
