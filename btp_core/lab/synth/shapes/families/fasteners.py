"""Bolts, nuts and wing nuts."""

from __future__ import annotations

import math

from manifold3d import CrossSection, Manifold

from btp_core.lab.synth.shapes import outlines
from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.helix import thread
from btp_core.lab.synth.shapes.loft import edge_profile, loft
from btp_core.lab.synth.shapes.solids import around, block, box, cylinder, subtract, union


def bolt(dice: Dice) -> Manifold:
    """Bolt, screw, set screw or threaded rod with any head and drive."""
    radius = dice.uniform(4, 10)
    length = radius * dice.uniform(2.5, 8)
    pitch = radius * dice.uniform(0.25, 0.6)
    shank = length * dice.pick([0.0, 0.3, 0.5])
    rod = thread(dice, radius, length - shank, pitch, dice.pick([1, 1, 1, 2, 4]))
    tip = radius * dice.uniform(0.8, 0.95)
    cone = cylinder(dice, tip, radius * 2, (0, 0, 0), tip + radius * 2)
    body = rod ^ (cone + cylinder(dice, 2 * radius, length, (0, 0, radius)))
    if shank:
        body += cylinder(
            dice, radius * dice.uniform(0.9, 1.0), shank + 0.1, (0, 0, length - shank - 0.1)
        )
    head = radius * dice.uniform(1.5, 2.2)
    tall = radius * dice.uniform(0.8, 1.8)
    kind = dice.pick(["hex", "cap", "flat", "button", "knurled", "none", "square"])
    if kind == "none":
        return subtract(body, [_drive(dice, radius * 0.6).translate((0, 0, length))])
    if kind == "flat":
        top = cylinder(dice, radius * 0.9, head - radius * 0.9, (0, 0, 0), head)
        tall = head - radius * 0.9
    elif kind == "button":
        top = Manifold.sphere(head, dice.segments(head)).trim_by_plane((0, 0, 1), 0.0)
        top = top.scale((1, 1, tall / head))
    elif kind in ("hex", "square"):
        flat = outlines.regular(6 if kind == "hex" else 4, 2 * head * 0.87)
        chamfer = cylinder(dice, head * 1.25, tall, top=head * 0.95)
        top = flat.extrude(tall) ^ chamfer
        if dice.chance(0.4):
            top += cylinder(dice, head * 1.3, tall * 0.2)
    elif kind == "knurled":
        top = loft(
            outlines.wave(dice, head, head * 0.08, dice.integer(16, 40)),
            edge_profile(tall, top=0.5),
        )
    else:
        top = loft(outlines.circle(dice, head), edge_profile(tall, top=0.6, top_round=True))
    body += top.translate((0, 0, length - 0.01))
    if kind not in ("hex", "square") or dice.chance(0.2):
        body = subtract(body, [_drive(dice, head * 0.55).translate((0, 0, length + tall))])
    return body


def nut(dice: Dice) -> Manifold:
    """Nut with a threaded bore: hexagonal, square, flanged, slotted, round."""
    radius, tall = dice.uniform(6, 12), dice.uniform(6, 22)
    across = radius * dice.uniform(2.8, 4.0)
    sides = dice.pick([6, 6, 6, 4, 8])
    outline = outlines.regular(sides, across)
    if dice.chance(0.2):
        outline = outlines.wave(dice, across / 2, across * 0.04, dice.integer(8, 30))
    body = outline.extrude(tall)
    if dice.chance(0.7):
        wide = across / 2 / math.cos(math.pi / sides)
        cone = cylinder(dice, wide + tall * 1.2, tall * 1.5, top=wide * 0.85)
        body ^= cone.translate((0, 0, tall - tall * 1.5 + 0.02 * wide))
    if dice.chance(0.3):
        body += cylinder(dice, across * 0.7, tall * 0.2, top=across * 0.66)
    if dice.chance(0.2):
        slot = box(across * 2, across * 0.1, tall, (0, 0, tall * 0.65))
        body = subtract(body, [slot.rotate((0, 0, 60.0 * i)) for i in range(3)])
    bore = thread(dice, radius, tall + 4, radius * dice.uniform(0.25, 0.5)).translate((0, 0, -2))
    sink = cylinder(dice, radius * 0.7, radius * 0.5, (0, 0, tall - radius * 0.4), radius * 1.2)
    return subtract(body, [bore, sink])


def wing_nut(dice: Dice) -> Manifold:
    """Wing nut or thumb screw: a hub with two wings."""
    hub, tall = dice.uniform(8, 14), dice.uniform(8, 20)
    body = block(dice, outlines.circle(dice, hub), tall, 1.0)
    if dice.chance(0.5):
        body = cylinder(dice, hub, tall, top=hub * dice.uniform(0.6, 0.9))
    span, rise = hub * dice.uniform(1.8, 2.8), tall * dice.uniform(1.0, 2.0)
    tip = hub * dice.uniform(0.3, 0.6)
    root = outlines.rectangle(hub * 0.8, tall * 0.7).translate((hub * 0.4, tall * 0.4))
    wing = CrossSection.batch_hull([root, outlines.circle(dice, tip).translate((span, rise))])
    if dice.chance(0.3):
        wing -= outlines.circle(dice, tip * 0.5).translate((span, rise))
    thick = dice.uniform(2, 5)
    profile = edge_profile(
        thick, top=thick * 0.3, bottom=thick * 0.3, top_round=True, bottom_round=True
    )
    solid = loft(wing, profile).translate((0, 0, -thick / 2)).rotate((90, 0, 0))
    body = union([body, *around(solid, dice.pick([2, 2, 2, 3]))])
    radius = hub * dice.uniform(0.4, 0.65)
    if dice.chance(0.3):
        screw = thread(dice, radius, tall * 3, radius * 0.35).translate((0, 0, -tall * 3 + 0.5))
        return body + screw
    bore = thread(dice, radius, tall + 4, radius * dice.uniform(0.25, 0.45))
    return subtract(
        body, [bore.translate((0, 0, -2)), cylinder(dice, radius * 0.9, 60, (0, 0, tall - 1))]
    )


def _drive(dice: Dice, size: float) -> Manifold:
    """Recess for a tool, its mouth at z = 0 and above."""
    kind = dice.pick(["hex", "slot", "cross", "star", "square"])
    deep = size * dice.uniform(0.5, 1.1)
    if kind == "hex":
        shape = outlines.regular(6, size * 1.6)
    elif kind == "square":
        shape = outlines.rectangle(size * 1.2, size * 1.2)
    elif kind == "slot":
        shape = outlines.rectangle(size * 6, size * 0.35)
        deep *= 0.5
    elif kind == "cross":
        shape = outlines.rectangle(size * 1.8, size * 0.4) + outlines.rectangle(
            size * 0.4, size * 1.8
        )
    else:
        shape = outlines.wave(dice, size * 0.95, size * 0.25, 6)
    return shape.extrude(deep + 5).translate((0, 0, -deep))
