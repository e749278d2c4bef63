"""A picture behind everything else in the scene."""

from __future__ import annotations

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkRenderingCore import vtkRenderer, vtkTexture

from btp_core.base.arrays import UInt8Array


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
