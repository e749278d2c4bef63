"""Where the camera stands: framing a place, and how large a unit is on the screen."""

from __future__ import annotations

import numpy as np
import pyvista as pv

from btp_core.arrays import Float64Array

CLOSE_UP = 6.0  # a framed place fills the view divided by this


def frame_place(camera: pv.Camera, target: Float64Array, radius: float, scan_radius: float) -> None:
    """Look at a place of the scene from outside the scan, from the side the camera is on."""
    outward = target if np.linalg.norm(target) > 1e-3 * scan_radius else None
    direction = np.asarray(camera.position) - np.asarray(camera.focal_point)
    if outward is not None and direction @ outward < 0:
        direction = outward
    direction = direction / max(float(np.linalg.norm(direction)), 1e-12)
    reach = max(radius * 4, scan_radius / CLOSE_UP)
    camera.focal_point = tuple(target)
    camera.position = tuple(target + direction * reach * 2.2)
    camera.parallel_scale = reach
    up = np.asarray(camera.up)
    if abs(float(up @ direction)) > 0.95 * float(np.linalg.norm(up)):
        camera.up = (0.0, 1.0, 0.0) if abs(direction[1]) < 0.9 else (0.0, 0.0, 1.0)


def pixels_per_unit(camera: pv.Camera, view_height: int) -> float:
    """Pixels per unit of the scan where the camera looks at."""
    if camera.parallel_projection:
        half = float(camera.parallel_scale)
    else:
        half = float(camera.distance) * float(np.tan(np.radians(camera.view_angle / 2)))
    return view_height / max(2 * half, 1e-12)
