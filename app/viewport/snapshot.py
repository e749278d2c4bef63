"""A picture of the scene at any size, drawn beside the window."""

from __future__ import annotations

import numpy as np
import pyvista as pv
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkRenderingCore import (
    vtkCamera,
    vtkRenderer,
    vtkRenderWindow,
    vtkWindowToImageFilter,
)

from app.viewport.base import ViewStyle
from app.viewport.marks import Marks
from app.viewport.scene import ScanScene
from btp_core.base.arrays import UInt8Array


def draw_snapshot(
    scene: ScanScene,
    marks: Marks,
    camera: vtkCamera,
    style: ViewStyle,
    size: tuple[int, int],
    view_size: tuple[int, int],
    factor: float,
    window_center: tuple[float, float],
    *,
    transparent: bool,
) -> UInt8Array:
    """Draw all of a scan as the camera sees it; only for the GUI thread.

    A scene of its own, since graphics memory is not shared between windows.

    Parameters
    ----------
    size
        Width and height of the picture in pixels.
    view_size, factor
        Width and height of the view in its pixels; how many of the picture's stand for one.
    window_center
        What place of the view is to be in the middle of the picture, from -1 to 1.

    Returns
    -------
    numpy.ndarray
        ``(height, width, 4)``; the background has no opacity if ``transparent``.
    """
    window = vtkRenderWindow()
    window.SetOffScreenRendering(True)
    window.SetMultiSamples(0)
    window.SetAlphaBitPlanes(True)
    window.SetSize(*size)
    renderer = vtkRenderer()
    window.AddRenderer(renderer)
    theme = style.theme
    renderer.SetBackground(pv.Color(theme.view_bottom).float_rgb)
    renderer.SetBackground2(pv.Color(theme.view_top).float_rgb)
    renderer.SetGradientBackground(not transparent)
    renderer.SetBackgroundAlpha(0.0 if transparent else 1.0)
    twin = scene.twin(factor)
    for part in twin.show_parts(range(twin.n_parts)):
        renderer.AddActor(part.actor)
    renderer.AddActor(marks.twin(factor).actor)
    own = vtkCamera()
    own.DeepCopy(camera)
    across, along = (
        factor * of_view / of_picture for of_view, of_picture in zip(view_size, size, strict=True)
    )
    own.SetWindowCenter(window_center[0] * across, window_center[1] * along)
    # The view is fitted by its height; a picture that is narrower must show as much.
    own.Zoom(along)
    renderer.SetActiveCamera(own)
    renderer.ResetCameraClippingRange()
    window.Render()
    grabber = vtkWindowToImageFilter()
    grabber.SetInput(window)
    grabber.SetInputBufferTypeToRGBA()
    grabber.ReadFrontBufferOff()
    grabber.Update()
    values = vtk_to_numpy(grabber.GetOutput().GetPointData().GetScalars())  # type: ignore[no-untyped-call]
    # VTK counts rows from below.
    picture = np.array(values.reshape(size[1], size[0], 4)[::-1], dtype=np.uint8)
    window.Finalize()
    if not transparent:
        picture[..., 3] = 255
    return picture
