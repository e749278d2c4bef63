"""The 3D view: PyVista's scene inside a Qt widget."""

from __future__ import annotations

import numpy as np
import pyvista as pv
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.viewport.base import CameraPreset, Viewport, ViewStyle
from app.viewport.geometry import DisplayGeometry
from app.viewport.interactor import ScanInteractor
from app.viewport.marks import Marks
from app.viewport.motion import Motion
from app.viewport.picking import nearest_on_screen
from app.viewport.scene import LookupTables, ScanScene
from btp_core.arrays import Float32Array, Float64Array, UInt8Array

SLOW_FRAME_SECONDS = 1 / 25
CLOSE_UP = 6.0  # a framed place fills the view divided by this


class PyVistaViewport(Viewport):
    """Shows one scan at a time; only for the GUI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._interactor = ScanInteractor(self)
        layout.addWidget(self._interactor)
        self._style = ViewStyle()
        self._scene: ScanScene | None = None
        self._closed = False
        self._right_margin = 0
        self._full_frame_seconds = 0.0
        self._tables = LookupTables()
        self._motion = Motion(self)
        self._motion.changed.connect(self._motion_changed)
        self._interactor.drag_began.connect(self._motion.begin_drag)
        self._interactor.drag_ended.connect(self._motion.end_drag)
        self._interactor.wheel_turned.connect(self._motion.nudge)
        self._interactor.clicked.connect(self._clicked)
        self._interactor.painted.connect(self._tell_scale)
        self._marks = Marks()
        self._interactor.add_actor(self._marks.actor, reset_camera=False, render=False)
        renderer = self._interactor.renderer
        # Dull colours: bright ones would look like scores.
        renderer.add_axes(
            interactive=False,
            line_width=3,
            viewport=(0, 0, 0.13, 0.17),
            x_color="#a8787c",
            y_color="#7a9c82",
            z_color="#7a8eb0",
        )
        self._tables.apply(self._style)
        self._apply_background()

    def show_geometry(self, geometry: DisplayGeometry, *, keep_camera: bool = False) -> None:
        """Draw another scan, without scores."""
        self._remove_scene()
        self._full_frame_seconds = 0.0
        self._scene = ScanScene(geometry, self._tables)
        for version in self._scene.actors:
            self._interactor.add_actor(
                version.actor, reset_camera=False, render=False, remove_existing_actor=False
            )
        self._apply_coloring()
        self._apply_point_size()
        if keep_camera:
            self._draw()
        else:
            self.set_camera(CameraPreset.ISOMETRIC)

    def clear(self) -> None:
        """Draw nothing."""
        self._remove_scene()
        self._draw()

    def set_scores(self, scores: Float32Array | None, types: UInt8Array | None = None) -> None:
        """Write scores in place and colour by them."""
        if self._scene is not None:
            self._scene.set_scores(scores, types)
            self._apply_coloring()
            self._draw()

    def set_style(self, style: ViewStyle) -> None:
        """Change what differs from the style before; a threshold touches the lookup table only."""
        before, self._style = self._style, style
        if self._closed:
            return
        table = ("colormap", "threshold", "grey_below", "theme", "types", "span")
        if any(getattr(before, name) != getattr(style, name) for name in table):
            self._tables.apply(style)
            if before.threshold != style.threshold:
                self._motion.nudge()
        if before.theme != style.theme:
            self._apply_background()
        if before.coloring != style.coloring or before.theme != style.theme:
            self._apply_coloring()
        if before.point_size != style.point_size:
            self._apply_point_size()
        if before.parallel != style.parallel:
            self._interactor.camera.parallel_projection = style.parallel
        self._draw()

    def set_camera(self, preset: CameraPreset) -> None:
        """Look from a standard direction, the whole scan in view."""
        direction, up = preset.value
        camera = self._interactor.camera
        camera.focal_point = (0.0, 0.0, 0.0)
        camera.position = direction
        camera.up = up
        self.fit()

    def fit(self) -> None:
        """Bring the whole scan into view without turning it."""
        if self._scene is not None:
            self._interactor.renderer.ResetCamera(self._scene.full.mesh.bounds)
            # VTK fits to the narrower side; what lies over the view takes some of the width.
            narrower = max(min(self.width(), self.height()), 1)
            free = max(self.width() - self._right_margin, 1) / narrower
            self._interactor.camera.Zoom(1.15 * min(free, 1.0))
        self._draw()

    def set_right_margin(self, pixels: int) -> None:
        """Shift the picture, not the camera, so that turning stays around the middle."""
        self._right_margin = pixels
        self._shift()

    def fly_to(self, center: tuple[float, float, float], radius: float) -> None:
        """Frame a place, seen from outside the scan."""
        if self._scene is None:
            return
        geometry = self._scene.geometry
        target = np.asarray(center) - geometry.offset
        camera = self._interactor.camera
        outward = target if np.linalg.norm(target) > 1e-3 * geometry.radius else None
        direction = np.asarray(camera.position) - np.asarray(camera.focal_point)
        if outward is not None and direction @ outward < 0:
            direction = outward
        direction = direction / max(float(np.linalg.norm(direction)), 1e-12)
        reach = max(radius * 4, geometry.radius / CLOSE_UP)
        camera.focal_point = tuple(target)
        camera.position = tuple(target + direction * reach * 2.2)
        camera.parallel_scale = reach
        up = np.asarray(camera.up)
        if abs(float(up @ direction)) > 0.95 * float(np.linalg.norm(up)):
            camera.up = (0.0, 1.0, 0.0) if abs(direction[1]) < 0.9 else (0.0, 0.0, 1.0)
        self._interactor.renderer.ResetCameraClippingRange()
        self._draw()

    def set_marks(self, places: Float64Array) -> None:
        """Draw dots on the scan in view."""
        if self._closed:
            return
        offset = self._scene.geometry.offset if self._scene is not None else np.zeros(3)
        self._marks.set_places(places - offset, self._style.theme.accent)
        self._draw()

    def _tell_scale(self) -> None:
        if self._scene is None or self._closed:
            self.scale_changed.emit(0.0)
            return
        camera = self._interactor.camera
        if camera.parallel_projection:
            half = float(camera.parallel_scale)
        else:
            half = float(camera.distance) * float(np.tan(np.radians(camera.view_angle / 2)))
        self.scale_changed.emit(self._interactor.height() / max(2 * half, 1e-12))

    def _clicked(self, x: float, y: float) -> None:
        if self._scene is None:
            return
        geometry = self._scene.geometry
        camera = self._interactor.camera
        size = self._interactor.width(), self._interactor.height()
        matrix = camera.GetCompositeProjectionTransformMatrix(size[0] / max(size[1], 1), -1, 1)
        found = nearest_on_screen(
            geometry.points,
            np.asarray(pv.array_from_vtkmatrix(matrix), dtype=np.float64),
            np.asarray(camera.GetDirectionOfProjection(), dtype=np.float64),
            size,
            (x, y),
            geometry.radius,
        )
        if found is not None:
            index = geometry.file_index
            self.picked.emit(found if index is None else int(index[found]))

    def shutdown(self) -> None:
        """Stop the timer and close the plotter, before its window goes (pyvistaqt #845)."""
        if self._closed:
            return
        self._closed = True
        self._motion.stop()
        self._scene = None
        self._interactor.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the points touching in a larger view."""
        super().resizeEvent(event)
        self._apply_point_size()
        self._shift()

    def _shift(self) -> None:
        self._interactor.camera.SetWindowCenter(self._right_margin / max(self.width(), 1), 0.0)

    def _draw(self) -> None:
        if not self._closed:
            self._interactor.update()

    def _remove_scene(self) -> None:
        if self._scene is not None:
            for version in self._scene.actors:
                self._interactor.remove_actor(version.actor, reset_camera=False, render=False)
            self._scene = None

    def _motion_changed(self, moving: bool) -> None:
        if self._scene is None or self._scene.coarse is None or self._closed:
            return
        if moving and not self._scene.is_coarse:
            self._full_frame_seconds = self._interactor.frame_seconds
        slow = self._full_frame_seconds > SLOW_FRAME_SECONDS
        self._scene.show_coarse(moving and slow and self._style.reduce_moving)
        self._draw()

    def _apply_coloring(self) -> None:
        if self._scene is not None:
            for version in self._scene.actors:
                version.set_coloring(self._style.coloring, self._style.theme.body)

    def _apply_point_size(self) -> None:
        if self._scene is not None:
            pixels = round(min(self.width(), self.height()) * self.devicePixelRatioF())
            self._scene.set_point_size(self._style.point_size, pixels)

    def _apply_background(self) -> None:
        theme = self._style.theme
        self._interactor.renderer.set_background(theme.view_bottom, top=theme.view_top)
        axes = self._interactor.renderer.axes_actor
        for part in ("x", "y", "z"):
            caption = getattr(axes, f"Get{part.upper()}AxisCaptionActor2D")()
            caption.GetCaptionTextProperty().SetColor(*pv.Color(theme.text).float_rgb)
