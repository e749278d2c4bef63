"""Names of files are shown as they stand, wherever they appear."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.app.conftest import WAIT, Opened, sphere
from tests.app.fake_engine import FakeEngine

NAME = "a <b>bold<b> part.npy"


def shown_as_rich_text(window: QWidget) -> list[str]:
    found = []
    for widget in window.findChildren(QWidget):
        if isinstance(widget, QLabel) and NAME in widget.text():
            plain = Qt.TextFormat.PlainText
            found += [widget.text()] * (widget.textFormat() is not plain)
        if "<b>" in widget.toolTip():
            found.append(widget.toolTip())
    return found


def test_a_name_with_a_tag_is_shown_as_it_stands(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, tmp_path: Path
) -> None:
    np.save(tmp_path / NAME, sphere(200))
    window = opened.window
    fake.gates["encode"].hold()
    window.open([tmp_path / NAME])
    qtbot.waitUntil(lambda: NAME in window.status.busy.label.text(), timeout=WAIT)
    assert shown_as_rich_text(window) == []
    fake.release()
    opened.wait_idle()
    (tmp_path / NAME).write_bytes(b"damaged")
    window.session.retry(window.session.open_scans.current)
    opened.wait_idle()
    assert opened.notices
    assert shown_as_rich_text(window) == []
    row = window.scans.model.index(0)
    assert "<b>" not in row.data(Qt.ItemDataRole.ToolTipRole)
    assert NAME in row.data(Qt.ItemDataRole.AccessibleDescriptionRole)
