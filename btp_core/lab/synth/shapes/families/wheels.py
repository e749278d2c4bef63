"""Spools, pulleys and wheels."""

from __future__ import annotations

import math

import numpy as np
from manifold3d import Manifold

from btp_core.lab.synth.shapes import outlines
from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.features import marks
from btp_core.lab.synth.shapes.placing import place
from btp_core.lab.synth.shapes.solids import around, cylinder, revolve, subtract


def spool(dice: Dice) -> Manifold:
    """Spool, pulley, wheel or filament-roll holder."""
    outer, width = 40.0, dice.uniform(6, 45)
    kind = dice.pick(["spool", "v", "belt", "tyre"])
    hub = outer * dice.uniform(0.3, 0.85)
    side = width * dice.uniform(0.06, 0.2)
    h = width / 2
    if kind != "tyre":
        low, high = (-side * 0.4, side * 0.4) if kind == "v" else (side - h, h - side)
        ground = outer * 0.9 if kind == "belt" else hub
        edge = [(outer, -h), (outer, side - h), (ground, low)]
        edge += [(ground, high), (outer, h - side), (outer, h)]
        hub = outer * 0.85 if kind == "belt" else hub
    else:
        a = np.linspace(-math.pi / 2, math.pi / 2, 14)
        edge = [(outer - h * 0.4 + h * 0.4 * math.cos(t), h * math.sin(t)) for t in a.tolist()]
        hub = outer * 0.75
    bore = outer * dice.uniform(0.08, 0.22)
    body = revolve(dice, outlines.polygon([(0.0, -h), *edge, (0.0, h)]), outer)
    cuts = [cylinder(dice, bore, width + 2, (0, 0, -h - 1))]
    if dice.chance(0.3):
        cuts = [
            outlines.d_shape(dice, bore, bore * 0.7).extrude(width + 2).translate((0, 0, -h - 1))
        ]
    inner, limit = bore * dice.uniform(1.4, 2.2), hub * 0.9
    if dice.chance(0.75) and limit > inner * 1.2:
        cuts += spoke_windows(dice, inner, limit, width)
    if dice.chance(0.4) and limit > inner * 1.2:
        field = outlines.circle(dice, limit) - outlines.circle(dice, inner)
        deep = width * dice.uniform(0.1, 0.35)
        cuts += [
            field.extrude(deep + 1).translate((0, 0, h - deep)),
            field.extrude(deep + 1).translate((0, 0, -h - 1)),
        ]
    if kind == "belt" and dice.chance(0.7):
        count = dice.integer(16, 40)
        tooth = cylinder(
            dice, outer * 0.9 * math.pi / count * 0.5, width - 2 * side, (outer * 0.9, 0, side - h)
        )
        cuts += around(tooth, count)
    body = subtract(body, cuts)
    if dice.chance(0.3):
        body = place(dice, body, marks.raised_text, [(0.0, (inner + limit) / 2)], outer * 0.2)
    return body


def spoke_windows(dice: Dice, inner: float, outer: float, width: float) -> list[Manifold]:
    """Openings between the spokes of a wheel."""
    count = dice.integer(3, 9)
    if dice.chance(0.4):
        middle = (inner + outer) / 2
        size = min((outer - inner) * 0.4, middle * math.sin(math.pi / count) * 0.8)
        return around(cylinder(dice, size, width + 2, (middle, 0, -width / 2 - 1)), count)
    spoke = outer * dice.uniform(0.08, 0.25)
    field = outlines.circle(dice, outer) - outlines.circle(dice, inner)
    for i in range(count):
        field -= (
            outlines.rectangle(outer * 1.2, spoke)
            .translate((outer * 0.6, 0))
            .rotate(360.0 * i / count)
        )
    field = outlines.rounded(dice, field, spoke * dice.pick([0.0, 0.2, 0.4]))
    return [field.extrude(width + 2).translate((0, 0, -width / 2 - 1))]
