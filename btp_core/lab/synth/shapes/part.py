"""The finished part, and how a modelled solid becomes one."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import trimesh
from manifold3d import Error, Manifold, Mesh64

from btp_core.base.arrays import Float64Array, IntArray
from btp_core.lab.synth.shapes.dice import Dice

DIAGONAL = 100.0
"""Diagonal of the bounding box of every part, mm."""

MAX_FACES = 80_000


class ShapeError(ValueError):
    """A drawn part came out empty or degenerate; draw again."""


@dataclass(frozen=True, eq=False)
class Part:
    """A procedural part.

    Attributes
    ----------
    mesh
        Closed surface, faces outward, box diagonal 100 mm, centred on the origin.
    family
        The family it was drawn from.
    """

    mesh: trimesh.Trimesh
    family: str


def closed_solid(vertices: Float64Array, faces: IntArray, name: str) -> Manifold:
    """Make a solid of vertices ``(n, 3)`` and triangles ``(m, 3)`` that face outward.

    Raises
    ------
    ShapeError
        The surface does not close; ``name`` says what it is of.
    """
    triangles = np.ascontiguousarray(faces.astype(np.uint64))
    solid = Manifold(Mesh64(np.ascontiguousarray(vertices), triangles))
    if solid.status() != Error.NoError or solid.volume() <= 0:
        raise ShapeError(f"the {name} does not close")
    return solid


def finished(solid: Manifold) -> trimesh.Trimesh:
    """Keep the largest piece, scale its box diagonal to 100 mm, and make it a mesh.

    Raises
    ------
    ShapeError
        If the solid is empty, flat, or cannot be held to the face limit.
    """
    pieces = solid.decompose()
    if not pieces:
        raise ShapeError("the part is empty")
    solid = max(pieces, key=lambda piece: float(piece.volume()))
    low, high = np.split(np.asarray(solid.bounding_box()), 2)
    diagonal = float(np.linalg.norm(high - low))
    if not math.isfinite(diagonal) or diagonal <= 0 or float((high - low).min()) < 0.008 * diagonal:
        raise ShapeError("the part is flat")
    scale = DIAGONAL / diagonal
    solid = solid.translate(tuple(-(low + high) / 2)).scale((scale, scale, scale))
    tolerance = 0.002
    solid = solid.simplify(tolerance)
    while solid.num_tri() > MAX_FACES and tolerance < 0.2:
        tolerance *= 2.5
        solid = solid.simplify(tolerance)
    return _checked(solid)


def warped(dice: Dice, solid: Manifold) -> Manifold:
    """Bend, twist or taper a solid mildly, as moulded and printed parts come out or are drawn."""
    b = solid.bounding_box()
    size = max(b[3] - b[0], b[4] - b[1], b[5] - b[2])
    kind = dice.pick(["bend", "twist", "taper", "bulge"])
    amount = dice.uniform(0.15, 1.0)
    centre = np.array([(b[0] + b[3]) / 2, (b[1] + b[4]) / 2, (b[2] + b[5]) / 2])

    def move(points: Float64Array) -> Float64Array:
        p = (points - centre) / size
        x, y, z = p[:, 0], p[:, 1], p[:, 2]
        if kind == "bend":
            angle = amount * x
            radius = 1 / amount - z
            q = np.column_stack([radius * np.sin(angle), y, 1 / amount - radius * np.cos(angle)])
        elif kind == "twist":
            angle = amount * 0.8 * x
            c, s = np.cos(angle), np.sin(angle)
            q = np.column_stack([x, c * y - s * z, s * y + c * z])
        elif kind == "taper":
            grow = 1.0 + 0.5 * amount * x
            q = np.column_stack([x, y * grow, z * grow])
        else:
            grow = 1.0 + 0.3 * amount * np.cos(math.pi * x)
            q = np.column_stack([x, y * grow, z * grow])
        return np.asarray(q * size + centre)

    fine = solid.refine_to_length(size / 30)
    return fine.warp_batch(move) if fine.num_tri() < 2 * MAX_FACES else solid


def _checked(solid: Manifold) -> trimesh.Trimesh:
    data = solid.to_mesh64()
    vertices = np.array(data.vert_properties[:, :3], dtype=np.float64)
    faces = np.array(data.tri_verts, dtype=np.int64)
    if not 4 <= len(faces) <= MAX_FACES or not np.isfinite(vertices).all():
        raise ShapeError("the part has too few or too many faces")
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    vertices -= (low + high) / 2
    vertices *= DIAGONAL / float(np.linalg.norm(high - low))
    mesh = trimesh.Trimesh(vertices, faces, process=False)
    if float(mesh.volume) <= 0.0:
        raise ShapeError("the part has no volume")
    return mesh
