"""Bolts, nuts, threaded rods and knobs."""

from __future__ import annotations

import math

import numpy as np
from manifold3d import CrossSection, Error, Manifold, Mesh64

from btp_core.arrays import Float64Array, IntArray
from btp_core.synth.shapes import features, outlines
from btp_core.synth.shapes.dice import Dice
from btp_core.synth.shapes.loft import edge_profile, loft
from btp_core.synth.shapes.part import ShapeError
from btp_core.synth.shapes.placing import place
from btp_core.synth.shapes.solids import block, box, cylinder, subtract, union


def thread(dice: Dice, radius: float, length: float, pitch: float, starts: int = 1) -> Manifold:
    """Threaded rod along z, standing on z = 0; crests and roots follow the helix exactly.

    The surface is a net of columns parallel to the axis; each column carries the profile of the
    thread again and again, shifted by its angle, and the last column meets the first one
    ``starts`` pitches higher.
    """
    columns = max(dice.segments(radius), 24)
    rise, sink = _thread_profile(dice, pitch)
    steps = len(rise)
    turns = math.ceil(length / pitch) + starts + 1
    rows = np.arange(turns * steps + 1)
    z0 = pitch * (rows // steps) + rise[rows % steps] - pitch * (starts + 0.5)
    r = radius - sink[rows % steps]
    angles = 2 * math.pi * np.arange(columns) / columns
    z = z0[None, :] + pitch * starts * angles[:, None] / (2 * math.pi)
    net = np.stack([r * np.cos(angles)[:, None], r * np.sin(angles)[:, None], z], axis=-1)
    shift = starts * steps
    count = len(rows)
    # The seam: a copy of column 0, moved up by the lead, closes the net row by row.
    wrap = np.arange(count - 1)
    faces: list[IntArray] = []
    for column in range(columns - 1):
        here, there = column * count + wrap, (column + 1) * count + wrap
        faces += _quads(here, there, here + 1, there + 1)
    last = (columns - 1) * count + wrap[: count - 1 - shift]
    first = wrap[shift:]
    faces += _quads(last, first, last + 1, first + 1)
    low = [*range(shift, -1, -1), *(c * count for c in range(1, columns))]
    high = [(columns - 1) * count + k for k in range(count - 1 - shift, count)]
    high = [*(c * count + count - 1 for c in range(columns)), *reversed(high[:-1])]
    base = columns * count
    tips = np.array([[0.0, 0.0, float(net[0, : shift + 1, 2].mean())],
                     [0.0, 0.0, float(net[-1, count - 1 - shift :, 2].mean())]])  # fmt: skip
    faces += _fan(low, base, inward=True) + _fan(high, base + 1, inward=False)
    vertices = np.vstack([net.reshape(-1, 3), tips])
    triangles = np.concatenate(faces).astype(np.uint64)
    solid = Manifold(Mesh64(np.ascontiguousarray(vertices), np.ascontiguousarray(triangles)))
    if solid.status() != Error.NoError or solid.volume() <= 0:
        raise ShapeError("the thread does not close")
    return solid.trim_by_plane((0, 0, 1), 0.0).trim_by_plane((0, 0, -1), -length)


def _thread_profile(dice: Dice, pitch: float) -> tuple[Float64Array, Float64Array]:
    """Heights within a pitch and depths below the crest, (n,) each: V, trapezoid, round, buttress."""
    depth = pitch * dice.uniform(0.35, 0.6)
    kind = dice.pick(["v", "trapezoid", "round", "buttress"], [3.0, 1.0, 1.5, 0.4])
    if kind == "round":
        at = np.linspace(0.0, 1.0, 10, endpoint=False)
        return at * pitch, depth * (0.5 - 0.5 * np.cos(2 * math.pi * at))
    crest, root = (0.1, 0.1) if kind == "v" else (dice.uniform(0.2, 0.35), dice.uniform(0.2, 0.35))
    flank = (1 - crest - root) * (0.15 if kind == "buttress" else 0.5)
    at = np.array([0.0, crest, crest + flank, crest + flank + root])
    return at * pitch, depth * np.array([0.0, 0.0, 1.0, 1.0])


def _quads(a: IntArray, b: IntArray, above_a: IntArray, above_b: IntArray) -> list[IntArray]:
    """Triangles between two columns, b to the left of a when seen from outside is turned right."""
    return [np.column_stack([a, b, above_b]), np.column_stack([a, above_b, above_a])]


def _fan(loop: list[int], tip: int, *, inward: bool) -> list[IntArray]:
    """Triangles from a tip to a closed loop."""
    around = np.array(loop)
    following = np.roll(around, -1)
    tips = np.full(len(around), tip)
    return [np.column_stack([tips, following, around] if inward else [tips, around, following])]


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


def jar_cap(dice: Dice) -> Manifold:
    """Screw cap or threaded neck: thin wall, thread inside or outside, grip ribs."""
    radius, tall = 30.0, dice.uniform(10, 40)
    wall = dice.uniform(1.5, 4)
    pitch = dice.uniform(3, 7)
    outline = outlines.circle(dice, radius)
    if dice.chance(0.7):
        outline = outlines.wave(dice, radius, dice.uniform(0.4, 1.5), dice.integer(20, 60))
    body = loft(outline, edge_profile(tall, top=dice.uniform(0.3, 2), top_round=True))
    inner = radius - wall - 1.0
    if dice.chance(0.5):
        core = thread(dice, inner, tall - wall, pitch)
        return subtract(body, [core.translate((0, 0, -0.01))])
    neck = thread(dice, radius * 0.85, tall, pitch).translate((0, 0, tall - 0.01))
    hole = cylinder(dice, radius * 0.7, 3 * tall, (0, 0, wall))
    return subtract(body + neck, [hole])


def knob(dice: Dice) -> Manifold:
    """Knob: knurled, fluted, lobed or plain, with skirt, pointer, bore and lettering."""
    radius, tall = 30.0, dice.uniform(10, 45)
    kind = dice.pick(["flutes", "knurl", "lobes", "plain", "diamond"])
    if kind == "flutes":
        outline = outlines.wave(
            dice, radius, radius * dice.uniform(0.04, 0.15), dice.integer(8, 24), 2.0
        )
    elif kind == "lobes":
        count = dice.integer(3, 8)
        outline = outlines.wave(dice, radius, radius * dice.uniform(0.2, 0.45), count)
    elif kind in ("knurl", "diamond"):
        outline = outlines.wave(dice, radius, radius * 0.05, dice.integer(30, 60))
    else:
        outline = outlines.circle(dice, radius)
    edge = dice.uniform(0.02, 0.2) * tall
    if kind == "diamond":
        twist = dice.uniform(20, 50)
        body = outline.extrude(tall, 20, twist) ^ outline.extrude(tall, 20, -twist)
        rim = loft(outlines.circle(dice, radius), edge_profile(tall, top=edge, bottom=edge))
        body ^= rim
    else:
        draft = radius * dice.pick([0.0, 0.05, 0.15])
        body = loft(outline, edge_profile(tall, top=edge, top_round=dice.chance(0.6), draft=draft))
    if dice.chance(0.4):
        skirt = dice.uniform(1.05, 1.35) * radius
        body += cylinder(dice, skirt, tall * 0.15, top=skirt * dice.uniform(0.9, 1.0))
    if dice.chance(0.4):
        neck = radius * dice.uniform(0.3, 0.6)
        body += cylinder(dice, neck, tall * 0.6, (0, 0, -tall * 0.5))
    cuts: list[Manifold] = []
    bore = radius * dice.uniform(0.1, 0.25)
    hole = dice.pick([outlines.circle(dice, bore), outlines.d_shape(dice, bore, bore * 0.6),
                      outlines.regular(6, 2 * bore)])  # fmt: skip
    through = 3 * tall if dice.chance(0.3) else tall
    cuts.append(hole.extrude(through).translate((0, 0, -tall * 0.6)))
    if dice.chance(0.4):
        dish = radius * dice.uniform(1.2, 3)
        sphere = Manifold.sphere(dish, dice.segments(dish))
        cuts.append(sphere.translate((0, 0, tall + dish - tall * dice.uniform(0.05, 0.2))))
    elif dice.chance(0.5):
        cuts.append(box(radius * 0.06, radius, tall * 0.1, (0, radius * 0.6, tall * 0.92)))
    if dice.chance(0.35):
        shell = outlines.circle(dice, radius * 0.75) - outlines.circle(dice, bore * 2)
        cuts.append(shell.extrude(tall * 0.6).translate((0, 0, -tall * 0.01)))
    body = subtract(body, cuts)
    if dice.chance(0.3):
        maker = dice.pick([features.raised_text, features.engraved_text])
        body = place(dice, body, maker, [(0.0, radius * 0.45)], radius * 0.3)
    return body


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
    wings = [
        solid.rotate((0, 0, 360.0 * i / n)) for n in [dice.pick([2, 2, 2, 3])] for i in range(n)
    ]
    body = union([body, *wings])
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
