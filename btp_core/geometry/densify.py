"""Meshes with large faces: divided, so that what lies between their vertices is inspected too."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from btp_core.base.arrays import BoolArray, Float64Array, IntArray
from btp_core.base.errors import ScanGeometryError
from btp_core.geometry.refine import RefinedMesh, Values, split_edges
from btp_core.scans.scan import Scan

LARGE_IN_SPACINGS = 1.5
"""A face with a longer edge hides surface from the working points."""
EDGE_IN_SPACINGS = 0.6
LARGE_SHARE = 0.005
"""With less of its area in large faces, a mesh is inspected at its own vertices."""
MESH_SHARE = 0.5
"""With more loose points than this leaves, it is a cloud with some faces."""
MAX_FACES = 600_000
COARSER = 1.5
ATTEMPTS = 6


def densify(scan: Scan, working: int) -> Scan:
    """The mesh with its large faces divided, or the scan itself where there is no need.

    Edges are halved, so that the surface stays where it is; the file's vertices come first and
    keep their numbers. Colours and normals are interpolated.

    Parameters
    ----------
    scan
        Clouds are returned as they are.
    working
        Points the model looks at; their spacing on the surface decides what is large.
    """
    if scan.faces is None or len(scan.faces) == 0:
        return scan
    faces = scan.faces[scan.finite_mask()[scan.faces].all(axis=1)]
    if len(faces) == 0 or len(np.unique(faces)) < MESH_SHARE * scan.n_points:
        return scan
    origin = scan.points[faces[:, 0]].mean(axis=0)
    corners = scan.points[faces] - origin
    sides = corners - np.roll(corners, 1, axis=1)
    areas = 0.5 * np.linalg.norm(np.cross(sides[:, 0], sides[:, 1]), axis=1)
    whole = float(areas.sum())
    if whole <= 0.0:
        return scan
    spacing = float(np.sqrt(whole / working))
    longest = np.sqrt((sides**2).sum(axis=2).max(axis=1))
    large = longest > LARGE_IN_SPACINGS * spacing
    if float(areas[large].sum()) <= LARGE_SHARE * whole:
        return scan
    refined = _refined(scan.points - origin, faces, EDGE_IN_SPACINGS * spacing)
    if refined is None:
        return scan
    return replace(
        scan,
        points=np.concatenate([scan.points, refined.vertices[scan.n_points :] + origin]),
        faces=refined.faces,
        colors=None if scan.colors is None else refined.carry(scan.colors, _mean_color),
        normals=None if scan.normals is None else refined.carry(scan.normals, _mean_normal),
    )


def _refined(vertices: Float64Array, faces: IntArray, limit: float) -> RefinedMesh | None:
    """Edges at most ``limit`` long, or as short as the largest mesh allows."""
    for attempt in range(ATTEMPTS):
        edge = limit * COARSER**attempt

        def too_long(points: Float64Array, edges: IntArray, edge: float = edge) -> BoolArray:
            span = points[edges[:, 1]] - points[edges[:, 0]]
            return np.asarray((span * span).sum(axis=1) > edge * edge, dtype=np.bool_)

        try:
            return split_edges(vertices, faces, too_long, MAX_FACES)
        except ScanGeometryError:
            continue
    return None


def _mean_color(one: Values, other: Values) -> Values:
    return np.asarray(((one.astype(np.uint16) + other) // 2).astype(np.uint8))


def _mean_normal(one: Values, other: Values) -> Values:
    mean = one + other
    length = np.linalg.norm(mean, axis=1, keepdims=True)
    unit = np.where(length > 1e-6, mean / np.maximum(length, 1e-6), one)
    return np.asarray(unit, dtype=np.float32)
