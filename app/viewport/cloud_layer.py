"""A cloud as it is seen from one place, before its colours: what the view paints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.viewport.geometry import DisplayGeometry
from app.viewport.sampling import sample_view
from btp_core.base.arrays import Float64Array
from btp_core.rendering.layer import Layer, draw_layer
from btp_core.rendering.paint import Relief
from btp_core.rendering.projection import Projection

PITCH_SHOWN = 1.2
"""Pixels between the points that are drawn, where there are more than that."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """A layer in the view, at the picture's size, and how many points were looked at for it."""

    key: tuple[object, ...]
    projection: Projection
    size: tuple[int, int]
    layer: Layer | None
    relief: Relief | None
    count: int


def draw_points(
    geometry: DisplayGeometry,
    point_size: float,
    key: tuple[object, ...],
    projection: Projection,
    size: tuple[int, int],
    bounds: Float64Array | None,
    enlarged: float,
    most: int,
    is_stale: Callable[[], bool] = lambda: False,
) -> Drawn:
    """Draw what of a cloud is seen; for any thread."""
    assert geometry.spacing is not None
    points, spacing, chosen = geometry.points, geometry.spacing, None
    if geometry.pick_grid is not None:
        pitch = PITCH_SHOWN * enlarged
        chosen, thinned = sample_view(geometry.pick_grid, projection, size, pitch, most)
        points, spacing = points[chosen], spacing[chosen] * thinned
    if bounds is not None:
        kept = np.flatnonzero(((points >= bounds[0]) & (points <= bounds[1])).all(axis=1))
        points, spacing = points[kept], spacing[kept]
        chosen = kept if chosen is None else chosen[kept]
    count = len(points)
    if not count:
        return Drawn(key, projection, size, None, None, 0)
    layer = draw_layer(
        points,
        spacing,
        projection,
        size,
        enlarged=enlarged,
        radius=point_size / 2,
        is_stale=is_stale,
    )
    if layer is None:
        return Drawn(key, projection, size, None, None, count)
    if chosen is not None:
        layer = layer.numbered(chosen)
    return Drawn(key, projection, size, layer, Relief.of(layer), count)
