"""Chips, missing pieces and holes: material taken away, with new rough walls."""

from __future__ import annotations

import manifold3d
import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float64Array, IntArray
from btp_core.lab.synth.defects.displace import move, region_near
from btp_core.lab.synth.defects.openings import open_hole
from btp_core.lab.synth.defects.tools import FractureFace, drill, fracture_face
from btp_core.lab.synth.defects.vectors import log_uniform, unit
from btp_core.lab.synth.defects.workpiece import DefectFailedError, Workpiece


def chip(work: Workpiece, kind: int, rng: np.random.Generator) -> int:
    """Break a small shell-like piece off an edge or corner; returns labelled vertices."""
    point, axis = _exposed_place(work, rng)
    depth = log_uniform(rng, 0.4, 2.5)
    radius = min(depth * rng.uniform(1.6, 4.0) + 0.5, 8.0)
    face = fracture_face(
        point, axis, depth, radius, depth * rng.uniform(0.2, 1.2), 0.08 * depth, rng
    )
    return _break(work, kind, face)


def missing_piece(work: Workpiece, kind: int, rng: np.random.Generator) -> int:
    """Break a corner, tab or end off, leaving a rough face; returns labelled vertices."""
    point, axis = _outermost_place(work, rng)
    depth = log_uniform(rng, 2.5, 12.0)
    radius = depth * rng.uniform(1.0, 2.5) + 2.0
    rough = min(rng.uniform(0.02, 0.08) * depth, 0.4)
    face = fracture_face(point, axis, depth, radius, depth * rng.uniform(-0.1, 0.5), rough, rng)
    return _break(work, kind, face)


def hole(work: Workpiece, kind: int, rng: np.random.Generator) -> int:
    """Bore an irregular hole through or into a wall, or open one; returns labelled vertices."""
    if rng.random() < 0.5:
        return open_hole(work, kind, rng)
    point, normal = work.pick_seed(rng)
    radius = log_uniform(rng, 0.8, 5.0)
    axis = unit(normal + rng.normal(0.0, 0.08, size=3))
    thickness = work.thickness(point, normal)
    through = thickness < 10.0 and rng.random() < 0.8
    deep = 1.3 * thickness + 0.5 if through else radius * rng.uniform(0.8, 2.5)
    if not through and np.isfinite(thickness):
        deep = min(deep, 0.8 * thickness)
    above = min(0.5 * radius + 0.5, 0.8 * work.clearance(point, normal))
    vertices, faces = drill(point, axis, radius, above, deep, rng)
    try:
        return _subtract(work, kind, vertices, faces)
    except NotManifoldError:
        region = region_near(work, point[None], normal[None], 1.3 * radius, 0.12 * radius + 0.1)
        t = np.clip((1.15 - region.distance / radius) / 0.15, 0.0, 1.0)
        return move(work, region, -min(deep, 0.9 * thickness) * t, normal, kind, deep)


_MOST_LOST = 0.3
_SPLINTER = 0.6


class NotManifoldError(Exception):
    """The mesh bounds no solid, so that exact cutting is impossible."""


def _exposed_place(work: Workpiece, rng: np.random.Generator) -> tuple[Float64Array, Float64Array]:
    """A corner, an edge or, on smooth bodies, a protruding place: point and outward axis."""
    seed, _ = work.pick_seed(rng)
    edges = work.edges
    tilt = rng.normal(0.0, 0.2, size=3)
    if len(edges.corners) and rng.random() < 0.35:
        index = int(cKDTree(edges.corners).query(seed)[1])
        return edges.corners[index], unit(edges.corner_normals[index] + tilt)
    if len(edges.ends) and rng.random() < 0.95:
        point, bisector, _ = edges.near(seed)
        return point, unit(bisector + tilt)
    points, normals = work.seeds.points, work.seeds.normals
    trial = rng.integers(len(points), size=min(30, len(points)))
    tree = cKDTree(points)
    outward = [
        float(
            (points[i] - points[tree.query_ball_point(points[i], 10.0)].mean(axis=0)) @ normals[i]
        )
        for i in trial
    ]
    best = int(trial[int(np.argmax(outward))])
    return points[best], unit(normals[best] + tilt)


def _outermost_place(
    work: Workpiece, rng: np.random.Generator
) -> tuple[Float64Array, Float64Array]:
    """Of several exposed places the one that sticks out farthest along its own axis."""
    points = work.seeds.points
    trial = [_exposed_place(work, rng) for _ in range(8)]
    # Little of the part may lie above the plane of the cut: that is a corner, tab or end.
    above = [float(((points - point) @ axis > -3.0).mean()) for point, axis in trial]
    return trial[int(np.argmin(above))]


def _break(work: Workpiece, kind: int, face: FractureFace) -> int:
    vertices, faces = face.solid()
    try:
        return _subtract(work, kind, vertices, faces)
    except NotManifoldError:
        return _press_to(work, kind, face)


def _press_to(work: Workpiece, kind: int, face: FractureFace) -> int:
    """Cut without a solid: press everything above the cut onto it."""
    region = region_near(
        work, face.origin[None], face.axis[None], 1.5 * face.radius, min(0.4, 0.1 * face.radius)
    )
    offset = work.vertices[region.vertices] - face.origin
    u, v, z = offset @ face.along, offset @ face.across, offset @ face.axis
    drop = np.where(face.outline(u, v) < 1.0, np.minimum(face.height(u, v) - z, 0.0), 0.0)
    return move(work, region, drop, face.axis, kind, 0.5)


def _subtract(work: Workpiece, kind: int, vertices: Float64Array, faces: IntArray) -> int:
    """Subtract a solid from the part; its walls carry ``kind``.

    Types travel as a vertex property, so that the walls of the cut and the sound surface
    beside them keep their own along the rim.
    """
    body = _solid(work.vertices, work.faces, work.types)
    tool = _solid(vertices, faces, np.full(len(vertices), kind, dtype=np.uint8))
    result = body - tool
    if result.status() != manifold3d.Error.NoError or result.is_empty():
        raise DefectFailedError
    lost = body.volume() - result.volume()
    if lost > _MOST_LOST * body.volume():
        raise DefectFailedError
    mesh = _without_splinters(result, kind).to_mesh()
    properties = np.asarray(mesh.vert_properties, dtype=np.float64)
    value = properties[:, 3]
    types = np.where(np.abs(value - np.round(value)) < 1e-3, np.round(value), 0.0)
    work.vertices = properties[:, :3].copy()
    work.faces = np.asarray(mesh.tri_verts, dtype=np.int64)
    work.types = types.astype(np.uint8)
    return int((work.types == kind).sum())


def _without_splinters(result: manifold3d.Manifold, kind: int) -> manifold3d.Manifold:
    """Drop what a cut has separated from the main body; bodies it did not touch stay."""
    pieces = result.decompose()
    if len(pieces) == 1:
        return result
    largest = max(piece.volume() for piece in pieces)
    kept = []
    for piece in pieces:
        values = np.asarray(piece.to_mesh().vert_properties)[:, 3]
        touched = bool((np.abs(values - kind) < 1e-3).any())
        if not touched or piece.volume() > _SPLINTER * largest:
            kept.append(piece)
    return manifold3d.Manifold.compose(kept)


def _solid(
    vertices: Float64Array, faces: IntArray, types: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
) -> manifold3d.Manifold:
    properties = np.concatenate([vertices, types[:, None].astype(np.float64)], axis=1)
    mesh = manifold3d.Mesh(
        np.ascontiguousarray(properties, dtype=np.float32), faces.astype(np.uint32)
    )
    mesh.merge()
    solid = manifold3d.Manifold(mesh)
    if solid.status() != manifold3d.Error.NoError or solid.is_empty():
        raise NotManifoldError
    return solid
