"""What lies behind everything else in the scene: a gradient, or a picture."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkRenderingCore import vtkRenderer, vtkTexture

from app.theme.tokens import Theme
from btp_core.base.arrays import UInt8Array
from btp_core.rendering.colormap import rgb_of


class Backdrop:
    """Pixels in place of a renderer's background; only for the GUI thread."""

    def __init__(self, renderer: vtkRenderer) -> None:
        self._renderer = renderer
        self._image = vtkImageData()
        self._texture = vtkTexture()
        self._texture.SetInputData(self._image)
        self._texture.InterpolateOff()
        self._texture.SetColorModeToDirectScalars()
        self._pixels: UInt8Array | None = None

    def show(self, pixels: UInt8Array) -> None:
        """Show a picture ``(height, width, 3)`` of the renderer's size."""
        height, width, _ = pixels.shape
        # VTK counts rows from below; it keeps no reference to the array itself.
        self._pixels = np.ascontiguousarray(pixels[::-1]).reshape(-1, 3)
        self._image.SetDimensions(width, height, 1)
        self._image.GetPointData().SetScalars(numpy_to_vtk(self._pixels))  # type: ignore[no-untyped-call]
        self._image.Modified()
        self._renderer.SetBackgroundTexture(self._texture)
        self._renderer.TexturedBackgroundOn()

    def hide(self) -> None:
        """Show the renderer's own background again."""
        self._renderer.TexturedBackgroundOff()


@lru_cache(maxsize=2)
def view_gradient(theme: Theme, size: tuple[int, int]) -> UInt8Array:
    """The background of a view of ``size``, width and height, as ``(height, width, 3)``."""
    width, height = size
    top, bottom = (np.array(rgb_of(color)) for color in (theme.view_top, theme.view_bottom))
    share = ((np.arange(height) + 0.5) / height)[:, None]
    rows = np.round(top + (bottom - top) * share).astype(np.uint8)
    picture = np.repeat(rows[:, None], width, axis=1)
    picture.setflags(write=False)
    return picture
