"""PyVista's Qt widget with its surprises taken out."""

from __future__ import annotations

import time
from typing import Any

import pyvista as pv
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QHideEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget
from pyvistaqt import QtInteractor
from vtkmodules.vtkCommonCore import vtkCommand

from app.viewport.clipping import ClippingBox
from btp_core.rendering.shading import FACING, LIGHT, LIT


class ScanInteractor(QtInteractor):
    """A ``QtInteractor`` that draws when asked, and leaves keys and drops to the window.

    - It draws only when Qt paints it, and says before whether the scene has changed since. As
      it comes, every step of a drag is drawn at once and then again by the paint that follows;
      joined into one they cost half.
    - No timer draws for ever (``auto_update``).
    - Files dropped on it go to the window: its own handler reads them on the GUI thread and
      mangles Windows paths.
    - Keys go to the window: VTK binds q to closing, w and s to changing the style.
    """

    drag_began = Signal()
    drag_ended = Signal()
    wheel_turned = Signal()
    clicked = Signal(float, float)
    right_clicked = Signal(float, float)
    about_to_paint = Signal(bool)
    painted = Signal()

    def __init__(self, parent: QWidget) -> None:
        self._dragging = self._on_handle = False
        self._stale = True
        self.frame_seconds = self._frame_started = 0.0
        self.clipping: ClippingBox | None = None
        super().__init__(parent, auto_update=False, multi_samples=0, lighting="none")
        for light in scan_lights():
            self.add_light(light)
        self.setAcceptDrops(False)
        self.render_timer.stop()
        # Drawing on request: VTK asks with a RenderEvent, and the next paint answers.
        self._Iren.EnableRenderOff()
        # Software rendering does its work when the picture is fetched, after `paintGL`.
        self.frameSwapped.connect(self.end_frame)
        self._render_request = self._Iren.AddObserver(vtkCommand.RenderEvent, self._requested)

    def request_draw(self) -> None:
        """Draw a new picture: something in the scene has changed."""
        self._stale = True
        self.update()

    def _requested(self, *_: Any) -> None:
        if not self._in_paint:
            self.request_draw()

    def resizeGL(self, width: int, height: int) -> None:
        """Take another size; the picture so far is lost."""
        self._stale = True
        super().resizeGL(width, height)  # type: ignore[no-untyped-call]

    def paintGL(self) -> None:
        """Draw the scene into the widget."""
        self._frame_started = time.perf_counter()
        stale, self._stale = self._stale, False
        self.about_to_paint.emit(stale)
        self._Iren.EnableRenderOn()
        try:
            super().paintGL()  # type: ignore[no-untyped-call]
        finally:
            self._Iren.EnableRenderOff()

    def end_frame(self) -> None:
        """The picture is there: in the window, or grabbed."""
        self.frame_seconds = time.perf_counter() - self._frame_started
        self.painted.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a handle of the clipping box, or else get ready to turn the scan."""
        self._on_handle = False
        if self.clipping is not None and event.button() == Qt.MouseButton.LeftButton:
            scale, place = self.devicePixelRatioF(), event.position()
            self._on_handle = self.clipping.grab(
                round(place.x() * scale), round((self.height() - place.y() - 1) * scale)
            )
        super().mousePressEvent(event)  # type: ignore[no-untyped-call]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn, shift or zoom; the first move with a button down begins a drag."""
        if event.buttons() != Qt.MouseButton.NoButton and not self._dragging:
            self._dragging = True
            self.drag_began.emit()
        super().mouseMoveEvent(event)  # type: ignore[no-untyped-call]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag; a press and release on the spot is a click."""
        super().mouseReleaseEvent(event)  # type: ignore[no-untyped-call]
        if self._dragging:
            self._dragging = False
            self.drag_ended.emit()
        elif event.button() == Qt.MouseButton.LeftButton and not self._on_handle:
            self.clicked.emit(event.position().x(), event.position().y())
        elif event.button() == Qt.MouseButton.RightButton:
            self.right_clicked.emit(event.position().x(), event.position().y())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom."""
        self.wheel_turned.emit()
        super().wheelEvent(event)  # type: ignore[no-untyped-call]
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave keys to the window."""
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Leave keys to the window."""
        event.ignore()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Leave drops to the window."""
        event.ignore()

    def hideEvent(self, event: QHideEvent) -> None:
        """A drag that ends on a hidden widget is never released."""
        if self._dragging:
            self._dragging = False
            self.drag_ended.emit()
        super().hideEvent(event)


def scan_lights() -> list[pv.Light]:
    """The lights of a mesh, which stay with the camera: those of a drawn cloud."""
    eye = pv.Light(light_type="headlight", intensity=FACING)
    beside = pv.Light(position=LIGHT, light_type="camera light", intensity=LIT)
    return [eye, beside]
