"""Curves that walk over the surface: scratches, cracks, weld beads."""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float64Array
from btp_core.lab.synth.defects.vectors import tangent_frame, unit
from btp_core.lab.synth.defects.workpiece import Workpiece


def walk(
    work: Workpiece,
    point: Float64Array,
    normal: Float64Array,
    length: float,
    step: float,
    turns: Float64Array,
    rng: np.random.Generator,
    heading: Float64Array | None = None,
) -> tuple[Float64Array, Float64Array]:
    """Walk over the sound surface in small steps, turning as told.

    Parameters
    ----------
    point, normal
        Start, shape (3,) each.
    length, step
        Length of the walk and of a step, mm.
    turns
        Angle in radians by which the heading turns before each step; repeated as needed.
    heading
        First direction; random when None.

    Returns
    -------
    points, normals
        Shape (K, 3), K at least 1. The walk ends early where the surface folds away.
    """
    if heading is None:
        heading = tangent_frame(normal, rng)[0]
    points, normals = [point], [normal]
    for index in range(max(int(length / step), 1)):
        angle = turns[index % len(turns)]
        heading = np.cos(angle) * heading + np.sin(angle) * np.cross(normal, heading)
        found, found_normal = work.scene.closest((points[-1] + step * heading)[None])
        following, next_normal = found[0], unit(found_normal[0])
        moved = float(np.linalg.norm(following - points[-1]))
        if next_normal @ normal < 0.3 or moved < 0.3 * step:
            break
        heading = unit(heading - (heading @ next_normal) * next_normal)
        normal = next_normal
        points.append(following)
        normals.append(normal)
    return np.array(points), np.array(normals)


def densify(
    points: Float64Array, normals: Float64Array, spacing: float
) -> tuple[Float64Array, Float64Array, Float64Array]:
    """Fill a polyline (K, 3) up to ``spacing`` mm.

    Returns
    -------
    points, normals, position
        Shapes (L, 3), (L, 3) and (L,): the position runs from 0 to 1 along the line.
    """
    if len(points) < 2:
        return points, normals, np.array([0.5])
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    arc = np.concatenate([[0.0], np.cumsum(steps)])
    at = np.linspace(0.0, arc[-1], max(int(arc[-1] / spacing), 2))
    dense = np.stack([np.interp(at, arc, points[:, i]) for i in range(3)], axis=1)
    turned = np.stack([np.interp(at, arc, normals[:, i]) for i in range(3)], axis=1)
    return dense, unit(turned), at / arc[-1]
