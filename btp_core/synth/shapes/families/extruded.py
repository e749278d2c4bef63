"""Parts that repeat or are extruded: profiles, heat sinks, grilles, lattices, clips and hooks."""

from __future__ import annotations

import math

import numpy as np
from manifold3d import CrossSection, JoinType, Manifold, OpType

from btp_core.arrays import Float64Array
from btp_core.synth.shapes import features, outlines
from btp_core.synth.shapes.dice import Dice
from btp_core.synth.shapes.families.compound import decorated
from btp_core.synth.shapes.implicit import solid_from_field
from btp_core.synth.shapes.placing import pattern, place, spacing
from btp_core.synth.shapes.solids import block, box, centred, cylinder, extent, rod, subtract, union


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
            maker = dice.pick(
                [features.hole, features.slot, features.countersunk_hole, features.window]
            )
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
        parts.append(fin.extrude(d).translate((0, 0, -d / 2)).rotate((90, 0, 0)))
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
        cut = field ^ CrossSection.compose(_cells(dice, kind, step, web, w, d))
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
            dice.pick([features.hole, features.boss, features.countersunk_hole]),
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
                struts.append(_strut(radius, n, np.array(node, dtype=np.float64), end))
    if dice.chance(0.4):
        struts.append(box(bounds[0] + 6, bounds[1] + 6, 4, (bounds[0] / 2, bounds[1] / 2, -3)))
        if dice.chance(0.5):
            struts.append(
                box(bounds[0] + 6, bounds[1] + 6, 4, (bounds[0] / 2, bounds[1] / 2, bounds[2] - 1))
            )
    return union(struts)


def clip(dice: Dice) -> Manifold:
    """Clip, hook or clamp: a bent strip of constant width, as springs and cable holders are."""
    width = dice.uniform(6, 30)
    thick = dice.uniform(1.5, 5)
    kind = dice.pick(["c", "s", "u", "free", "omega"], [2.0, 1.0, 1.0, 2.0, 1.5])
    radius = dice.uniform(8, 20)
    if kind == "c":
        line = _arc(0.0, 0.0, radius, dice.uniform(20, 60), dice.uniform(300, 340))
    elif kind == "s":
        line = (
            _arc(0, radius, radius, -90, dice.uniform(120, 230))[::-1]
            + _arc(0, -radius, radius, 90, 90 + dice.uniform(120, 230))[::1]
        )
        line = line[: len(line) // 2] + line[len(line) // 2 :]
    elif kind == "u":
        length = dice.uniform(15, 45)
        line = [
            (length, radius),
            *_arc(0, 0, radius, 90, 270),
            (length * dice.uniform(0.4, 1.1), -radius),
        ]
    elif kind == "omega":
        foot = dice.uniform(8, 20)
        line = [
            (-radius - foot, -radius),
            (-radius, -radius),
            *_arc(0, 0, radius, 180, 0),
            (radius, -radius),
            (radius + foot, -radius),
        ]
    else:
        x, y = 0.0, 0.0
        line = [(x, y)]
        for i in range(dice.integer(3, 6)):
            if i % 2 == 0:
                x += dice.uniform(10, 30) * (1.0 if i < 3 else dice.sign())
            else:
                y += dice.uniform(8, 25) * dice.sign()
            line.append((x, y))
    strip = _strip(line, thick)
    section = outlines.rounded(dice, strip, thick * 0.2, thick * dice.pick([0.3, 1.0, 2.0]))
    if section.is_empty():
        section = strip
    if dice.chance(0.5):
        end = line[-1]
        section += outlines.circle(dice, thick * dice.uniform(0.6, 1.1)).translate(end)
    body = block(dice, section, width, 0.5)
    if dice.chance(0.5):
        start = line[0]
        base = outlines.silhouette(dice, dice.uniform(14, 40), dice.uniform(10, 30))
        plate = (
            block(dice, base, thick, 0.5)
            .rotate((0, 90, 0))
            .translate((start[0] - thick, start[1], width / 2))
        )
        body += plate
    body = centred(body.rotate((90, 0, 0)))
    for turn in ((0, 90, 0), (0, 90, 0), (0, 90, 0)):
        w, d, _ = extent(body)
        if dice.chance(0.5):
            spots = pattern(dice, w, d)
            reach = min(spacing(spots, w, d), width * 0.35)
            body = place(dice, body, features.draw(dice, features.SMALL), spots, reach)
        body = body.rotate(turn)
    return body


def tool(dice: Dice) -> Manifold:
    """Flat hand tool: spanner, lever, handle, hook or bottle opener with a shaped grip."""
    length, thick = dice.uniform(60, 120), dice.uniform(3, 9)
    grip, neck = dice.uniform(5, 11), dice.uniform(3, 7)
    sections = [
        (0.0, grip),
        (length * 0.35, grip * dice.uniform(0.8, 1.2)),
        (length * 0.6, neck),
        (length, neck),
    ]
    rounds = [outlines.circle(dice, r).translate((x, 0)) for x, r in sections]
    outline = CrossSection.batch_boolean(
        [CrossSection.batch_hull(rounds[i : i + 2]) for i in range(3)], OpType.Add
    )
    head = neck * dice.uniform(1.5, 2.4)
    outline += outlines.circle(dice, head).translate((length, 0))
    outline = outlines.rounded(dice, outline, 0.0, head * 0.5)
    end = dice.pick(["open", "ring", "hook", "solid"])
    if end == "open":
        jaw = outlines.rectangle(head * 2, head * dice.uniform(0.7, 1.1)).translate(
            (length + head * 0.8, 0)
        )
        outline -= jaw.translate((-length, 0)).rotate(dice.uniform(-20, 20)).translate((length, 0))
    elif end == "ring":
        hole = (
            outlines.regular(dice.pick([6, 12]), head * 1.2)
            if dice.chance(0.6)
            else outlines.circle(dice, head * 0.6)
        )
        outline -= hole.translate((length, 0))
    elif end == "hook":
        outline -= outlines.circle(dice, head * 0.55).translate((length, 0))
        outline -= outlines.rectangle(head, head).translate((length + head * 0.2, -head * 0.7))
    if dice.chance(0.5):
        outline -= outlines.circle(dice, grip * 0.45)
    body = block(dice, outline, thick, thick * 0.35)
    if dice.chance(0.5):
        deep = thick * dice.uniform(0.1, 0.35)
        pocket = outlines.slot(dice, length * 0.3, min(grip, neck) * 0.55).translate(
            (length * 0.4, 0)
        )
        body = subtract(body, [pocket.extrude(5).translate((0, 0, thick - deep))])
    if dice.chance(0.6):
        maker = dice.pick([features.raised_text, features.engraved_text])
        body = place(dice, body, maker, [(length * 0.4, 0.0)], min(grip, neck) * 1.5)
    if dice.chance(0.25):
        end_at = (length, 0.0, thick - 0.5)
        body += cylinder(dice, head * 0.5, dice.uniform(5, 25), end_at)
    if dice.chance(0.25):
        body += rod(dice, grip * 0.6, (0, 0, 0), (0, 0, thick + dice.uniform(5, 25)))
    return body


def _t_slot(dice: Dice, size: float) -> CrossSection:
    """Square section with an undercut slot in each side and a bore."""
    mouth, inside, lip = size * 0.26, size * 0.5, size * dice.uniform(0.07, 0.1)
    section = outlines.rounded_rectangle(dice, size, size, size * dice.uniform(0.02, 0.15))
    h = size / 2
    slot = outlines.polygon([(-mouth / 2, h + 1), (mouth / 2, h + 1), (mouth / 2, h - lip), (inside / 2, h - lip),
                             (inside / 2, h - lip - size * 0.06), (size * 0.12, h - size * 0.3),
                             (-size * 0.12, h - size * 0.3), (-inside / 2, h - lip - size * 0.06),
                             (-inside / 2, h - lip), (-mouth / 2, h - lip)])  # fmt: skip
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


def _cells(
    dice: Dice, kind: str, step: float, web: float, w: float, d: float
) -> list[CrossSection]:
    """Openings of a panel, tiled over w x d."""
    size = step - web
    one = {
        "hex": outlines.regular(6, size).rotate(30.0),
        "round": outlines.circle(dice, size / 2),
        "square": outlines.rectangle(size, size),
        "diamond": outlines.rectangle(size * 0.7, size * 0.7).rotate(45.0),
        "slots": outlines.slot(dice, 3 * step, size / 2).rotate(90.0),
    }[kind]
    rise = {"hex": 0.866, "slots": 4.2}.get(kind, 1.0) * step
    nx, ny = int(w / step / 2) + 1, int(d / rise / 2) + 1
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
    return body ^ box(*size.tolist(), (0.0, 0.0, -float(size[2]) / 2))


def _strut(radius: float, sides: int, start: Float64Array, end: Float64Array) -> Manifold:
    along = end - start
    length = float(np.linalg.norm(along))
    tilt = math.degrees(math.acos(max(-1.0, min(1.0, float(along[2]) / length))))
    turn = math.degrees(math.atan2(float(along[1]), float(along[0])))
    place_ = (float(start[0]), float(start[1]), float(start[2]))
    return Manifold.cylinder(length, radius, -1.0, sides).rotate((0, tilt, turn)).translate(place_)


def _arc(x: float, y: float, radius: float, start: float, end: float) -> list[tuple[float, float]]:
    angles = np.radians(np.linspace(start, end, max(int(abs(end - start) / 7), 3))).tolist()
    return [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles]


def _strip(line: list[tuple[float, float]], thick: float) -> CrossSection:
    """Band of constant thickness along a line, its joints round."""
    dot = CrossSection.circle(thick / 2, 20)
    pieces = [
        CrossSection.batch_hull([dot.translate(p), dot.translate(q)])
        for p, q in zip(line[:-1], line[1:], strict=True)
    ]
    return CrossSection.batch_boolean(pieces, OpType.Add).simplify(0.01)
