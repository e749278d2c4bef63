"""Bodies of machined and printed parts, before their features."""

from __future__ import annotations

from collections.abc import Callable

from manifold3d import CrossSection, Manifold

from btp_core.lab.synth.shapes import outlines
from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.loft import edge_profile, loft
from btp_core.lab.synth.shapes.solids import block, box, cylinder, rod, subtract, union, upright


def draw_body(dice: Dice) -> Manifold:
    """Draw a body about 60 mm long."""
    bodies: list[Callable[[Dice], Manifold]] = [
        _single, _stacked, _crossed, _walled, _holder, _arms, _cluster,
    ]  # fmt: skip
    return dice.pick(bodies, [1.5, 2.5, 2.5, 2.0, 2.0, 1.5, 2.0])(dice)


def _single(dice: Dice) -> Manifold:
    """One extruded silhouette."""
    outline = outlines.silhouette(dice, 60.0, dice.uniform(20, 60))
    return block(dice, outline, dice.log_uniform(3, 45), dice.uniform(0.5, 4))


def _stacked(dice: Dice) -> Manifold:
    """Blocks on top of each other, sharing a side or the centre."""
    width, depth, level = 60.0, dice.uniform(20, 60), 0.0
    parts: list[Manifold] = []
    for _ in range(dice.integer(2, 4)):
        height = dice.log_uniform(3, 30)
        piece = block(dice, outlines.silhouette(dice, width, depth), height, dice.uniform(0.3, 2))
        shift_x = dice.pick([0.0, 0.0, 30 - width / 2, width / 2 - 30])
        parts.append(piece.translate((shift_x, 0.0, level - 0.01 * bool(parts))))
        level += height - 0.01
        width *= dice.uniform(0.4, 1.0)
        depth *= dice.uniform(0.45, 1.0)
    return union(parts)


def _crossed(dice: Dice) -> Manifold:
    """What two or three extruded silhouettes have in common, seen along different axes."""
    w, d, h = 60.0, dice.uniform(20, 60), dice.uniform(12, 50)
    plan = outlines.silhouette(dice, w, d).extrude(h).translate((0, 0, -h / 2))
    body = plan ^ upright(outlines.silhouette(dice, w, h), d)
    if dice.chance(0.35):
        side = outlines.silhouette(dice, d, h).extrude(w).translate((0, 0, -w / 2))
        body ^= side.rotate((90, 0, 90))
    return body


def _walled(dice: Dice) -> Manifold:
    """A base plate with upright walls, joined by gussets."""
    w, d = 60.0, dice.uniform(25, 60)
    thick = dice.uniform(2, 7)
    base = outlines.silhouette(dice, w, d) if dice.chance(0.4) else outlines.rectangle(w, d)
    parts = [block(dice, base, thick, 1.0)]
    for _ in range(dice.integer(1, 3)):
        t, tall = dice.uniform(2, 7), dice.uniform(10, 45)
        length = w * dice.uniform(0.4, 1.0)
        wall = outlines.silhouette(dice, length, tall) if dice.chance(0.6) else (
            outlines.cut_rectangle(length, tall, dice.pick([0.0, 4.0, 8.0]))
        )  # fmt: skip
        wall += outlines.rectangle(length * 0.9, tall / 2).translate((0.0, -tall / 4))
        solid = block(dice, wall, t, 0.6).translate((0, tall / 2, -t / 2)).rotate((90, 0, 0))
        at = dice.pick([0.0, d / 2 - t / 2, t / 2 - d / 2, dice.uniform(-0.4, 0.4) * d])
        if dice.chance(0.35):
            solid = solid.rotate((0, 0, 90))
            at_x = dice.pick([w / 2 - t / 2, t / 2 - w / 2])
            parts.append(solid.scale((1.0, d / w, 1.0)).translate((at_x, 0, thick / 2)))
            continue
        parts.append(solid.translate((0, at, thick / 2)))
        if dice.chance(0.5):
            parts += _corner_gussets(dice, length, tall, at, thick)
    return union(parts)


def _corner_gussets(
    dice: Dice, length: float, tall: float, at: float, thick: float
) -> list[Manifold]:
    """Triangles between a wall along x and the base, on its open side."""
    reach = min(tall, 20.0) * dice.uniform(0.4, 0.8)
    t = dice.uniform(1.2, 3.0)
    side = -1.0 if at > 0 else 1.0
    fin = outlines.polygon([(0.0, 0.0), (side * reach, 0.0), (0.0, reach)])
    solid = fin.extrude(t).translate((0, 0, -t / 2)).rotate((90, 0, 90))
    count = dice.integer(1, 4)
    spread = length * 0.8
    return [
        solid.translate(((i - (count - 1) / 2) * spread / count, at, thick * 0.95))
        for i in range(count)
    ]


def _holder(dice: Dice) -> Manifold:
    """Rod or bearing holder: a round bore along the body, with a clamp slit and screw ears."""
    length, radius = dice.uniform(15, 60), dice.uniform(6, 14)
    wall = dice.uniform(2, 6)
    outer = radius + wall
    centres = [0.0] if dice.chance(0.5) else [-dice.uniform(1.1, 2) * outer, 0.0]
    shell = [outlines.circle(dice, outer).translate((x, 0.0)) for x in centres]
    foot = outlines.rectangle(outer * dice.uniform(2, 3.6), wall).translate((0, -outer + wall / 2))
    profile = CrossSection.batch_hull(shell) if dice.chance(0.6) else shell[0] + shell[-1]
    profile += foot if dice.chance(0.5) else CrossSection.batch_hull([shell[0], foot])
    body = loft(profile, edge_profile(length, top=0.8, bottom=0.8))
    bores = [cylinder(dice, radius * dice.uniform(0.6, 1), length + 2, (x, 0, -1)) for x in centres]
    cuts = list(bores)
    if dice.chance(0.6):
        cuts.append(box(dice.uniform(1, radius), 3 * outer, length + 2, (0, 1.5 * outer, -1)))
    parts = [body]
    if dice.chance(0.5):
        plate = outlines.silhouette(dice, outer * 4, outer * 3)
        parts.append(block(dice, plate, wall, 0.5))
    return subtract(union(parts), cuts).rotate((90, 0, 0))


def _arms(dice: Dice) -> Manifold:
    """Hubs joined by arms, seen from above; each hub with its own height."""
    count = dice.integer(2, 5)
    hubs = [(0.0, 0.0)] + [
        (dice.uniform(-35, 35), dice.uniform(-35, 35) if count > 2 else 0.0) for _ in range(count)
    ]
    if dice.chance(0.6):
        hubs = [*hubs[:2], (-hubs[1][0], hubs[1][1])]
    thick = dice.uniform(3, 10)
    parts: list[Manifold] = []
    for index, (x, y) in enumerate(hubs):
        radius = dice.uniform(4, 12)
        tall = thick * dice.uniform(1.0, 3.0)
        parts.append(
            loft(outlines.circle(dice, radius), edge_profile(tall, top=0.8)).translate((x, y, 0))
        )
        other = hubs[0] if index else hubs[1]
        arm = CrossSection.batch_hull(
            [outlines.circle(dice, radius * 0.8).translate((x, y)),
             outlines.circle(dice, dice.uniform(3, 8)).translate(other)]
        )  # fmt: skip
        parts.append(block(dice, arm, thick, 0.8))
    bores = [
        cylinder(dice, dice.uniform(1.5, 3.5), 100, (x, y, -20))
        for x, y in hubs
        if dice.chance(0.9)
    ]
    return subtract(union(parts), bores)


def _cluster(dice: Dice) -> Manifold:
    """Boxes and cylinders that meet at random but aligned places, mirrored half of the time."""
    w, d, h = 40.0, dice.uniform(15, 40), dice.uniform(10, 40)
    parts = [block(dice, outlines.silhouette(dice, w, d), h, 1.5).translate((0, 0, -h / 2))]
    for _ in range(dice.integer(2, 5)):
        at = (
            dice.pick([0.0, w / 2, -w / 2]) * dice.uniform(0.5, 1.1),
            dice.pick([0.0, d / 2, -d / 2]) * dice.uniform(0.5, 1.1),
            dice.pick([0.0, h / 2, -h / 2]) * dice.uniform(0.3, 1.0),
        )
        if dice.chance(0.45):
            radius = dice.uniform(4, 12)
            reach = dice.uniform(8, 30)
            axis = dice.pick([(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)])
            start = (at[0] - axis[0] * reach, at[1] - axis[1] * reach, at[2] - axis[2] * reach)
            end = (at[0] + axis[0] * reach, at[1] + axis[1] * reach, at[2] + axis[2] * reach)
            piece = rod(dice, radius, start, end)
            if dice.chance(0.5):
                parts.append(piece)
                continue
        else:
            size = (dice.uniform(5, 30), dice.uniform(5, 30), dice.uniform(4, 30))
            outline = outlines.silhouette(dice, size[0], size[1])
            piece = block(dice, outline, size[2], 1.0).translate((*at[:2], at[2] - size[2] / 2))
        parts.append(piece)
        if dice.chance(0.5):
            parts.append(piece.mirror((1.0, 0.0, 0.0)))
    return union(parts)
