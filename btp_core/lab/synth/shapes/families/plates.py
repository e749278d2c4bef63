"""Plates, covers and flanges: flat parts that live by their holes."""

from __future__ import annotations

import math

from manifold3d import CrossSection, Manifold

from btp_core.lab.synth.shapes import outlines
from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.families.compound import decorated
from btp_core.lab.synth.shapes.features import holes, marks, raised, recesses
from btp_core.lab.synth.shapes.loft import edge_profile, loft
from btp_core.lab.synth.shapes.placing import pattern, place, spacing
from btp_core.lab.synth.shapes.solids import block, centred, cylinder, extent, subtract


def plate(dice: Dice) -> Manifold:
    """Plate with patterns of holes, slots, counterbores and windows."""
    outline = outlines.silhouette(dice, 80.0, dice.uniform(20, 80))
    body = centred(block(dice, outline, dice.log_uniform(2, 10), dice.uniform(0.3, 1.5)))
    for _ in range(dice.integer(2, 5)):
        body = decorated(dice, body, large=0.35)
        if dice.chance(0.2):
            body = body.rotate((180.0, 0.0, 0.0))
    return body


def cover(dice: Dice) -> Manifold:
    """Lid or faceplate: thin shell with a rim, cut-outs, screw holes and lettering."""
    w, d = 80.0, dice.uniform(30, 80)
    outline = outlines.rounded_rectangle(dice, w, d, dice.uniform(0, 12))
    if dice.chance(0.25):
        outline = outlines.silhouette(dice, w, d)
    thick, rim = dice.uniform(1.2, 3.0), dice.uniform(1.0, 14.0)
    rounding = dice.uniform(0.2, 1.0) * thick
    body = loft(outline, edge_profile(thick + rim, top=rounding, top_round=dice.chance(0.5)))
    inner = outline.offset(-dice.uniform(1.2, 3.0))
    body = centred(subtract(body, [inner.extrude(rim + 1.0).translate((0, 0, -1.0))]))
    w, d, _ = extent(body)
    inset = dice.uniform(3, 7)
    corners = [(x * (w / 2 - inset), y * (d / 2 - inset)) for x in (-1, 1) for y in (-1, 1)]
    if dice.chance(0.7):
        maker = dice.pick([holes.hole, holes.countersunk_hole, holes.counterbored_hole])
        body = place(dice, body, maker, corners, inset * 0.8)
    for maker in (recesses.window, marks.raised_text, marks.engraved_text, recesses.vents):
        if dice.chance(0.5):
            room = min(w, d) * dice.uniform(0.12, 0.35)
            x = dice.uniform(-0.5, 0.5) * (w - 2 * room)
            y = dice.uniform(-0.5, 0.5) * (d - 2 * room)
            body = place(dice, body, maker, [(x, y)], room)
    if dice.chance(0.6):
        body = body.rotate((180.0, 0.0, 0.0))
        spots = pattern(dice, w * 0.8, d * 0.8)
        room = min(spacing(spots, w * 0.8, d * 0.8), 6.0)
        body = place(dice, body, dice.pick([raised.boss, raised.hook, raised.ribs]), spots, room)
    return body


def flange(dice: Dice) -> Manifold:
    """Pipe flange: bolt circle, hub, bore, seal grooves."""
    radius, thick = 40.0, dice.uniform(3, 12)
    outline = outlines.circle(dice, radius)
    count = dice.integer(3, 12)
    if dice.chance(0.3):
        ear = outlines.circle(dice, radius * 0.22)
        hub = outlines.circle(dice, radius * 0.5)
        outline = hub
        for i in range(count):
            lug = ear.translate((radius * 0.78, 0.0)).rotate(360.0 * i / count)
            outline += CrossSection.batch_hull([lug, hub])
    elif dice.chance(0.2):
        outline = outlines.rounded_rectangle(dice, 2 * radius, 2 * radius, radius * 0.25)
        count = 4
    body = block(dice, outline, thick, 1.5)
    hub_radius = radius * dice.uniform(0.25, 0.5)
    tall = thick + dice.uniform(0, 30)
    if dice.chance(0.8):
        body += cylinder(dice, hub_radius, tall, top=hub_radius * dice.pick([1.0, 1.0, 0.8]))
    if dice.chance(0.5):
        fillet = min(radius * 0.15, tall - thick + 0.1)
        body += cylinder(dice, hub_radius + fillet, fillet, (0, 0, thick - 0.01), hub_radius)
    bore = hub_radius * dice.uniform(0.5, 0.85)
    body = subtract(body, [cylinder(dice, bore, tall + 4, (0, 0, -2))])
    circle = radius * 0.78
    phase = math.pi / 4 if count == 4 else 0.0
    spots = outlines.on_circle(count, circle, phase)
    maker = dice.pick([holes.hole, holes.countersunk_hole, holes.counterbored_hole, holes.nut_trap])
    body = place(dice, body, maker, spots, min(radius * 0.15, circle * math.sin(math.pi / count)))
    if dice.chance(0.4):
        groove = outlines.circle(dice, radius * 0.6) - outlines.circle(dice, radius * 0.55)
        body = subtract(body, [groove.extrude(thick * 0.3 + 1).translate((0, 0, -1))])
    return body
