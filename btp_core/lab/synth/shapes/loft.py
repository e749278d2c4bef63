"""Extrusion of an outline along a profile of insets: chamfers, rounded edges, draft, fillets."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from manifold3d import CrossSection, Error, JoinType, Manifold, Mesh64, triangulate

from btp_core.base.arrays import Float64Array, IntArray

Profile = list[tuple[float, float]]
"""Pairs of height and inset (mm), heights not decreasing; a negative inset grows the outline."""


def edge_profile(
    height: float,
    *,
    bottom: float = 0.0,
    top: float = 0.0,
    bottom_round: bool = False,
    top_round: bool = False,
    draft: float = 0.0,
    steps: int = 5,
) -> Profile:
    """Describe a wall whose lower and upper rims are broken by chamfers or quarter circles.

    Parameters
    ----------
    height
        Height of the wall, mm.
    bottom, top
        Size of the chamfer or radius at either rim, mm; 0 leaves it sharp.
    bottom_round, top_round
        Quarter circle rather than chamfer.
    draft
        Inset gained from the bottom to the top, mm (moulded parts taper to leave the mould).
    steps
        Facets of a quarter circle.
    """
    limit = 0.45 * height
    bottom, top = min(bottom, limit), min(top, limit)
    profile: Profile = []
    if bottom > 0:
        profile += _rim(bottom, steps if bottom_round else 1)
    else:
        profile.append((0.0, 0.0))
    if top > 0:
        rim = _rim(top, steps if top_round else 1)
        profile += [(height - z, inset) for z, inset in reversed(rim)]
    else:
        profile.append((height, 0.0))
    return [(z, inset + draft * z / height) for z, inset in profile]


def fillet_profile(height: float, radius: float, *, top: float = 0.0, steps: int = 5) -> Profile:
    """Describe a wall that flares into the surface it stands on with a concave quarter circle."""
    radius = min(radius, 0.6 * height)
    angles = np.linspace(0.0, math.pi / 2, steps + 1)
    profile = [(radius * (1 - math.cos(a)), -radius * (1 - math.sin(a))) for a in angles.tolist()]
    top = min(top, 0.3 * (height - radius))
    return [*profile, (height - top, 0.0), *([(height, top)] if top > 0 else [])]


def loft(outline: CrossSection, profile: Profile) -> Manifold:
    """Extrude an outline whose inset follows the profile.

    Vertices move along the bisectors of their edges, so corners stay sharp. Where the inset would
    change the outline's topology (thin webs, tight arcs) a plain extrusion is returned instead.

    Parameters
    ----------
    outline
        The outline at inset 0, holes allowed.
    profile
        At least two levels, see :data:`Profile`.

    Returns
    -------
    Manifold
        A closed solid between the first and the last level.
    """
    low, high = profile[0][0], profile[-1][0]
    polygons = [np.asarray(p, dtype=np.float64) for p in outline.simplify(1e-4).to_polygons()]
    insets = sorted({inset for _, inset in profile})
    moves = [_bisectors(p) for p in polygons]
    if any(m is None for m in moves) or not polygons:
        return _plain(outline, low, high)
    bisectors = [m for m in moves if m is not None]
    for inset in (insets[0], insets[-1]):
        if inset != 0.0 and not _same_area(outline, polygons, bisectors, inset):
            return _plain(outline, low, high)
    solid = _skin(polygons, bisectors, profile)
    return solid if solid.status() == Error.NoError else _plain(outline, low, high)


def _rim(size: float, steps: int) -> Profile:
    """Levels of a rim at the bottom, from the inset face up to the full outline."""
    angles = np.linspace(0.0, math.pi / 2, steps + 1).tolist()
    return [(size * (1 - math.cos(a)), size * (1 - math.sin(a))) for a in angles]


def _plain(outline: CrossSection, low: float, high: float) -> Manifold:
    return outline.extrude(high - low).translate((0.0, 0.0, low))


def _bisectors(polygon: Float64Array) -> Float64Array | None:
    """Outward moves (n, 2) that shift both edges at each vertex by one, or None at spikes."""
    ahead = np.roll(polygon, -1, axis=0) - polygon
    length = np.linalg.norm(ahead, axis=1, keepdims=True)
    if len(polygon) < 3 or float(length.min()) < 1e-9:
        return None
    normal = np.stack([ahead[:, 1], -ahead[:, 0]], axis=1) / length
    before = np.roll(normal, 1, axis=0)
    share = 1.0 + np.sum(normal * before, axis=1, keepdims=True)
    if float(share.min()) < 0.12:
        return None
    moves: Float64Array = (normal + before) / share
    return moves


def _area(polygons: Sequence[Float64Array]) -> float:
    following = [np.roll(p, -1, axis=0) for p in polygons]
    crossed = (
        p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0] for p, q in zip(polygons, following, strict=True)
    )
    return 0.5 * float(sum(float(c.sum()) for c in crossed))


def _same_area(
    outline: CrossSection,
    polygons: Sequence[Float64Array],
    bisectors: Sequence[Float64Array],
    inset: float,
) -> bool:
    """Whether moving vertices gives the area of a true offset, that is, nothing crossed over."""
    moved = [p - inset * b for p, b in zip(polygons, bisectors, strict=True)]
    true = outline.offset(-inset, JoinType.Miter, 6.0)
    wanted = true.area()
    if true.num_contour() != len(polygons):
        return False
    return bool(abs(_area(moved) - wanted) <= 1e-3 * wanted + 1e-6)


def _skin(
    polygons: Sequence[Float64Array], bisectors: Sequence[Float64Array], profile: Profile
) -> Manifold:
    """Join the moved outlines of all levels by side walls and close both ends."""
    base = np.concatenate(polygons)
    move = np.concatenate(bisectors)
    count = len(base)
    rings = [np.column_stack([base - i * move, np.full(count, z)]) for z, i in profile]
    first, last = profile[0][1], profile[-1][1]
    bottom = triangulate([p - first * b for p, b in zip(polygons, bisectors, strict=True)])
    top = triangulate([p - last * b for p, b in zip(polygons, bisectors, strict=True)])
    faces = skin_faces([len(p) for p in polygons], len(profile), bottom, top)
    vertices = np.ascontiguousarray(np.concatenate(rings))
    return Manifold(Mesh64(vertices, faces.astype(np.uint64)))


def skin_faces(
    contours: Sequence[int], levels: int, bottom: npt.ArrayLike, top: npt.ArrayLike
) -> IntArray:
    """Triangles ``(m, 3)`` between copies of an outline on several levels, and of both ends.

    Parameters
    ----------
    contours
        Vertices of each contour of the outline; those of a level follow each other.
    levels
        Copies of the outline.
    bottom, top
        Triangles that close the first and the last level, counted from its first vertex.
    """
    count = sum(contours)
    starts = np.cumsum([0, *contours])[:-1]
    following = np.concatenate(
        [np.roll(np.arange(n), -1) + start for n, start in zip(contours, starts, strict=True)]
    )
    base = count * np.arange(levels - 1)[:, None]
    a, b = (base + np.arange(count)).ravel(), (base + following).ravel()
    sides = [np.column_stack([a, b, b + count]), np.column_stack([a, b + count, a + count])]
    ends = [np.asarray(bottom)[:, ::-1], np.asarray(top) + (levels - 1) * count]
    return np.concatenate([*sides, *ends]).astype(np.int64)
