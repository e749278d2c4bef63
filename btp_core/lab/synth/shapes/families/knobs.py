"""Knobs and screw caps."""

from __future__ import annotations

from manifold3d import Manifold

from btp_core.lab.synth.shapes import outlines
from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.features import marks
from btp_core.lab.synth.shapes.helix import thread
from btp_core.lab.synth.shapes.loft import edge_profile, loft
from btp_core.lab.synth.shapes.placing import place
from btp_core.lab.synth.shapes.solids import box, cylinder, subtract


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
        maker = dice.pick([marks.raised_text, marks.engraved_text])
        body = place(dice, body, maker, [(0.0, radius * 0.45)], radius * 0.3)
    return body
