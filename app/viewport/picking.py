"""Which point of a scan is under the cursor."""

from __future__ import annotations

import numpy as np

from app.viewport.pick_grid import REACH_PIXELS, PickGrid
from btp_core.base.arrays import Float32Array, Float64Array

FRONT_SHARE = 0.02


def nearest_on_screen(
    points: Float32Array,
    to_clip: Float64Array,
    view_direction: Float64Array,
    size: tuple[int, int],
    at: tuple[float, float],
    radius: float,
    *,
    reach: float = REACH_PIXELS,
    grid: PickGrid | None = None,
    bounds: Float64Array | None = None,
) -> int | None:
    """The point that is seen nearest to a place in the view.

    Of all points within a few pixels those count that lie in front, so that the far side of a
    part is not picked through the gaps of the near one.

    Parameters
    ----------
    points
        ``(M, 3)``.
    to_clip
        ``(4, 4)`` matrix from the points' coordinates to clip coordinates.
    view_direction
        ``(3,)`` unit vector away from the eye.
    size, at
        Of the view in pixels; the place from its upper left corner.
    radius
        Of the scan; decides which depths are the same surface.
    reach
        How far from the place a point may be seen, in pixels. Where points are drawn larger than
        that it has to be as much, or what hides the far side would not count.
    grid
        Of the points; without it every point is looked at.
    bounds
        ``(2, 3)`` lowest and highest coordinates of what is shown; all of it without.

    Returns
    -------
    int or None
        Index into ``points``; None where there is nothing.
    """
    candidates = None if grid is None else grid.near(to_clip, size, at, reach)
    seen = points if candidates is None else points[candidates]
    matrix = to_clip.astype(np.float32)
    clip = seen @ matrix[:, :3].T + matrix[:, 3]
    w = clip[:, 3]
    with np.errstate(divide="ignore", invalid="ignore"):
        across = (clip[:, 0] / w + 1.0) * (0.5 * size[0]) - at[0]
        down = (1.0 - clip[:, 1] / w) * (0.5 * size[1]) - at[1]
        distance2 = across * across + down * down
        near = np.flatnonzero((distance2 <= reach**2) & (w > 0))
    if bounds is not None:
        near = near[((seen[near] >= bounds[0]) & (seen[near] <= bounds[1])).all(axis=1)]
    if len(near) == 0:
        return None
    depth = seen[near] @ view_direction.astype(np.float32)
    front = near[depth <= depth.min() + FRONT_SHARE * radius]
    found = int(front[np.argmin(distance2[front])])
    return found if candidates is None else int(candidates[found])
