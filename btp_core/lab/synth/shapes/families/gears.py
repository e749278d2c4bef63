"""Gears, toothed wheels and racks."""

from __future__ import annotations

import math

from manifold3d import CrossSection, Manifold

from btp_core.lab.synth.shapes import outlines
from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.families.wheels import spoke_windows
from btp_core.lab.synth.shapes.features import marks
from btp_core.lab.synth.shapes.placing import place
from btp_core.lab.synth.shapes.solids import box, cylinder, subtract


def gear(dice: Dice) -> Manifold:
    """Spur, helical or herringbone gear, ratchet, or rack, with hub, bore and lightening."""
    if dice.chance(0.15):
        return _rack(dice)
    count = dice.integer(8, 60)
    pitch = 40.0
    module = 2 * pitch / count
    outline = _toothed(dice, count, pitch, module)
    width = dice.log_uniform(4, 40)
    helix = dice.pick([0.0, 0.0, 1.0]) * dice.uniform(-35, 35) * min(1.0, width / 20)
    layers = 14 if helix else 0
    if helix and dice.chance(0.4):
        half = outline.extrude(width / 2, layers, helix)
        body = half + half.mirror((0, 0, 1))
        body = body.translate((0, 0, width / 2))
    else:
        body = outline.extrude(width, layers, helix)
    root = pitch - 1.3 * module
    bore = root * dice.uniform(0.08, 0.4)
    hub = bore * dice.uniform(1.4, 2.0)
    if dice.chance(0.5):
        body += cylinder(dice, min(hub, root * 0.9), width * dice.uniform(1.2, 2.0))
    hole = outlines.circle(dice, bore)
    if dice.chance(0.4):
        hole += outlines.rectangle(bore * 0.5, bore * 1.3).translate((0, bore * 0.65))
    elif dice.chance(0.3):
        hole = outlines.d_shape(dice, bore, bore * 0.7)
    cuts = [hole.extrude(3 * width + 4).translate((0, 0, -2))]
    limit = root * 0.88
    if limit > hub * 1.3 and dice.chance(0.5):
        cuts += [w.translate((0, 0, width / 2)) for w in spoke_windows(dice, hub, limit, width)]
    if limit > hub * 1.3 and dice.chance(0.4):
        field = outlines.circle(dice, limit) - outlines.circle(dice, hub)
        deep = width * dice.uniform(0.1, 0.35)
        cuts.append(field.extrude(deep + 40).translate((0, 0, width - deep)))
        cuts.append(field.extrude(deep + 1).translate((0, 0, -1)))
    body = subtract(body, cuts)
    if dice.chance(0.25):
        body = place(dice, body, marks.engraved_text, [(0.0, (hub + limit) / 2)], pitch * 0.12)
    return body


def _toothed(dice: Dice, count: int, pitch: float, module: float) -> CrossSection:
    """Wheel outline with flanked teeth: involute-like, straight, round or saw-shaped."""
    kind = dice.pick(["involute", "straight", "saw", "round"], [3.0, 1.0, 0.6, 0.6])
    top, root = pitch + module, pitch - 1.25 * module
    step = math.pi / count
    if kind == "saw":
        flanks = [(root, -step), (top, step * 0.8), (root, step)]
    elif kind == "round":
        return outlines.wave(dice, top, 2 * module, count, 1.0)
    elif kind == "straight":
        flanks = [(root, -step * 0.6), (top, -step * 0.35), (top, step * 0.35), (root, step * 0.6)]
    else:
        curve = [
            (root, 0.78),
            (pitch - 0.6 * module, 0.66),
            (pitch, 0.5),
            (pitch + 0.5 * module, 0.36),
            (top, 0.2),
        ]
        left = [(r, -step * share) for r, share in curve]
        flanks = [*left, *[(r, -a) for r, a in reversed(left)]]
    points = [
        (r * math.cos(a + 2 * step * i), r * math.sin(a + 2 * step * i))
        for i in range(count)
        for r, a in flanks
    ]
    return outlines.polygon(points).simplify(1e-3)


def _rack(dice: Dice) -> Manifold:
    """Straight toothed bar with screw holes."""
    count, step = dice.integer(8, 30), 3.0
    slope = step * dice.uniform(0.08, 0.2)
    height = step * 0.7
    points: list[tuple[float, float]] = [(0.0, -step * dice.uniform(1.0, 3.0))]
    for i in range(count):
        x = i * step
        points += [
            (x, 0.0),
            (x + slope, height),
            (x + step * 0.5 - slope, height),
            (x + step * 0.5, 0.0),
        ]
    points += [(count * step, 0.0), (count * step, points[0][1])]
    width = dice.uniform(4, 14)
    body = outlines.polygon(points).extrude(width)
    skew = dice.pick([0.0, 0.0, 0.3])
    if skew:
        body = body.transform([[1, 0, skew, 0], [0, 1, 0, 0], [0, 0, 1, 0]])
    body = body.rotate((90, 0, 0))
    holes = dice.integer(0, 4)
    length = count * step
    cuts = [
        cylinder(dice, width * 0.16, 40, (length * (i + 0.5) / holes, -width / 2, -30))
        for i in range(holes)
    ]
    if dice.chance(0.3):
        cuts.append(
            box(length * 0.1, width * 3, step * 1.2, (length * 0.98, -width / 2, -step * 3))
        )
    return subtract(body, cuts)
