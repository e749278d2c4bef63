"""A picture of the scene at any size, drawn beside the window."""

from __future__ import annotations

import numpy as np
import pyvista as pv

from app.viewport.axes import add_axes, color_axes
from app.viewport.base import ViewStyle
from app.viewport.marks import Marks
from app.viewport.scene import ScanScene
from btp_core.arrays import UInt8Array


def draw_snapshot(
    scene: ScanScene,
    marks: Marks,
    camera: pv.Camera,
    style: ViewStyle,
    size: tuple[int, int],
    view_height: int,
    factor: float,
    *,
    transparent: bool,
) -> UInt8Array:
    """Draw all of a scan as the camera sees it; only for the GUI thread.

    A scene of its own, since graphics memory is not shared between windows.

    Parameters
    ----------
    camera
        A copy of the view's; it is changed to fit the picture.
    size
        Width and height of the picture in pixels.
    view_height, factor
        Height of the view in its pixels; how many of the picture's stand for one of them.

    Returns
    -------
    numpy.ndarray
        ``(height, width, 4)``; the background has no opacity if ``transparent``.
    """
    plotter = pv.Plotter(off_screen=True, window_size=list(size), lighting="none")
    try:
        plotter.render_window.SetMultiSamples(0)
        plotter.add_light(pv.Light(light_type="headlight"))
        plotter.set_background(style.theme.view_bottom, top=style.theme.view_top)
        twin = scene.twin(factor)
        for part in twin.show_parts(range(twin.n_parts)):
            plotter.renderer.AddActor(part.actor)
        plotter.renderer.AddActor(marks.twin(factor).actor)
        add_axes(plotter.renderer)
        color_axes(plotter.renderer, style.theme)
        plotter.camera = camera
        # The view is fitted by its height; a picture that is narrower must show as much.
        plotter.camera.Zoom(factor * view_height / size[1])
        plotter.renderer.ResetCameraClippingRange()
        pixels = plotter.screenshot(transparent_background=transparent, return_img=True)
    finally:
        plotter.close()
    picture = np.full((*pixels.shape[:2], 4), 255, dtype=np.uint8)
    picture[..., : pixels.shape[2]] = pixels
    return picture
