"""Thin-walled boxes and angled brackets."""

from __future__ import annotations

from manifold3d import CrossSection, Manifold

from btp_core.lab.synth.shapes import features, outlines
from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.families.compound import decorated
from btp_core.lab.synth.shapes.loft import edge_profile, loft
from btp_core.lab.synth.shapes.placing import pattern, place, spacing
from btp_core.lab.synth.shapes.solids import (
    block,
    box,
    centred,
    cylinder,
    extent,
    subtract,
    union,
    upright,
)


def housing(dice: Dice) -> Manifold:
    """Open box with screw posts, ribs, partitions, vents, ports and lettering."""
    w, d, h = 70.0, dice.uniform(25, 70), dice.uniform(10, 45)
    wall = dice.uniform(1.2, 4.0)
    outline = outlines.rounded_rectangle(dice, w, d, dice.uniform(0, 10))
    if dice.chance(0.3):
        outline = outlines.silhouette(dice, w, d)
    rounding = wall * dice.pick([0.0, 0.4, 0.9])
    shell = loft(outline, edge_profile(h, bottom=rounding, bottom_round=dice.chance(0.5)))
    room = outline.offset(-wall).extrude(h).translate((0, 0, wall))
    inside: list[Manifold] = []
    cuts: list[Manifold] = []
    if dice.chance(0.75):
        inside, cuts = _posts(dice, w, d, h, wall)
    if dice.chance(0.5):
        inside += _partitions(dice, w, d, h, wall)
    body = subtract(shell, [room])
    if inside:
        body += union(inside) ^ shell
    if dice.chance(0.35):
        lip = outline.offset(-wall * 0.5) - outline.offset(-wall)
        rise = dice.uniform(0.8, 2.5)
        solid = lip.extrude(2 * rise).translate((0, 0, h - rise))
        body = body + solid if dice.chance(0.5) else body - solid
    body = subtract(body, cuts)
    if dice.chance(0.4):
        body += union(_ears(dice, w, d))
    body = centred(body)
    for turn in ((90, 0, 0), (0, 90, 0), (90, 0, 0), (0, 90, 0)):
        if dice.chance(0.75):
            body = decorated(dice, body, large=0.7)
        body = body.rotate(turn)
    return body


def bracket(dice: Dice) -> Manifold:
    """L, U or Z section with holes in its legs, gussets and rounded ends."""
    width, length = dice.uniform(15, 50), dice.uniform(30, 60)
    tall, thick = dice.uniform(15, 60), dice.uniform(2, 8)
    kind = dice.pick(["L", "U", "Z", "T", "hat"])
    section = _section(dice, kind, length, tall, thick)
    if dice.chance(0.6):
        section = outlines.rounded(
            dice, section, thick * dice.pick([0.0, 0.3, 0.45]), thick * dice.pick([0.0, 0.5, 1.2])
        )
    body = block(dice, section, width, 0.6).rotate((90, 0, 0))
    body = centred(body)
    if dice.chance(0.5):
        plan = outlines.silhouette(dice, extent(body)[0], extent(body)[1])
        plan += outlines.rectangle(extent(body)[0] * 0.5, extent(body)[1] * 0.9)
        trimmed = body ^ plan.extrude(200).translate((0, 0, -100))
        if trimmed.volume() > 0.5 * body.volume():
            body = trimmed
    if kind in ("L", "T", "Z") and dice.chance(0.6):
        body += _bracket_gussets(dice, body, kind == "T", thick, min(tall, length * 0.45))
    for turn in ((0, 90, 0), (0, 90, 0), (0, 90, 0), (0, 90, 0)):
        if dice.chance(0.75):
            w, d, _ = extent(body)
            spots = pattern(dice, w, d)
            maker = features.draw(dice, features.SMALL)
            reach = min(spacing(spots, w, d), width * 0.3, thick * 2.2)
            if reach > 0.02 * max(w, d):
                body = place(dice, body, maker, spots, reach)
        elif dice.chance(0.5):
            body = decorated(dice, body, large=0.8)
        body = body.rotate(turn)
    return body


def _section(dice: Dice, kind: str, length: float, tall: float, thick: float) -> CrossSection:
    """Section of a bracket before its corners are rounded."""
    if kind == "L":
        section = outlines.angle(length, tall, thick)
    elif kind == "U":
        section = outlines.channel(length, tall, thick)
    elif kind == "T":
        section = outlines.rectangle(length, thick) + outlines.rectangle(thick, tall).translate(
            (dice.pick([0.0, length * 0.2]), tall / 2)
        )
    else:
        foot = length * dice.uniform(0.3, 0.6)
        section = outlines.angle(foot, tall, thick)
        section += outlines.rectangle(foot, thick).translate((thick - foot / 2, tall - thick / 2))
        if kind == "hat":
            section += section.mirror((1.0, 0.0)).translate((2 * (thick - foot), 0.0))
    return section


def _bracket_gussets(
    dice: Dice, body: Manifold, is_tee: bool, thick: float, room: float
) -> Manifold:
    """Triangles in the corner of the section."""
    b = body.bounding_box()
    reach = room * dice.uniform(0.5, 0.9)
    corner = (b[0] + thick * 0.9 if not is_tee else (b[0] + b[3]) / 2, b[2] + thick * 0.9)
    fin = outlines.polygon([(0, 0), (reach, 0), (thick * 0.3, reach), (0, reach)])
    t = dice.uniform(1.5, thick)
    solid = upright(fin, t)
    count = dice.integer(1, 3)
    wide = b[4] - b[1]
    spots = [(i - (count - 1) / 2) * (wide - t) / max(count - 1, 1) for i in range(count)]
    return union(solid.translate((corner[0], y, corner[1])) for y in spots)


def _posts(
    dice: Dice, w: float, d: float, h: float, wall: float
) -> tuple[list[Manifold], list[Manifold]]:
    """Screw posts in the corners or on a circuit board's holes, and their bores."""
    radius = dice.uniform(2, 4.5)
    tall = h * dice.uniform(0.3, 1.0)
    near = dice.uniform(0.3, 1.0)
    x, y = (w / 2 - wall - radius * 0.7) * near, (d / 2 - wall - radius * 0.7) * near
    spots = [(x, y), (-x, y), (-x, -y), (x, -y)]
    if dice.chance(0.25):
        spots += [(0.0, y), (0.0, -y)]
    posts = [cylinder(dice, radius, tall, (px, py, 0.0)) for px, py in spots]
    bore = radius * dice.uniform(0.4, 0.65)
    bores = [cylinder(dice, bore, tall, (px, py, wall)) for px, py in spots]
    return posts, bores


def _partitions(dice: Dice, w: float, d: float, h: float, wall: float) -> list[Manifold]:
    """Inner walls and ribs."""
    walls: list[Manifold] = []
    for _ in range(dice.integer(1, 4)):
        tall, thick = h * dice.uniform(0.2, 1.0), wall * dice.uniform(0.5, 1.0)
        if dice.chance(0.5):
            walls.append(box(thick, d * 1.2, tall, (dice.uniform(-0.4, 0.4) * w, 0.0, 0.0)))
        else:
            walls.append(box(w * 1.2, thick, tall, (0.0, dice.uniform(-0.4, 0.4) * d, 0.0)))
    return walls


def _ears(dice: Dice, w: float, d: float) -> list[Manifold]:
    """Mounting ears on two sides."""
    reach, thick = dice.uniform(6, 14), dice.uniform(2, 5)
    ear = outlines.rectangle(reach, reach * 1.6).translate((-reach / 2, 0))
    ear += outlines.circle(dice, reach * 0.8)
    ear -= outlines.circle(dice, reach * dice.uniform(0.2, 0.45))
    solid = ear.extrude(thick).translate((w / 2 + reach * 0.6, 0, 0))
    across = dice.pick([0.0, d * 0.3])
    pair = [solid.translate((0, across, 0)), solid.translate((0, -across, 0)).rotate((0, 0, 180))]
    return pair if across == 0.0 else [*pair, *(p.mirror((0, 1, 0)) for p in pair)]
