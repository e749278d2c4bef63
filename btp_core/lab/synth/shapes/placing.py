"""Where features go: on the upper face of a body, in patterns with symmetry."""

from __future__ import annotations

import math
from collections.abc import Sequence

from manifold3d import Manifold

from btp_core.lab.synth.shapes import outlines
from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.features.feature import Feature, Maker
from btp_core.lab.synth.shapes.solids import extent, subtract, union

Spot = tuple[float, float]


def surface_under(body: Manifold, spot: Spot) -> tuple[float, float] | None:
    """Height of the upper face at a spot and the thickness of the wall below it, or None."""
    b = body.bounding_box()
    hits = body.ray_cast((spot[0], spot[1], b[5] + 1.0), (spot[0], spot[1], b[2] - 1.0))
    if len(hits) < 2:
        return None
    top, below = float(hits[0].position[2]), float(hits[1].position[2])
    if abs(float(hits[0].normal[2])) < 0.9 or top - below < 0.2:
        return None
    return top, top - below


def is_flat_around(body: Manifold, spot: Spot, height: float, room: float) -> bool:
    """Whether four spots around lie on the same face, so that a feature fits there."""
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        near = surface_under(body, (spot[0] + dx * room, spot[1] + dy * room))
        if near is None or abs(near[0] - height) > 0.05:
            return False
    return True


def pattern(dice: Dice, width: float, depth: float) -> list[Spot]:
    """Spots in a box of the given size: corners, mirrored, rows, grids, circles, or free."""
    x, y = width / 2, depth / 2
    kind = dice.pick(
        ["mirror4", "mirror_x", "mirror_y", "row", "grid", "circle", "free", "one"],
        [3.0, 2.0, 2.0, 2.0, 1.0, 2.0, 0.7, 1.0],
    )
    px, py = dice.uniform(0.15, 0.9) * x, dice.uniform(0.15, 0.9) * y
    if kind == "mirror4":
        return [(px, py), (-px, py), (-px, -py), (px, -py)]
    if kind == "mirror_x":
        py *= dice.sign()
        return [(px, py), (-px, py)]
    if kind == "mirror_y":
        px *= dice.sign()
        return [(px, py), (px, -py)]
    if kind == "free":
        return [
            (dice.uniform(-0.9, 0.9) * x, dice.uniform(-0.9, 0.9) * y)
            for _ in range(dice.integer(1, 4))
        ]
    if kind == "one":
        return [(dice.pick([0.0, px, -px]), dice.pick([0.0, py, -py]))]
    return _repeated(dice, kind, (x, y), (px, py))


def _repeated(dice: Dice, kind: str, half: Spot, step: Spot) -> list[Spot]:
    """Spots of a row, a grid or a circle in a box of half sizes ``half``."""
    (x, y), (px, py) = half, step
    if kind == "row":
        count = dice.integer(3, 7)
        line = [2 * (i / (count - 1)) - 1 for i in range(count)]
        if dice.chance(0.5 if 0.5 < x / y < 2 else float(x > y)):
            across = dice.pick([0.0, py, -py])
            return [(t * 0.85 * x, across) for t in line]
        across = dice.pick([0.0, px, -px])
        return [(across, t * 0.85 * y) for t in line]
    if kind == "grid":
        nx, ny = dice.integer(2, 5), dice.integer(2, 4)
        return [
            (px * (2 * i / (nx - 1) - 1), py * (2 * j / (ny - 1) - 1))
            for i in range(nx)
            for j in range(ny)
        ]
    count = dice.integer(3, 10)
    radius = min(x, y) * dice.uniform(0.3, 0.85)
    return outlines.on_circle(count, radius, dice.pick([0.0, math.pi / count]))


def spacing(spots: Sequence[Spot], width: float, depth: float) -> float:
    """Free radius around every spot of a pattern inside the box."""
    room = min(width, depth) / 2
    for i, p in enumerate(spots):
        room = min(room, max(width / 2 - abs(p[0]), 0.0), max(depth / 2 - abs(p[1]), 0.0))
        for q in spots[i + 1 :]:
            room = min(room, math.dist(p, q) / 2)
    return room


def place(
    dice: Dice,
    body: Manifold,
    maker: Maker,
    spots: Sequence[Spot],
    room: float,
) -> Manifold:
    """Put the same feature on the upper face at every spot where there is a wall.

    Parameters
    ----------
    body
        The solid; unchanged where no spot meets a face looking up.
    maker
        The feature, modelled once and copied.
    spots
        Where to put it, mm.
    room
        Free radius around each spot, mm.
    """
    if room < 0.3:
        return body
    total = extent(body)[2]
    found = [(spot, surface_under(body, spot)) for spot in spots]
    walls = [(spot, face) for spot, face in found if face is not None]
    if not walls:
        return body
    depth = max(face[1] for _, face in walls)
    if dice.chance(0.15):
        depth = total
    feature: Feature = maker(dice, room, depth)
    spin = dice.pick([0.0, 0.0, 90.0]) if len(spots) < 3 else 0.0
    outward = dice.chance(0.3)
    adds: list[Manifold] = []
    cuts: list[Manifold] = []
    for (x, y), face in walls:
        turn = math.degrees(math.atan2(y, x)) if outward else spin
        for solid, into in ((feature.add, adds), (feature.cut, cuts)):
            if solid is not None:
                into.append(solid.rotate((0.0, 0.0, turn)).translate((x, y, face[0])))
    body = union([body, *adds]) if adds else body
    return subtract(body, cuts) if cuts else body
