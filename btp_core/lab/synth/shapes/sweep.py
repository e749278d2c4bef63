"""Tubes swept along curves in space."""

from __future__ import annotations

import numpy as np
from manifold3d import CrossSection, Manifold, triangulate
from scipy.interpolate import CubicSpline

from btp_core.base.arrays import Float64Array
from btp_core.lab.synth.shapes.loft import skin_faces
from btp_core.lab.synth.shapes.part import closed_solid


def spline(knots: Float64Array, count: int) -> Float64Array:
    """Smooth curve (count, 3) through knots (k, 3)."""
    steps = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(knots, axis=0), axis=1))])
    curve: Float64Array = CubicSpline(steps, knots)(np.linspace(0.0, steps[-1], count))
    return curve


def rounded_path(corners: Float64Array, radius: float, steps: int) -> Float64Array:
    """Polyline (n, 3) through corners (k, 3) with each inner corner bent in an arc-like curve."""
    path = [corners[0]]
    for before, corner, after in zip(corners[:-2], corners[1:-1], corners[2:], strict=True):
        back, ahead = before - corner, after - corner
        reach = min(radius, 0.48 * float(np.linalg.norm(back)), 0.48 * float(np.linalg.norm(ahead)))
        start = corner + back / np.linalg.norm(back) * reach
        end = corner + ahead / np.linalg.norm(ahead) * reach
        # A rational quadratic curve is an exact arc for the right middle weight.
        cosine = float(back @ ahead / (np.linalg.norm(back) * np.linalg.norm(ahead)))
        weight = float(np.sqrt(max((1 - cosine) / 2, 1e-6)))
        t = np.linspace(0.0, 1.0, steps + 1)[:, None]
        parts = (1 - t) ** 2, 2 * t * (1 - t) * weight, t**2
        path += list((parts[0] * start + parts[1] * corner + parts[2] * end) / sum(parts))
    return np.array([*path, corners[-1]])


def sweep(outline: CrossSection, path: Float64Array, scale: Float64Array | None = None) -> Manifold:
    """Carry an outline along a path without twisting it.

    Parameters
    ----------
    outline
        One simple contour or several, around the origin; it stands square to the path.
    path
        Points (n, 3).
    scale
        Size of the outline (n,) at each point; 1 if None.

    Raises
    ------
    ShapeError
        If the result is no closed solid.
    """
    polygons = [np.asarray(p, dtype=np.float64) for p in outline.to_polygons()]
    flat = np.concatenate(polygons)
    tangents = np.gradient(path, axis=0)
    tangents /= np.linalg.norm(tangents, axis=1, keepdims=True)
    first = np.eye(3)[int(np.argmin(np.abs(tangents[0])))]
    rings = []
    sizes = np.ones(len(path)) if scale is None else scale
    for centre, tangent, size in zip(path, tangents, sizes, strict=True):
        first = first - tangent * float(first @ tangent)
        first = first / np.linalg.norm(first)
        second = np.cross(tangent, first)
        rings.append(centre + size * (flat[:, :1] * first + flat[:, 1:] * second))
    caps = triangulate(polygons)
    faces = skin_faces([len(p) for p in polygons], len(path), caps, caps)
    return closed_solid(np.concatenate(rings), faces, "sweep")
