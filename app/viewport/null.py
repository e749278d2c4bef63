"""A view that draws nothing, for platforms without a graphics system."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from app.viewport.base import CameraPreset, Viewport, ViewStyle
from app.viewport.geometry import DisplayGeometry
from btp_core.base.arrays import Float32Array, Float64Array, UInt8Array


class NullViewport(Viewport):
    """Keeps what it was told to show.

    With ``QT_QPA_PLATFORM=offscreen`` an interactor on the screen aborts the process
    (pyvistaqt #351); everything else of the window works there.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.geometry_shown: DisplayGeometry | None = None
        self.scores: Float32Array | None = None
        self.types: UInt8Array | None = None
        self.style_shown = ViewStyle()
        self.camera: CameraPreset | None = None
        self.target: tuple[tuple[float, float, float], float] | None = None
        self.marks: Float64Array = np.empty((0, 3))
        self.clipping = False
        self.clipping_resets = 0
        self.pictured: tuple[float, bool] | None = None
        self.closed = False

    def show_geometry(self, geometry: DisplayGeometry, *, keep_camera: bool = False) -> None:
        """Keep the geometry."""
        self.geometry_shown = geometry
        self.drawn_changed.emit(geometry.n_shown)
        self.scores = None
        if not keep_camera:
            self.camera, self.target = CameraPreset.ISOMETRIC, None

    def clear(self) -> None:
        """Forget the geometry."""
        self.geometry_shown = self.scores = None

    def set_scores(self, scores: Float32Array | None, types: UInt8Array | None = None) -> None:
        """Keep the scores and types of the drawn points."""
        geometry = self.geometry_shown
        self.types = None if types is None or geometry is None else geometry.select(types)
        self.scores = None if scores is None or geometry is None else geometry.select(scores)

    def set_style(self, style: ViewStyle) -> None:
        """Keep the style."""
        self.style_shown = style

    def set_camera(self, preset: CameraPreset) -> None:
        """Keep the direction."""
        self.camera, self.target = preset, None

    def fit(self) -> None:
        """Forget the place that was framed."""
        self.target = None

    def set_margins(self, *, right: int, bottom: int) -> None:
        """Nothing to shift."""

    def fly_to(self, center: tuple[float, float, float], radius: float) -> None:
        """Keep the place."""
        self.target = (center, radius)

    def point_size(self) -> float:
        """The size chosen, or one that a cloud of some thousand points would have."""
        return self.style_shown.point_size or 4.0

    def set_clipping(self, on: bool) -> None:
        """Keep whether a box is on."""
        self.clipping = on
        self.clipping_changed.emit(on)

    def reset_clipping(self) -> None:
        """Count the resets."""
        self.clipping_resets += 1

    def set_marks(self, places: Float64Array) -> None:
        """Keep the places."""
        self.marks = places

    def picture(
        self, size: tuple[int, int], factor: float, *, centred: bool, transparent: bool
    ) -> QImage:
        """A picture of the background."""
        self.pictured = factor, centred
        image = QImage(*size, QImage.Format.Format_RGBA8888)
        image.fill(QColor(0, 0, 0, 0) if transparent else QColor(self.style_shown.theme.view_top))
        return image

    def shutdown(self) -> None:
        """Nothing to release."""
        self.closed = True
