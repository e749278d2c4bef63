"""The log as a panel: what happened, newest last."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit

MOST_LINES = 2000
FORMAT = "%(asctime)s  %(levelname)-7s  %(message)s"
TIME_FORMAT = "%H:%M:%S"


class _Bridge(QObject):
    """Carries lines from any thread to the panel's."""

    line = Signal(str)


class _Handler(logging.Handler):
    def __init__(self, bridge: _Bridge) -> None:
        super().__init__(logging.INFO)
        self._bridge = bridge
        self.setFormatter(logging.Formatter(FORMAT, TIME_FORMAT))

    def emit(self, record: logging.LogRecord) -> None:
        self._bridge.line.emit(self.format(record))


class LogPanel(QPlainTextEdit):
    """Shows what the program logs from now on."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("log")
        self.setReadOnly(True)
        self.setMaximumBlockCount(MOST_LINES)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setAccessibleName(self.tr("Log"))
        self._bridge = _Bridge(self)
        self._bridge.line.connect(self.appendPlainText)
        self._handler = _Handler(self._bridge)
        logging.getLogger().addHandler(self._handler)

    def stop(self) -> None:
        """Listen no more."""
        logging.getLogger().removeHandler(self._handler)
