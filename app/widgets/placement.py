"""Where windows go: in front, and no larger than their screen."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtWidgets import QWidget

MAIN_SIZE = QSize(1440, 880)
SMALL_SCREEN = 800
"""Height of a screen whose every line is needed: a window on it begins maximised."""
FRAME = QSize(24, 64)
"""What the system may draw around a window; known only when it is shown."""


def fitted(size: QSize, available: QSize) -> QSize:
    """The part of ``size`` that a screen has room for, with a frame around it."""
    return size.boundedTo(available - FRAME)


def restore_geometry(window: QWidget, kept: QByteArray) -> None:
    """Put a main window where it was, and never beyond its screen."""
    window.restoreGeometry(kept)
    available = window.screen().availableGeometry()
    if kept.isEmpty():
        window.resize(fitted(MAIN_SIZE, available.size()))
        if available.height() <= SMALL_SCREEN:
            window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)
    elif not available.contains(window.geometry()) and not window.isMaximized():
        # It was on another screen, or this one has shrunk or grown coarser.
        window.resize(fitted(window.size(), available.size()))
        place = window.geometry()
        place.moveRight(min(place.right(), available.right()))
        place.moveBottom(min(place.bottom(), available.bottom()))
        window.move(max(place.left(), available.left()), max(place.top(), available.top()))


def bring_forward(window: QWidget) -> None:
    """Show a window in front of all others, also one that was minimised or hidden."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
