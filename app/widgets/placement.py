"""Where windows go: in front, and no larger than their screen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

FRAME = QSize(24, 64)
"""What the system may draw around a window; known only when it is shown."""


def fitted(size: QSize, available: QSize) -> QSize:
    """The part of ``size`` that a screen has room for, with a frame around it."""
    return size.boundedTo(available - FRAME)


def bring_forward(window: QWidget) -> None:
    """Show a window in front of all others, also one that was minimised or hidden."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
