"""Solid building blocks in the part's tessellation style, and boolean sums of many."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from manifold3d import CrossSection, Manifold, OpType

from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.loft import Profile, edge_profile, loft

Point = tuple[float, float, float]


def box(width: float, depth: float, height: float, at: Point = (0.0, 0.0, 0.0)) -> Manifold:
    """Box centred in x and y, standing on z = ``at[2]``."""
    return Manifold.cube((width, depth, height), False).translate(
        (at[0] - width / 2, at[1] - depth / 2, at[2])
    )


def cylinder(
    dice: Dice, radius: float, height: float, at: Point = (0.0, 0.0, 0.0), top: float = -1.0
) -> Manifold:
    """Cylinder (or cone with the radius ``top``) along z, standing on ``at``."""
    n = dice.segments(max(radius, top))
    return Manifold.cylinder(height, radius, top, n).translate(at)


def rod(dice: Dice, radius: float, start: Point, end: Point, sides: int = 0) -> Manifold:
    """Cylinder between two points, of a given number of sides if it must not follow the style."""
    along = np.subtract(end, start)
    length = float(np.linalg.norm(along))
    tilt = math.degrees(math.acos(max(-1.0, min(1.0, float(along[2]) / length))))
    turn = math.degrees(math.atan2(float(along[1]), float(along[0])))
    solid = Manifold.cylinder(length, radius, -1.0, sides or dice.segments(radius))
    return solid.rotate((0.0, tilt, turn)).translate(start)


def ball(dice: Dice, radius: float, at: Point = (0.0, 0.0, 0.0)) -> Manifold:
    """Sphere around a point."""
    return Manifold.sphere(radius, dice.segments(radius)).translate(at)


def union(solids: Iterable[Manifold]) -> Manifold:
    """Sum of any number of solids; empty for none."""
    return Manifold.batch_boolean(list(solids), OpType.Add)


def subtract(body: Manifold, cuts: Iterable[Manifold]) -> Manifold:
    """Take every cut out of the body."""
    return Manifold.batch_boolean([body, *cuts], OpType.Subtract)


def upright(outline: CrossSection, thick: float) -> Manifold:
    """Wall with an outline of x and z, its middle at y = 0."""
    return outline.extrude(thick).translate((0.0, 0.0, -thick / 2)).rotate((90.0, 0.0, 0.0))


def around(solid: Manifold, count: int) -> list[Manifold]:
    """Copies of a solid at even angles around z."""
    return [solid.rotate((0.0, 0.0, 360.0 * i / count)) for i in range(count)]


def revolve(dice: Dice, outline: CrossSection, radius: float) -> Manifold:
    """Turn an outline (x is the radius, y the height) around z."""
    return outline.revolve(dice.segments(radius))


def random_edges(dice: Dice, height: float, size: float) -> Profile:
    """Draw how the rims of an extruded block are broken: sharp, chamfered, rounded, drafted."""
    kind = dice.pick(["sharp", "top", "both"], [2.0, 1.5, 1.5])
    amount = size * dice.uniform(0.3, 1.0)
    if kind == "sharp":
        return edge_profile(height, draft=size * 0.3 if dice.chance(0.15) else 0.0)
    is_round = dice.chance(0.5)
    return edge_profile(
        height,
        top=amount,
        bottom=amount if kind == "both" else 0.0,
        top_round=is_round,
        bottom_round=is_round,
        draft=size * 0.3 if dice.chance(0.15) else 0.0,
        steps=dice.integer(2, 6),
    )


def block(dice: Dice, outline: CrossSection, height: float, edge: float = 1.0) -> Manifold:
    """Extrude an outline with rims drawn by :func:`random_edges`, standing on z = 0."""
    return loft(outline, random_edges(dice, height, min(edge, 0.3 * height)))


def centred(solid: Manifold) -> Manifold:
    """Shift the centre of the bounding box to the origin."""
    b = solid.bounding_box()
    return solid.translate((-(b[0] + b[3]) / 2, -(b[1] + b[4]) / 2, -(b[2] + b[5]) / 2))


def extent(solid: Manifold) -> tuple[float, float, float]:
    """Sizes of the bounding box along x, y and z."""
    b = solid.bounding_box()
    return b[3] - b[0], b[4] - b[1], b[5] - b[2]
