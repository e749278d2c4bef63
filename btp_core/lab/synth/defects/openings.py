"""Open holes: a piece of a thin wall is gone, with nothing or the inside of the part behind."""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import BoolArray, Float64Array
from btp_core.lab.synth.defects.displace import region_near
from btp_core.lab.synth.defects.vectors import log_uniform, tangent_frame
from btp_core.lab.synth.defects.workpiece import DefectFailedError, Workpiece
from btp_core.lab.synth.inside import with_inside

_INNER_WALL_MM = 0.15
_LEAST_VERTICES = 12
_MOST_LOST = 0.15


def open_hole(work: Workpiece, kind: int, rng: np.random.Generator) -> int:
    """Remove a patch of surface; returns the labelled vertices, a band along the rim.

    What is missing cannot carry a label, so the rim does: that is where an inspector points.
    """
    point, normal = work.pick_seed(rng)
    radius = log_uniform(rng, 1.3, 9.0)
    fine = float(np.clip(radius / 8.0, 0.2, 0.5))
    band = float(rng.uniform(0.3, 0.8))
    region = region_near(work, point[None], normal[None], 1.7 * radius + band, fine)
    along, across = tangent_frame(normal, rng)
    offset = work.vertices[region.vertices] - point
    u, v = offset @ along, offset @ across
    reach = radius * _outline(np.arctan2(v, u), rng)
    over = np.hypot(u, v) - reach
    gone = np.zeros(len(work.vertices), dtype=np.bool_)
    gone[region.vertices[over < 0]] = True
    cut = np.asarray(gone[work.faces].all(axis=1), dtype=np.bool_)
    if not cut.any() or _area(work, cut) > _MOST_LOST * _area(work, ~cut):
        raise DefectFailedError
    rim = np.zeros(len(work.vertices), dtype=np.bool_)
    rim[region.vertices[over < band]] = True
    work.faces = work.faces[~cut]
    # A vertex without a face is no surface; the inside behind it must not take its type.
    used = np.zeros(len(work.vertices), dtype=np.bool_)
    used[work.faces.ravel()] = True
    rim &= used
    if rim.sum() < _LEAST_VERTICES:
        raise DefectFailedError
    work.types[rim] = kind
    if rng.random() < 0.5:
        _add_inside(work)
    return int(rim.sum())


def _area(work: Workpiece, faces: BoolArray) -> float:
    a, b, c = (work.vertices[work.faces[faces, i]] for i in range(3))
    return float(0.5 * np.linalg.norm(np.cross(b - a, c - a), axis=1).sum())


def _outline(angle: Float64Array, rng: np.random.Generator) -> Float64Array:
    """Relative radius over the angle: round, lobed, or a polygon with uneven corners."""
    choice = rng.random()
    if choice < 0.3:
        return np.ones_like(angle)
    if choice < 0.65:
        lobes = np.ones_like(angle)
        for k in range(2, 8):
            lobes += rng.normal(0.0, 0.16 / k) * k**0.5 * np.cos(k * angle + rng.uniform(0, 7))
        return np.clip(lobes, 0.4, 1.6)
    corners = np.sort(rng.uniform(-np.pi, np.pi, size=int(rng.integers(3, 9))))
    reach = rng.uniform(0.55, 1.5, size=len(corners))
    return np.interp(angle, corners, reach, period=2 * np.pi)


def _add_inside(work: Workpiece) -> None:
    """Give the surface an inside, as a thin wall has; it is sound."""
    from trimesh import Trimesh

    both = with_inside(Trimesh(work.vertices, work.faces, process=False), _INNER_WALL_MM)
    work.vertices = np.array(both.vertices, dtype=np.float64)
    work.faces = np.array(both.faces, dtype=np.int64)
    work.types = np.concatenate([work.types, np.zeros(len(work.types), dtype=np.uint8)])
