"""Extruded sections and heat sinks."""

from __future__ import annotations

from manifold3d import CrossSection, JoinType, Manifold

from btp_core.lab.synth.shapes import outlines
from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.families.compound import decorated
from btp_core.lab.synth.shapes.features import holes, recesses
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


def profile(dice: Dice) -> Manifold:
    """Length of an extruded section: T-slot, channel, rail, tube with webs, with drilled holes."""
    size = 30.0
    kind = dice.pick(["tslot", "tube", "rail", "channel", "free"])
    if kind == "tslot":
        section = _t_slot(dice, size)
    elif kind == "tube":
        outer = outlines.rounded_rectangle(
            dice, size, size * dice.uniform(0.4, 1.5), dice.uniform(0, 4)
        )
        section = outer - outer.offset(-dice.uniform(1.5, 4))
        if dice.chance(0.5):
            section += outlines.rectangle(dice.uniform(1.2, 3), size * 1.5) ^ outer
    elif kind == "rail":
        head = outlines.rectangle(size * 0.6, size * 0.25).translate((0, size * 0.4))
        web = outlines.rectangle(size * dice.uniform(0.1, 0.3), size)
        foot = outlines.rectangle(size, size * 0.15).translate((0, -size * 0.45))
        section = outlines.rounded(dice, head + web + foot, 0.6, dice.uniform(0.5, 4))
    elif kind == "channel":
        section = outlines.channel(size, size * dice.uniform(0.4, 1.2), dice.uniform(1.5, 4))
    else:
        half = outlines.silhouette(dice, size, size)
        section = half + half.mirror((1.0, 0.0))
        inner = section.offset(-dice.uniform(1.5, 4), JoinType.Miter)
        section = section - inner if dice.chance(0.5) and not inner.is_empty() else section
    body = centred(section.extrude(dice.log_uniform(8, 110)).rotate((90, 0, 0)))
    for _ in range(4):
        w, d, _ = extent(body)
        if dice.chance(0.45):
            spots = pattern(dice, w, d)
            maker = dice.pick([holes.hole, holes.slot, holes.countersunk_hole, recesses.window])
            body = place(dice, body, maker, spots, min(spacing(spots, w, d), size * 0.3))
        body = body.rotate((0, 90, 0))
    return body


def heat_sink(dice: Dice) -> Manifold:
    """Base with straight fins, cross-cut pins, or rings of fins around a core."""
    w, d = 60.0, dice.uniform(20, 60)
    base, tall = dice.uniform(2, 8), dice.uniform(6, 40)
    count = dice.integer(5, 18)
    thick = w / count * dice.uniform(0.2, 0.5)
    if dice.chance(0.3):
        radius = dice.uniform(10, 22)
        length, step = dice.uniform(25, 60), dice.uniform(3, 6)
        parts = [cylinder(dice, radius * dice.uniform(0.3, 0.6), length)]
        grow = dice.uniform(-0.4, 0.4)
        for i in range(int(length / step)):
            r = radius * (1 + grow * i * step / length)
            parts.append(cylinder(dice, r, step * 0.4, (0, 0, i * step)))
        return subtract(union(parts), [cylinder(dice, radius * 0.2, length + 2, (0, 0, -1))])
    parts = [block(dice, outlines.rectangle(w, d), base, 0.5)]
    for i in range(count):
        x = (i - (count - 1) / 2) * (w - thick) / (count - 1)
        top = thick * dice.pick([0.5, 0.5, 0.4])
        fin = outlines.polygon(
            [(x - thick / 2, 0), (x + thick / 2, 0), (x + top, base + tall), (x - top, base + tall)]
        )
        parts.append(upright(fin, d))
    body = union(parts)
    cuts: list[Manifold] = []
    if dice.chance(0.4):
        rows = dice.integer(2, 12)
        gap = d / rows * dice.uniform(0.2, 0.6)
        cuts += [
            box(w + 2, gap, tall + 2, (0, (i - (rows - 1) / 2) * d / rows, base))
            for i in range(rows)
        ]
    if dice.chance(0.4):
        cuts.append(
            box(w * dice.uniform(0.2, 0.5), d * dice.uniform(0.3, 1.2), tall + 2, (0, 0, base))
        )
    body = centred(subtract(body, cuts)).rotate((180, 0, 0))
    return decorated(dice, body, 0.3) if dice.chance(0.8) else body


def _t_slot(dice: Dice, size: float) -> CrossSection:
    """Square section with an undercut slot in each side and a bore."""
    mouth, inside, lip = size * 0.26, size * 0.5, size * dice.uniform(0.07, 0.1)
    section = outlines.rounded_rectangle(dice, size, size, size * dice.uniform(0.02, 0.15))
    h = size / 2
    right = [
        (mouth / 2, h + 1),
        (mouth / 2, h - lip),
        (inside / 2, h - lip),
        (inside / 2, h - lip - size * 0.06),
        (size * 0.12, h - size * 0.3),
    ]
    slot = outlines.polygon([*right, *((-x, y) for x, y in reversed(right))])
    wide = dice.pick([1, 1, 2])
    cells = [section.translate((size * i, 0)) for i in range(wide)]
    whole = CrossSection.batch_hull(cells)
    for i in range(wide):
        for turn in (0.0, 90.0, 180.0, 270.0):
            if wide == 2 and (turn, i) in ((90.0, 1), (270.0, 0)):
                continue
            whole -= slot.rotate(turn).translate((size * i, 0))
        whole -= outlines.circle(dice, size * 0.09).translate((size * i, 0))
    return whole
