"""The binding itself: calls from Python into Qt must not damage the interpreter."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot


def test_void_calls_keep_the_references_to_none(qapp: QApplication, qtbot: QtBot) -> None:
    # PySide6 6.12.0 on Python 3.11 takes one from None for every call that returns nothing;
    # after some thousand frames the interpreter aborts.
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(1000):
        widget.update()
        qapp.sendPostedEvents()
    assert sys.getrefcount(None) > before - 500
