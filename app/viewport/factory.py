"""Which view suits the platform."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.viewport.base import Viewport
from app.viewport.later import imported_later

WITHOUT_GRAPHICS = ("offscreen", "minimal")


def make_viewport(parent: QWidget) -> Viewport:
    """A PyVista view, or one that draws nothing where the platform has no graphics."""
    if QGuiApplication.platformName() in WITHOUT_GRAPHICS:
        return Viewport(parent)
    # Imported here: PyVista takes a second, and needs no import where it cannot draw.
    with imported_later():
        from app.viewport.pyvista_view import PyVistaViewport

    return PyVistaViewport(parent)
