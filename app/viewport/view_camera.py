"""The camera of the view: what it frames, beside what lies over the view, and who moved it last."""

from __future__ import annotations

import numpy as np
import pyvista as pv
from PySide6.QtWidgets import QWidget

from app.viewport.camera import (
    VIEW_ANGLE,
    fill_view,
    frame_place,
    pixels_per_unit,
    projection_of,
    set_up,
)
from app.viewport.geometry import DisplayGeometry
from app.viewport.interactor import ScanInteractor
from btp_core.base.arrays import Float32Array, Float64Array
from btp_core.rendering.projection import Projection

FITTED_POINTS = 10_000
SURFACE_POINTS = 200_000


class ViewCamera:
    """Moves the camera of an interactor; nothing here draws.

    Attributes
    ----------
    touched
        Whether the user has chosen a view since the scan came.
    middle
        How far right of and above the middle of the view the scan's outline stands, see
        :func:`~app.viewport.camera.fill_view`.
    right_margin, bottom_margin
        Pixels that other widgets lie over.
    """

    def __init__(self, view: QWidget, interactor: ScanInteractor) -> None:
        self._view, self._interactor = view, interactor
        self.touched = False
        self.middle = (0.0, 0.0)
        self.right_margin = self.bottom_margin = 0

    @property
    def camera(self) -> pv.Camera:
        """The interactor's own."""
        return self._interactor.camera

    @property
    def pixels_per_unit(self) -> float:
        """Pixels per unit of the scan where the camera looks at."""
        return pixels_per_unit(self.camera, self._interactor.height())

    @property
    def device_size(self) -> tuple[int, int]:
        """Width and height of the view in the pixels of the screen."""
        width, height = self._interactor._RenderWindow.GetSize()
        return max(width, 1), max(height, 1)

    def touch(self) -> None:
        """The user moved it."""
        self.touched = True

    def projection(self, size: tuple[int, int]) -> Projection:
        """What it shows in a view of ``size`` pixels."""
        return projection_of(self.camera, size)

    def to_clip(self, size: tuple[int, int]) -> tuple[Float64Array, Float64Array]:
        """``(4, 4)`` from the scene to clip coordinates; the unit ``(3,)`` it looks along."""
        aspect = size[0] / max(size[1], 1)
        matrix = self.camera.GetCompositeProjectionTransformMatrix(aspect, -1, 1)
        along = np.asarray(self.camera.GetDirectionOfProjection(), dtype=np.float64)
        return np.asarray(pv.array_from_vtkmatrix(matrix), dtype=np.float64), along

    def aim(self, direction: Float64Array, up: tuple[float, float, float]) -> None:
        """Look at the middle of the scan from a direction."""
        camera = self.camera
        camera.focal_point = (0.0, 0.0, 0.0)
        camera.position, camera.up = tuple(direction), up
        set_up(camera, direction / max(float(np.linalg.norm(direction)), 1e-12))

    def fit(self, geometry: DisplayGeometry) -> None:
        """Bring a whole scan into view without turning it."""
        half = geometry.half_extents
        # Filling the view zooms by the angle: from what was left the time before, a camera
        # would stand farther off each time, and look through an ever longer lens.
        self.camera.view_angle = VIEW_ANGLE
        self._interactor.renderer.ResetCamera(np.column_stack([-half, half]).ravel().tolist())
        self.fill(geometry.points[:: max(geometry.n_shown // FITTED_POINTS, 1)])

    def frame(self, geometry: DisplayGeometry, target: Float64Array, radius: float) -> None:
        """Frame a place of the scene, seen from outside the scan."""
        self.touched = True
        some = geometry.points[:: max(geometry.n_shown // SURFACE_POINTS, 1)]
        frame_place(self.camera, target, radius, geometry.radius, some)
        self.middle = (0.0, 0.0)
        self.shift()
        self._interactor.renderer.ResetCameraClippingRange()

    def zoom(self, geometry: DisplayGeometry) -> float:
        """How many times as large as the view the scan would be drawn."""
        return 2 * geometry.radius * self.pixels_per_unit / max(self._interactor.height(), 1)

    def fill(self, points: Float32Array | Float64Array) -> None:
        """Fill the view with points, whatever the zoom was."""
        right, bottom = self._margins()
        free = max(1.0 - right, 0.1), max(1.0 - bottom, 0.1)
        size = self._view.width(), self._view.height()
        self.middle = fill_view(self.camera, points, size, free)
        self.shift()

    def shift(self) -> None:
        """Put what is framed beside what lies over the view: the picture, not the camera."""
        (right, up), (margin_right, margin_bottom) = self.middle, self._margins()
        self.camera.SetWindowCenter(right + margin_right, up - margin_bottom)

    def _margins(self) -> tuple[float, float]:
        """Right and below, as shares of the view."""
        return (
            self.right_margin / max(self._view.width(), 1),
            self.bottom_margin / max(self._view.height(), 1),
        )
