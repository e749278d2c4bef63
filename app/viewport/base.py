"""What every 3D view can do, and the view of a platform without a graphics system."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from app.theme.tokens import LIGHT, Theme
from app.viewport.geometry import DisplayGeometry
from btp_core.base.arrays import BoolArray, Float32Array, Float64Array, IntArray, UInt8Array
from btp_core.rendering.colormap import DEFAULT_COLORMAP, score_table


class Coloring(Enum):
    """What the colour of a point means."""

    HEATMAP = "heatmap"
    TYPES = "types"
    DIFFERENCE = "difference"
    ORIGINAL = "original"
    DEVIATION = "deviation"
    REFERENCE = "reference"


class CameraPreset(Enum):
    """Standard directions to look from: towards the viewer, and up."""

    ISOMETRIC = ((1.0, -1.0, 0.75), (0.0, 0.0, 1.0))
    FRONT = ((0.0, -1.0, 0.0), (0.0, 0.0, 1.0))
    BACK = ((0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    LEFT = ((-1.0, 0.0, 0.0), (0.0, 0.0, 1.0))
    RIGHT = ((1.0, 0.0, 0.0), (0.0, 0.0, 1.0))
    TOP = ((0.0, 0.0, 1.0), (0.0, 1.0, 0.0))
    BOTTOM = ((0.0, 0.0, -1.0), (0.0, 1.0, 0.0))


@dataclass(frozen=True)
class ViewStyle:
    """How a scan is drawn; scores always mean the same colour, whatever the scan.

    Attributes
    ----------
    span
        Scores that take the colour map's first and last colour.
    types
        Name and colour of each defect type; no colour for one that is not to be shown.
    point_size
        Pixels; 0 chooses by the spacing of the points.
    reduce_moving
        Draw fewer points while the view moves, if all of them would be slow.
    opacity
        Of the heatmap over the scan's own colours (or the plain surface). The scan itself is
        never see-through: its far side would shine through, and read as a score.
    deviation_limit, units
        Deviation from the design that takes the last colour either way, and its unit of length.
    """

    coloring: Coloring = Coloring.HEATMAP
    colormap: str = DEFAULT_COLORMAP
    threshold: float = 0.5
    grey_below: bool = True
    theme: Theme = LIGHT
    span: tuple[float, float] = (0.0, 1.0)
    types: tuple[tuple[str, str | None], ...] = ()
    point_size: int = 0
    parallel: bool = False
    reduce_moving: bool = True
    opacity: float = 1.0
    deviation_limit: float = 0.5
    units: str = ""

    @property
    def below(self) -> str | None:
        """Colour of scores below the threshold; None where they have the map's."""
        return self.theme.body if self.grey_below else None

    def table(self) -> UInt8Array:
        """The heatmap's lookup table ``(K, 4)`` over the scores from 0 to 1."""
        return score_table(
            self.colormap, self.threshold, self.below, self.span, self.opacity, self.theme.body
        )


class Viewport(QWidget):
    """A 3D view that draws nothing; base of the one that does.

    It stands in where there is no graphics system: with ``QT_QPA_PLATFORM=offscreen`` an
    interactor on the screen aborts the process (pyvistaqt #351), and everything else of the
    window works there. Widgets laid over a view become its children.

    Attributes
    ----------
    picked
        Emitted with the number of the point of the file that was clicked.
    menu_requested
        Likewise, for the right mouse button.
    scale_changed
        Emitted after drawing with the pixels per unit of the scan where the camera looks at;
        0 without a scan.
    drawn_changed
        Emitted with the number of points drawn so far, of all that are to be drawn at rest.
    clipping_changed
        Emitted with whether a clipping box is in force.
    """

    picked = Signal(int)
    menu_requested = Signal(int)
    scale_changed = Signal(float)
    drawn_changed = Signal(int)
    clipping_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.style_shown = ViewStyle()

    def show_geometry(
        self,
        geometry: DisplayGeometry,
        *,
        keep_camera: bool = False,  # noqa: ARG002
    ) -> None:
        """Draw another scan, without scores."""
        self.drawn_changed.emit(geometry.n_shown)

    def clear(self) -> None:
        """Draw nothing."""

    def set_scores(self, scores: Float32Array | None, types: UInt8Array | None = None) -> None:
        """Colour by scores ``(N,)`` in the order of the file's points; NaN: not checked.

        ``types`` ``(N,)`` is the number of each point's likeliest defect type, or
        :data:`~app.viewport.geometry.NO_TYPE`, which looks like good surface.
        """

    def set_style(self, style: ViewStyle) -> None:
        """Change colours and looks."""
        self.style_shown = style

    def set_camera(self, preset: CameraPreset) -> None:
        """Look from a standard direction, the whole scan in view."""

    def look_from(self, direction: Float64Array) -> None:
        """Look from a direction ``(3,)``, unless the user turned the view since the scan came."""

    def fit(self) -> None:
        """Bring the whole scan into view without turning it."""

    def set_margins(self, *, right: int, bottom: int) -> None:
        """Keep free what other widgets lie over: pixels at the right and at the lower edge."""

    def fly_to(self, center: tuple[float, float, float], radius: float) -> None:
        """Frame a place, given in the file's coordinates and units."""

    def point_size(self) -> float:
        """Size of the points in pixels, chosen or automatic: here, that of a small cloud."""
        return self.style_shown.point_size or 4.0

    def set_clipping(self, on: bool) -> None:
        """Show only what lies in a box with handles to drag, around the whole scan at first."""
        self.clipping_changed.emit(on)

    def reset_clipping(self) -> None:
        """Put the clipping box around the whole scan again."""

    def set_marks(self, places: Float64Array) -> None:
        """Mark places ``(K, 3)`` in the file's coordinates; no rows, no marks."""

    def set_selected(self, points: IntArray | None) -> None:
        """Draw a line around a group of points, by their numbers ``(K,)``; None, around none."""

    def orientation(self) -> Float32Array:
        """``(3, 3)`` rows: what is to the right, up, and towards the viewer."""
        return np.eye(3, dtype=np.float32)

    def locate(self, places: Float64Array) -> tuple[Float64Array, BoolArray]:
        """Where places ``(K, 3)`` in the file's coordinates are seen.

        Returns
        -------
        tuple
            ``(K, 2)`` pixels from the upper left corner, NaN behind the eye, and ``(K,)`` which
            of them nothing hides.
        """
        return np.full((len(places), 2), np.nan), np.zeros(len(places), np.bool_)

    def picture(
        self,
        size: tuple[int, int],
        factor: float,  # noqa: ARG002
        *,
        centred: bool,  # noqa: ARG002
        transparent: bool,
    ) -> QImage:
        """The scan alone, all of its points, at another size.

        Parameters
        ----------
        size, factor
            Width and height in pixels; how many of them stand for one of the view.
        centred
            Put the middle of the scan in the middle, where nothing lies over the right edge.
        transparent
            Leave the background out.
        """
        image = QImage(*size, QImage.Format.Format_RGBA8888)
        image.fill(QColor(0, 0, 0, 0) if transparent else QColor(self.style_shown.theme.view_top))
        return image

    def shutdown(self) -> None:
        """Release timers and graphics; nothing may be drawn afterwards."""
