"""Grilles, honeycombs, trusses and infill blocks."""

from __future__ import annotations

import math

import numpy as np
from manifold3d import CrossSection, Manifold

from btp_core.base.arrays import Float64Array
from btp_core.lab.synth.shapes import outlines
from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.features import holes, raised
from btp_core.lab.synth.shapes.implicit import solid_from_field
from btp_core.lab.synth.shapes.placing import place
from btp_core.lab.synth.shapes.solids import block, box, centred, rod, subtract, union


def grille(dice: Dice) -> Manifold:
    """Guard, strainer, honeycomb or slotted panel in a frame."""
    w, d, thick = 80.0, dice.uniform(30, 80), dice.log_uniform(1.5, 20)
    outline = (
        outlines.silhouette(dice, w, d)
        if dice.chance(0.4)
        else outlines.rounded_rectangle(dice, w, d, dice.uniform(0, 15))
    )
    if dice.chance(0.25):
        outline = outlines.circle(dice, w / 2)
    field = outline.offset(-dice.uniform(3, 9))
    step = dice.log_uniform(4, 14)
    kind = dice.pick(["hex", "round", "square", "slots", "rings", "diamond"])
    web = step * dice.uniform(0.12, 0.35)
    if kind == "rings":
        cut = field
        for i in range(1, int(w / step) + 1):
            cut -= outlines.circle(dice, i * step) - outlines.circle(dice, max(i * step - web, 0.1))
        for i in range(dice.integer(2, 4)):
            cut -= outlines.rectangle(2 * w, web * 1.5).rotate(45.0 + 180.0 * i / 3)
    else:
        cut = field ^ CrossSection.compose(_cells(dice, kind, step, web, (w, d)))
    if kind == "hex" and dice.chance(0.5):
        cut = cut.offset(-0.1).offset(0.1)
    body = subtract(
        block(dice, outline, thick, 0.8), [cut.extrude(thick + 2).translate((0, 0, -1))]
    )
    if dice.chance(0.4):
        rim = outline - outline.offset(-dice.uniform(1.5, 3))
        body += rim.extrude(thick + dice.uniform(1, 10))
    if dice.chance(0.6):
        body = centred(body)
        inset = dice.uniform(3, 6)
        corners = [(x * (w / 2 - inset), y * (d / 2 - inset)) for x in (-1, 1) for y in (-1, 1)]
        body = place(
            dice,
            body,
            dice.pick([holes.hole, raised.boss, holes.countersunk_hole]),
            corners,
            inset * 0.7,
        )
    return body


def lattice(dice: Dice) -> Manifold:
    """Truss of struts in a grid, or a gyroid-like infill block."""
    if dice.chance(0.45):
        return _gyroid(dice)
    counts = (dice.integer(1, 3), dice.integer(1, 2), dice.integer(1, 2))
    step = 20.0
    radius = step * dice.uniform(0.05, 0.13)
    kind = dice.pick(["cubic", "bcc", "face"])
    struts: list[Manifold] = []
    n = dice.pick([4, 6, 8, 12])
    nodes = [
        (x * step, y * step, z * step)
        for x in range(counts[0] + 1)
        for y in range(counts[1] + 1)
        for z in range(counts[2] + 1)
    ]
    directions = [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
    if kind == "bcc":
        directions += [(1, 1, 1), (1, -1, 1), (-1, 1, 1), (-1, -1, 1)]
    elif kind == "face":
        directions += [(1, 1, 0), (1, -1, 0), (0, 1, 1), (0, 1, -1), (1, 0, 1)]
    bounds = np.array(counts) * step
    for node in nodes:
        struts.append(Manifold.sphere(radius * 1.15, 12).translate(node))
        for direction in directions:
            end = np.array(node) + np.array(direction) * step
            if bool((end >= -1e-9).all()) and bool((end <= bounds + 1e-9).all()):
                struts.append(rod(dice, radius, node, (end[0], end[1], end[2]), n))
    if dice.chance(0.4):
        struts.append(box(bounds[0] + 6, bounds[1] + 6, 4, (bounds[0] / 2, bounds[1] / 2, -3)))
        if dice.chance(0.5):
            struts.append(
                box(bounds[0] + 6, bounds[1] + 6, 4, (bounds[0] / 2, bounds[1] / 2, bounds[2] - 1))
            )
    return union(struts)


def _cells(
    dice: Dice, kind: str, step: float, web: float, field: tuple[float, float]
) -> list[CrossSection]:
    """Openings of a panel, tiled over a field of the given sizes."""
    size = step - web
    one = {
        "hex": outlines.regular(6, size).rotate(30.0),
        "round": outlines.circle(dice, size / 2),
        "square": outlines.rectangle(size, size),
        "diamond": outlines.rectangle(size * 0.7, size * 0.7).rotate(45.0),
        "slots": outlines.slot(dice, 3 * step, size / 2).rotate(90.0),
    }[kind]
    rise = {"hex": 0.866, "slots": 4.2}.get(kind, 1.0) * step
    nx, ny = int(field[0] / step / 2) + 1, int(field[1] / rise / 2) + 1
    return [
        one.translate((step * (i + (0.5 if kind == "hex" and j % 2 else 0.0)), rise * j))
        for i in range(-nx, nx + 1)
        for j in range(-ny, ny + 1)
    ]


def _gyroid(dice: Dice) -> Manifold:
    """Block of a triply periodic surface with a wall thickness."""
    size = np.array([dice.uniform(20, 40) for _ in range(3)])
    wave, wall = 2 * math.pi / dice.uniform(14, 24), dice.uniform(0.3, 0.7)
    kind, sheet = dice.pick(["gyroid", "schwarz"]), dice.chance(0.6)

    def field(points: Float64Array) -> Float64Array:
        x, y, z = (points * wave).T
        if kind == "gyroid":
            value = np.sin(x) * np.cos(y) + np.sin(y) * np.cos(z) + np.sin(z) * np.cos(x)
        else:
            value = np.cos(x) + np.cos(y) + np.cos(z)
        inside = np.abs(value) - wall if sheet else value - wall * 0.5
        return np.asarray(inside / wave)

    body = solid_from_field(field, -size / 2 - 2, size / 2 + 2, 58)
    return body ^ box(
        float(size[0]), float(size[1]), float(size[2]), (0.0, 0.0, -float(size[2]) / 2)
    )
