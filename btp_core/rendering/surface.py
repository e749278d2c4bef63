"""What a picture is drawn from: points dense enough to look like a surface, near the origin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import BoolArray, Float32Array, IntArray
from btp_core.scans.scan import Scan

MAX_DRAWN_POINTS = 3_000_000
MESH_SAMPLES = 500_000
SPACING_SAMPLES = 20_000


@dataclass(frozen=True, eq=False)
class Surface:
    """Points to draw.

    Attributes
    ----------
    positions
        ``(M, 3)`` float32, relative to ``origin``: large coordinates keep their detail.
    scores
        ``(M,)`` float32, NaN where not checked.
    origin
        ``(3,)`` float64, in the scan's coordinates.
    spacing
        Typical distance between neighbouring points on the surface.
    framed
        ``(M,)`` bool: points that a picture must hold; a few stray ones far off are not.
    diagonal
        Length of the diagonal of the framed points' box, never 0.
    """

    positions: Float32Array
    scores: Float32Array
    origin: np.ndarray[tuple[int], np.dtype[np.float64]]
    spacing: float
    framed: BoolArray
    diagonal: float


def drawable_surface(
    scan: Scan, point_scores: Float32Array, *, mesh_samples: int = MESH_SAMPLES
) -> Surface:
    """The points of a cloud, or points spread evenly over a mesh with interpolated scores.

    Parameters
    ----------
    scan
        At least one point must be finite.
    point_scores
        ``(N,)`` in the order of the scan's points.
    mesh_samples
        How many points to spread over a mesh; one with more faces is drawn by its vertices.
    """
    finite = scan.finite_mask()
    origin = scan.points[finite].mean(axis=0)
    if scan.faces is not None and len(scan.faces) and len(scan.faces) < mesh_samples:
        positions, scores = _spread_over_mesh(scan, point_scores, finite, origin, mesh_samples)
    else:
        positions, scores = np.empty((0, 3), np.float32), np.empty(0, np.float32)
    if not len(positions):
        chosen = np.flatnonzero(finite)
        if len(chosen) > MAX_DRAWN_POINTS:
            chosen = np.random.default_rng(0).permutation(chosen)[:MAX_DRAWN_POINTS]
        positions = (scan.points[chosen] - origin).astype(np.float32)
        scores = point_scores[chosen]
    low, high = _robust_box(positions)
    framed: BoolArray = np.all((positions >= low) & (positions <= high), axis=1)
    diagonal = float(np.linalg.norm(high - low)) or 1.0
    return Surface(positions, scores, origin, _spacing(positions), framed, diagonal)


def _spread_over_mesh(
    scan: Scan,
    point_scores: Float32Array,
    finite: BoolArray,
    origin: np.ndarray[tuple[int], np.dtype[np.float64]],
    count: int,
) -> tuple[Float32Array, Float32Array]:
    assert scan.faces is not None
    faces: IntArray = scan.faces[finite[scan.faces].all(axis=1)]
    corners = (scan.points[faces] - origin).astype(np.float32)
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    areas = np.linalg.norm(normal.astype(np.float64), axis=1)
    total = areas.sum()
    if not total > 0:
        return np.empty((0, 3), np.float32), np.empty(0, np.float32)
    # Evenly stepped positions along the summed area leave no triangle out by chance.
    steps = (np.arange(count) + 0.5) * (total / count)
    chosen = np.minimum(np.searchsorted(np.cumsum(areas), steps), len(faces) - 1)
    weights = _barycentric(np.arange(count))
    positions = np.einsum("nk,nkd->nd", weights, corners[chosen])
    scores = np.einsum("nk,nk->n", weights, point_scores[faces[chosen]])
    return positions.astype(np.float32), scores.astype(np.float32)


def _barycentric(index: IntArray) -> Float32Array:
    """``(n, 3)`` weights that fill a triangle evenly: the R2 sequence, folded.

    Roberts, "The unreasonable effectiveness of quasirandom sequences", 2018.
    """
    plastic = 1.32471795724474602596
    u = (0.5 + index / plastic) % 1.0
    v = (0.5 + index / plastic**2) % 1.0
    folded = u + v > 1
    u, v = np.where(folded, 1 - u, u), np.where(folded, 1 - v, v)
    return np.stack([1 - u - v, u, v], axis=1).astype(np.float32)


def _robust_box(positions: Float32Array) -> tuple[Float32Array, Float32Array]:
    step = max(1, len(positions) // 200_000)
    low, high = positions.min(axis=0), positions.max(axis=0)
    inner_low, inner_high = np.quantile(positions[::step], [0.002, 0.998], axis=0)
    margin = 0.05 * (inner_high - inner_low)
    stray = (high - low) > 1.5 * (inner_high - inner_low) + 1e-12
    low = np.where(stray, inner_low - margin, low).astype(np.float32)
    high = np.where(stray, inner_high + margin, high).astype(np.float32)
    return low, high


def _spacing(positions: Float32Array) -> float:
    """Side of the square that each point has to itself, from a random few of them.

    For randomly placed points of density rho, three of four have a neighbour within
    ``sqrt(ln 4 / (pi rho))``; the side is ``1 / sqrt(rho)``, and rho grows with the count.
    """
    count = len(positions)
    if count < 2:
        return 0.0
    chosen = np.random.default_rng(0).integers(0, count, min(count, SPACING_SAMPLES))
    few = np.unique(positions[chosen], axis=0)
    if len(few) < 2:
        return 0.0
    nearest = np.asarray(cKDTree(few).query(few, k=2)[0])[:, 1]
    return float(np.quantile(nearest, 0.75) * 1.505 * np.sqrt(len(few) / count))
