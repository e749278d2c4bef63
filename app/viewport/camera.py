"""Where the camera stands: framing a place, and how large a unit is on the screen."""

from __future__ import annotations

import numpy as np
import pyvista as pv

from btp_core.base.arrays import Float32Array, Float64Array
from btp_core.rendering.camera import candidate_directions, seen_from
from btp_core.rendering.projection import Projection

FILLED = 0.9  # of the free room, at most
GRAZING = 0.5  # cosine between the surface's normal and the view: 60 degrees
FLAT = 0.25  # variance across a piece of surface, as a share of that along its shorter side
MIN_PIECE = 10
CLOSE_UP = 7.0  # a small place is shown with so much of its surroundings
HALF_VIEW = 2.4  # radii of a framed place from the middle of the view to its edge
OUTSIDE = 3.0  # radii of the scan from a framed place to the eye
SURE = 30  # points of a place at least
LOOKED_AT = 4_000  # points, to see what hides a place
VIEW_ANGLE = 30.0  # degrees


def frame_place(
    camera: pv.Camera,
    target: Float64Array,
    radius: float,
    scan_radius: float,
    points: Float32Array,
) -> None:
    """Look at a place of the scene from outside the scan, where nothing else hides it.

    Of several such sides it is the one that the camera is on, unless the surface would be seen
    at a grazing angle from there.

    Parameters
    ----------
    target, radius
        The place, and how far it reaches.
    scan_radius
        Of a sphere around the scan.
    points
        ``(N, 3)`` of the scan, all in the scene.
    """
    here = np.asarray(camera.position) - np.asarray(camera.focal_point)
    here = here / max(float(np.linalg.norm(here)), 1e-12)
    distances = np.linalg.norm(points - target, axis=1)
    near = points[distances <= max(1.5 * radius, float(np.partition(distances, SURE)[SURE]))]
    candidates = [here, *candidate_directions()]
    if (normal := surface_normal(near)) is not None:
        # Leaning towards the camera: the surface shows its shape, and the view turns less.
        leaning = [side * normal + 0.3 * here for side in (1.0, -1.0)]
        candidates += [lean / np.linalg.norm(lean) for lean in leaning]
    directions = np.stack(candidates)
    some = points[:: max(len(points) // LOOKED_AT, 1)]
    shown, facing = seen_from(some, near, directions)
    if normal is None:
        facing = np.ones(len(directions))
    well_seen = shown[0] > 0.8 and facing[0] >= GRAZING
    best = 0 if well_seen else int(np.argmax(shown * facing + 0.15 * (directions @ here)))
    direction = directions[best]
    reach = max(HALF_VIEW * radius, scan_radius / CLOSE_UP)
    # From beyond the whole scan, through a long lens: nothing of it comes between.
    away = OUTSIDE * scan_radius
    camera.focal_point = tuple(target)
    camera.position = tuple(target + direction * away)
    camera.view_angle = float(2.0 * np.degrees(np.arctan(reach / away)))
    camera.parallel_scale = reach
    set_up(camera, direction)


def set_up(camera: pv.Camera, direction: Float64Array) -> None:
    """Keep the camera's up, unless it looks along it."""
    up = np.asarray(camera.up)
    if abs(float(up @ direction)) > 0.95 * float(np.linalg.norm(up)):
        camera.up = (0.0, 1.0, 0.0) if abs(direction[1]) < 0.9 else (0.0, 0.0, 1.0)


def surface_normal(points: Float32Array) -> Float64Array | None:
    """Unit normal ``(3,)``, sign arbitrary, of a nearly flat piece; None of any other."""
    if len(points) < MIN_PIECE:
        return None
    centred = points.astype(np.float64) - points.mean(axis=0)
    spread, axes = np.linalg.eigh(centred.T @ centred)
    return np.asarray(axes[:, 0]) if spread[0] < FLAT * spread[1] else None


def fill_view(
    camera: pv.Camera,
    points: Float32Array | Float64Array,
    size: tuple[int, int],
    free: tuple[float, float],
) -> tuple[float, float]:
    """Zoom until points reach the free room, whose middle their outline is to have.

    Parameters
    ----------
    points
        ``(N, 3)``, in the scene.
    size
        Width and height of the view; only their ratio matters.
    free
        Shares of width and height that nothing lies over.

    Returns
    -------
    tuple
        How far right of and above the middle their outline is now, in halves of the view: the
        camera looks at the middle of the scan, which stands elsewhere in perspective. To be
        made up for by shifting the picture, so that turning stays around the scan's middle.
    """
    shifted = camera.GetWindowCenter()
    camera.SetWindowCenter(0.0, 0.0)
    matrix = pv.array_from_vtkmatrix(
        camera.GetCompositeProjectionTransformMatrix(size[0] / max(size[1], 1), -1, 1)
    )
    camera.SetWindowCenter(*shifted)
    seen = np.column_stack([points, np.ones(len(points))]) @ np.asarray(matrix).T
    places = seen[:, :2] / seen[:, 3:]
    low, high = places.min(axis=0), places.max(axis=0)
    reach = np.maximum((high - low) / 2, 1e-6)
    zoom = float((FILLED * np.asarray(free) / reach).min())
    camera.Zoom(zoom)
    right, up = zoom * (low + high) / 2
    return float(right), float(up)


def pixels_per_unit(camera: pv.Camera, view_height: int) -> float:
    """Pixels per unit of the scan where the camera looks at."""
    if camera.parallel_projection:
        half = float(camera.parallel_scale)
    else:
        half = float(camera.distance) * float(np.tan(np.radians(camera.view_angle / 2)))
    return view_height / max(2 * half, 1e-12)


def projection_of(camera: pv.Camera, size: tuple[int, int]) -> Projection:
    """What a camera shows in a view of ``size`` pixels, for drawing without the graphics."""
    toward = -np.asarray(camera.GetDirectionOfProjection(), dtype=np.float64)
    up = np.asarray(camera.up, dtype=np.float64)
    right = np.cross(up, toward)
    right /= max(float(np.linalg.norm(right)), 1e-12)
    axes = np.stack([right, np.cross(toward, right), toward]).astype(np.float32)
    across, along = camera.GetWindowCenter()
    return Projection(
        axes,
        np.asarray(camera.focal_point, dtype=np.float32),
        (0.5 * size[0] * (1.0 - across), 0.5 * size[1] * (1.0 + along)),
        pixels_per_unit(camera, size[1]),
        float("inf") if camera.parallel_projection else float(camera.distance),
    )
