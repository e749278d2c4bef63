"""A picture of the scene at any size, drawn beside the window."""

from __future__ import annotations

import numpy as np
import pyvista as pv
from PIL import Image, ImageDraw
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkRenderingCore import (
    vtkRenderer,
    vtkRenderWindow,
    vtkWindowToImageFilter,
)

from app.viewport.backdrop import view_gradient
from app.viewport.base import ViewStyle
from app.viewport.camera import projection_of
from app.viewport.cloud_scene import CloudScene
from app.viewport.interactor import scan_lights
from app.viewport.marks import PIXELS as DOT_PIXELS
from app.viewport.marks import Marks
from app.viewport.mesh_scene import MeshScene
from btp_core.base.arrays import Float64Array, UInt8Array


def draw_mesh(
    scene: MeshScene,
    marks: Marks,
    camera: pv.Camera,
    style: ViewStyle,
    size: tuple[int, int],
    view_size: tuple[int, int],
    factor: float,
    window_center: tuple[float, float],
    _bounds: Float64Array | None,
    *,
    transparent: bool,
) -> UInt8Array:
    """Draw all of a mesh as the camera sees it; only for the GUI thread.

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
    for light in scan_lights():
        renderer.AddLight(light)
    renderer.AddActor(scene.twin().whole.actor)
    renderer.AddActor(marks.twin(factor).actor)
    renderer.SetActiveCamera(_camera_of(camera, size, view_size, factor, window_center))
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


def draw_cloud(
    scene: CloudScene,
    marks: Marks,
    camera: pv.Camera,
    style: ViewStyle,
    size: tuple[int, int],
    view_size: tuple[int, int],
    factor: float,
    window_center: tuple[float, float],
    bounds: Float64Array | None,
    *,
    transparent: bool,
) -> UInt8Array:
    """Draw all of a cloud, as :func:`draw_mesh` does a mesh; ``bounds`` as of the clipping box."""
    own = _camera_of(camera, size, view_size, factor, window_center)
    projection = projection_of(own, size)
    picture = scene.cut_out(projection, size, bounds, factor)
    hidden = scene.is_hidden(marks.places)
    image = Image.fromarray(picture, "RGBA")
    if not transparent:
        backdrop = Image.fromarray(view_gradient(style.theme, size)).convert("RGBA")
        backdrop.alpha_composite(image)
        image = backdrop
    pen = ImageDraw.Draw(image)
    seen, scales = projection.project(marks.places[~hidden].astype(np.float32))
    for (column, row, _), scale in zip(seen.T, scales, strict=True):
        if scale > 0:
            reach = 0.5 * DOT_PIXELS * factor
            box = (column - reach, row - reach, column + reach, row + reach)
            pen.ellipse(tuple(map(float, box)), fill=marks.color)
    return np.asarray(image)


def _camera_of(
    camera: pv.Camera,
    size: tuple[int, int],
    view_size: tuple[int, int],
    factor: float,
    window_center: tuple[float, float],
) -> pv.Camera:
    own = pv.Camera()  # type: ignore[no-untyped-call]
    own.DeepCopy(camera)
    across, along = (
        factor * of_view / of_picture for of_view, of_picture in zip(view_size, size, strict=True)
    )
    own.SetWindowCenter(window_center[0] * across, window_center[1] * along)
    # The view is fitted by its height; a picture that is narrower must show as much.
    own.Zoom(along)
    return own
