"""A view that keeps what it was told to show, for the tests to look at."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QWidget

from app.viewport.base import CameraPreset, Viewport
from app.viewport.geometry import DisplayGeometry
from btp_core.base.arrays import Float32Array, Float64Array, UInt8Array


class RecordingView(Viewport):
    """Draws nothing, as the base it stands on, and keeps what it was told."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.geometry_shown: DisplayGeometry | None = None
        self.scores: Float32Array | None = None
        self.types: UInt8Array | None = None
        self.camera: CameraPreset | None = None
        self.target: tuple[tuple[float, float, float], float] | None = None
        self.marks: Float64Array = np.empty((0, 3))
        self.clipping = False
        self.clipping_resets = 0
        self.closed = False

    def show_geometry(self, geometry: DisplayGeometry, *, keep_camera: bool = False) -> None:
        """Keep the geometry."""
        self.geometry_shown = geometry
        super().show_geometry(geometry)
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

    def set_camera(self, preset: CameraPreset) -> None:
        """Keep the direction."""
        self.camera, self.target = preset, None

    def fit(self) -> None:
        """Forget the place that was framed."""
        self.target = None

    def fly_to(self, center: tuple[float, float, float], radius: float) -> None:
        """Keep the place."""
        self.target = (center, radius)

    def set_clipping(self, on: bool) -> None:
        """Keep whether a box is on."""
        self.clipping = on
        super().set_clipping(on)

    def reset_clipping(self) -> None:
        """Count the resets."""
        self.clipping_resets += 1

    def set_marks(self, places: Float64Array) -> None:
        """Keep the places."""
        self.marks = places

    def shutdown(self) -> None:
        """Keep that it was asked for."""
        self.closed = True
