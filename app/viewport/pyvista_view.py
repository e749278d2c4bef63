"""The 3D view: PyVista's scene inside a Qt widget."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.viewport.backdrop import Backdrop, view_gradient
from app.viewport.base import CameraPreset, Viewport, ViewStyle
from app.viewport.clipping import ClippingBox
from app.viewport.cloud_scene import CloudScene
from app.viewport.geometry import DisplayGeometry
from app.viewport.image_arrays import image_of
from app.viewport.interactor import ScanInteractor
from app.viewport.lookup import LookupTables
from app.viewport.marks import Marks
from app.viewport.mesh_scene import MeshScene
from app.viewport.motion import Motion
from app.viewport.pick_grid import REACH_PIXELS
from app.viewport.picking import nearest_on_screen
from app.viewport.snapshot import draw_cloud, draw_mesh
from app.viewport.view_camera import ViewCamera
from btp_core.base.arrays import BoolArray, Float32Array, Float64Array, IntArray, UInt8Array

SLOW_FRAME_SECONDS = 1 / 25
WHOLE = 1.1  # zoom up to which all of a scan is taken to be in view


class PyVistaViewport(Viewport):
    """Shows one scan at a time; only for the GUI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._interactor = ScanInteractor(self)
        layout.addWidget(self._interactor)
        self._scene: MeshScene | CloudScene | None = None
        self._closed = self._at_once = False
        self._drawn = 0
        self._whole_seconds = 0.0
        self._view_camera = ViewCamera(self, self._interactor)
        self._tables = LookupTables()
        self._backdrop = Backdrop(self._interactor.renderer)
        self._clipping = ClippingBox(self._interactor.iren.interactor)
        self._interactor.clipping = self._clipping
        self._motion = Motion(self)
        self._motion.changed.connect(lambda _moving: self._draw())
        for moved in (self._interactor.drag_began, self._interactor.wheel_turned):
            moved.connect(self._view_camera.touch)
        self._interactor.drag_began.connect(self._motion.begin_drag)
        self._interactor.drag_ended.connect(self._motion.end_drag)
        self._interactor.wheel_turned.connect(self._motion.nudge)
        self._interactor.clicked.connect(lambda *place: self._tell_point(self.picked, place))
        self._interactor.right_clicked.connect(
            lambda *place: self._tell_point(self.menu_requested, place)
        )
        self._interactor.about_to_paint.connect(self._compose)
        self._interactor.painted.connect(self._painted)
        self._marks = Marks()
        self._interactor.add_actor(self._marks.actor, reset_camera=False, render=False)
        self._tables.apply(self.style_shown)
        self._apply_theme()

    def show_geometry(self, geometry: DisplayGeometry, *, keep_camera: bool = False) -> None:
        """Draw another scan, without scores."""
        self._remove_scene()
        if geometry.faces is None:
            cloud = CloudScene(geometry, self._tables, self)
            cloud.improved.connect(self._draw)
            self._scene = cloud
        else:
            mesh = MeshScene(geometry, self._tables, self._clipping.planes)
            for piece in mesh.actors:
                self._interactor.renderer.AddActor(piece.actor)
            self._interactor.renderer.AddActor(mesh.outline)
            self._scene = mesh
        self._scene.set_style(self.style_shown)
        self._whole_seconds = 0.0
        if not keep_camera:
            self._clipping.begin_scan(geometry.half_extents)
            self.set_camera(CameraPreset.ISOMETRIC)
            self._view_camera.touched = False
        self._draw()

    def clear(self) -> None:
        """Draw nothing."""
        self._remove_scene()
        self.set_clipping(False)
        self._draw()

    def set_scores(self, scores: Float32Array | None, types: UInt8Array | None = None) -> None:
        """Write scores in place and colour by them."""
        if self._scene is not None:
            self._scene.set_scores(scores, types)
            self._draw()

    def set_style(self, style: ViewStyle) -> None:
        """Change what differs from the style before; a threshold touches the lookup table only."""
        before, self.style_shown = self.style_shown, style
        if self._closed or before == style:
            return
        table = ("colormap", "threshold", "grey_below", "theme", "types", "span", "opacity")
        if any(getattr(before, name) != getattr(style, name) for name in table):
            self._tables.apply(style)
        if self._scene is not None:
            self._scene.set_style(style)
        if isinstance(self._scene, MeshScene) and (before.threshold, before.opacity) != (
            style.threshold,
            style.opacity,
        ):
            self._motion.nudge()
        if before.theme != style.theme:
            self._apply_theme()
        if before.parallel != style.parallel:
            self._interactor.camera.parallel_projection = style.parallel
        self._draw()

    def set_camera(self, preset: CameraPreset) -> None:
        """Look from a standard direction, the whole scan in view."""
        self._view_camera.touch()
        direction, up = preset.value
        self._view_camera.aim(np.array(direction), up)
        self.fit()

    def look_from(self, direction: Float64Array) -> None:
        """Look from a direction, unless the user has turned the view since the scan came."""
        if not self._view_camera.touched and self._scene is not None:
            self._view_camera.aim(direction, (0.0, 0.0, 1.0))
            self.fit()

    def fit(self) -> None:
        """Bring the whole scan into view without turning it."""
        if self._scene is not None:
            self._view_camera.fit(self._scene.geometry)
        self._draw()

    def set_margins(self, *, right: int, bottom: int) -> None:
        """Shift the picture, not the camera, so that turning stays around the middle."""
        self._view_camera.right_margin, self._view_camera.bottom_margin = right, bottom
        self._view_camera.shift()

    def fly_to(self, center: tuple[float, float, float], radius: float) -> None:
        """Frame a place, seen from outside the scan."""
        if self._scene is not None:
            geometry = self._scene.geometry
            self._view_camera.frame(geometry, np.asarray(center) - geometry.offset, radius)
            self._draw()

    def point_size(self) -> float:
        """Size of the points in pixels, chosen or automatic."""
        if self._scene is None or isinstance(self._scene, MeshScene):
            return self.style_shown.point_size or super().point_size()
        return self._scene.pitch(self._view_camera.pixels_per_unit * self.devicePixelRatioF())

    def set_clipping(self, on: bool) -> None:
        """Show only what lies in a box with handles to drag."""
        on = on and self._scene is not None
        if not self._closed and on != self._clipping.is_on:
            self._clipping.set_on(on)
            if (
                self._scene is not None
                and on
                and self._view_camera.zoom(self._scene.geometry) <= WHOLE
            ):
                # The corners of its box stand out beyond a scan that fills the view.
                self._view_camera.fill(self._clipping.corners)
            self.clipping_changed.emit(on)
            self._draw()

    def reset_clipping(self) -> None:
        """Put the clipping box around the whole scan again."""
        self._clipping.reset()
        self._draw()

    def set_marks(self, places: Float64Array) -> None:
        """Draw dots on the scan in view."""
        if self._closed:
            return
        offset = self._scene.geometry.offset if self._scene is not None else np.zeros(3)
        self._marks.set_places(places - offset, self.style_shown.theme.accent)
        self._draw()

    def set_selected(self, points: IntArray | None) -> None:
        """Draw a line around a group of points."""
        if self._scene is not None:
            self._scene.set_selected(points)
            self._draw()

    def orientation(self) -> Float32Array:
        """Rows: what is to the right, up, and towards the viewer."""
        return self._view_camera.projection((1, 1)).axes

    def locate(self, places: Float64Array) -> tuple[Float64Array, BoolArray]:
        """Where places in the file's coordinates are seen, and which of them nothing hides."""
        if self._scene is None or self._closed or not len(places):
            return super().locate(places)
        inner = places - self._scene.geometry.offset
        size = self._interactor.width(), self._interactor.height()
        seen, scales = self._view_camera.projection(size).project(inner.astype(np.float32))
        pixels = np.where(scales > 0, seen[:2], np.nan).T.astype(np.float64)
        if isinstance(self._scene, CloudScene):
            return pixels, ~self._scene.is_hidden(inner)
        return pixels, np.ones(len(places), np.bool_)

    def image(self) -> QImage:
        """What is to be seen, all of its points."""
        self._at_once = True
        self._interactor.request_draw()
        image = self.grab().toImage()
        self._interactor.end_frame()
        self._at_once = False
        return image

    def picture(
        self, size: tuple[int, int], factor: float, *, centred: bool, transparent: bool
    ) -> QImage:
        """The scan alone, all of its points, at another size."""
        if self._scene is None:
            return QImage(*size, QImage.Format.Format_RGBA8888)
        scale = self.devicePixelRatioF()
        view_size = round(self.width() * scale), round(self.height() * scale)
        shift = self._view_camera.middle if centred else self._interactor.camera.GetWindowCenter()
        draw = draw_cloud if isinstance(self._scene, CloudScene) else draw_mesh
        pixels = draw(
            self._scene,  # type: ignore[arg-type]
            self._marks,
            self._interactor.camera,
            self.style_shown,
            size,
            view_size,
            factor,
            shift,
            self._clipping.bounds,
            transparent=transparent,
        )
        return image_of(pixels)

    def shutdown(self) -> None:
        """Stop the timer and close the plotter, before its window goes (pyvistaqt #845)."""
        if self._closed:
            return
        self._closed = True
        self._motion.stop()
        if isinstance(self._scene, CloudScene):
            self._scene.close()
        self._scene = None
        self._interactor.clipping = None
        self._clipping.close()
        self._interactor.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the points touching in a larger view."""
        super().resizeEvent(event)
        self._motion.nudge()
        self._view_camera.shift()

    # Frames

    def _compose(self, stale: bool) -> None:
        """Put into the scene what the frame that is about to be drawn shows."""
        scene, moving = self._scene, self._motion.moving and not self._at_once
        if stale:
            # The range that the camera was given when it was moved may be of no scan at all.
            self._interactor.renderer.ResetCameraClippingRange()
        if isinstance(scene, MeshScene):
            slow = self._whole_seconds > SLOW_FRAME_SECONDS
            self._drawn = scene.show(coarse=moving and slow and self.style_shown.reduce_moving)
        elif scene is not None and stale:
            self._compose_cloud(scene, moving)

    def _compose_cloud(self, cloud: CloudScene, moving: bool) -> None:
        size = self._view_camera.device_size
        pixels, self._drawn = cloud.draw(
            self._view_camera.projection(size),
            size,
            self._clipping.bounds,
            view_gradient(self.style_shown.theme, size),
            moving=moving,
            at_once=self._at_once,
        )
        self._backdrop.show(pixels)
        self._marks.hide(cloud.is_hidden(self._marks.places))

    def _painted(self) -> None:
        scene = self._scene
        if scene is None or self._closed:
            self.scale_changed.emit(0.0)
            return
        self.scale_changed.emit(self._view_camera.pixels_per_unit)
        if isinstance(scene, MeshScene) and self._drawn == scene.geometry.n_shown:
            self._whole_seconds = self._interactor.frame_seconds
        self.drawn_changed.emit(self._drawn)

    def _tell_point(self, told: SignalInstance, place: tuple[float, float]) -> None:
        """Emit the point of the scan that is drawn at a place of the view, if there is one."""
        if self._scene is None or not self._scene.geometry.pickable:
            return
        geometry = self._scene.geometry
        size = self._interactor.width(), self._interactor.height()
        found = nearest_on_screen(
            geometry.points,
            *self._view_camera.to_clip(size),
            size,
            place,
            geometry.radius,
            reach=self._pick_reach(),
            grid=geometry.pick_grid,
            bounds=self._clipping.bounds,
        )
        if found is not None:
            index = geometry.file_index
            told.emit(found if index is None else int(index[found]))

    # Helpers

    def _pick_reach(self) -> float:
        """Half the distance between points, where they are far apart."""
        if not isinstance(self._scene, CloudScene):
            return REACH_PIXELS
        return max(REACH_PIXELS, 0.7 * self._scene.pitch(self._view_camera.pixels_per_unit))

    def _draw(self) -> None:
        if not self._closed:
            self._interactor.request_draw()

    def _remove_scene(self) -> None:
        if isinstance(self._scene, CloudScene):
            self._backdrop.hide()
            self._marks.hide(np.zeros(len(self._marks.places), np.bool_))
            self._scene.close()
            self._scene.deleteLater()
        elif self._scene is not None:
            for piece in self._scene.actors:
                self._interactor.renderer.RemoveActor(piece.actor)
            self._interactor.renderer.RemoveActor(self._scene.outline)
        self._scene = None

    def _apply_theme(self) -> None:
        theme = self.style_shown.theme
        self._clipping.set_theme(theme)
        self._interactor.renderer.set_background(theme.view_bottom, top=theme.view_top)
