"""Clips and hooks of bent strip, and flat hand tools."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from manifold3d import CrossSection, Manifold, OpType

from btp_core.lab.synth.shapes import features, outlines
from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.features import marks
from btp_core.lab.synth.shapes.placing import pattern, place, spacing
from btp_core.lab.synth.shapes.solids import block, centred, cylinder, extent, rod, subtract


def clip(dice: Dice) -> Manifold:
    """Clip, hook or clamp: a bent strip of constant width, as springs and cable holders are."""
    width = dice.uniform(6, 30)
    thick = dice.uniform(1.5, 5)
    line = _line(dice)
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
        maker = dice.pick([marks.raised_text, marks.engraved_text])
        body = place(dice, body, maker, [(length * 0.4, 0.0)], min(grip, neck) * 1.5)
    if dice.chance(0.25):
        end_at = (length, 0.0, thick - 0.5)
        body += cylinder(dice, head * 0.5, dice.uniform(5, 25), end_at)
    if dice.chance(0.25):
        body += rod(dice, grip * 0.6, (0, 0, 0), (0, 0, thick + dice.uniform(5, 25)))
    return body


def _line(dice: Dice) -> list[tuple[float, float]]:
    """Middle line of a bent strip: C, S, U or omega, or square bends."""
    kind = dice.pick(["c", "s", "u", "free", "omega"], [2.0, 1.0, 1.0, 2.0, 1.5])
    radius = dice.uniform(8, 20)
    if kind == "c":
        line = _arc(0.0, 0.0, radius, dice.uniform(20, 60), dice.uniform(300, 340))
    elif kind == "s":
        line = _arc(0, radius, radius, -90, dice.uniform(120, 230))[::-1] + _arc(
            0, -radius, radius, 90, 90 + dice.uniform(120, 230)
        )
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
    return line


def _arc(x: float, y: float, radius: float, start: float, end: float) -> list[tuple[float, float]]:
    angles = np.radians(np.linspace(start, end, max(int(abs(end - start) / 7), 3))).tolist()
    return [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles]


def _strip(line: list[tuple[float, float]], thick: float) -> CrossSection:
    """Band of constant thickness along a line, its joints round."""
    dot = CrossSection.circle(thick / 2, 20)
    pieces = [
        CrossSection.batch_hull([dot.translate(p), dot.translate(q)]) for p, q in pairwise(line)
    ]
    return CrossSection.batch_boolean(pieces, OpType.Add).simplify(0.01)
