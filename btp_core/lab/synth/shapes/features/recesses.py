"""Openings and recesses: windows, pockets, vents, grooves, beds."""

from __future__ import annotations

import math

from manifold3d import CrossSection

from btp_core.lab.synth.shapes import outlines
from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.features.feature import SINK, Feature, drill
from btp_core.lab.synth.shapes.loft import edge_profile, loft
from btp_core.lab.synth.shapes.solids import box, cylinder


def window(dice: Dice, room: float, depth: float) -> Feature:
    """Opening of any outline through the wall."""
    outline = outlines.silhouette(dice, 1.7 * room, room * dice.uniform(0.6, 1.6))
    if dice.chance(0.15):
        outline = outlines.keyhole(dice, room * 0.4, room * 0.7)
    return Feature(cut=outline.extrude(depth + 2.0).translate((0.0, 0.0, -depth - 1.0)))


def pocket(dice: Dice, room: float, depth: float) -> Feature:
    """Milled pocket, its corners round, its floor sometimes filleted or with an island."""
    width, height = 1.8 * room, room * dice.uniform(0.7, 1.8)
    outline = outlines.rounded_rectangle(dice, width, height, room * dice.uniform(0.05, 0.5))
    if dice.chance(0.3):
        outline = outlines.silhouette(dice, width, height)
    deep = depth * dice.uniform(0.2, 0.75)
    floor = min(deep, room * 0.3) * dice.uniform(0.2, 0.9) if dice.chance(0.4) else 0.0
    profile = edge_profile(deep + 1.0, bottom=floor, bottom_round=True, draft=-0.05 * room)
    cut = loft(outline, profile).translate((0.0, 0.0, -deep))
    if dice.chance(0.3):
        island = cylinder(dice, 0.3 * room, deep * dice.uniform(0.4, 1.0), (0.0, 0.0, -deep - SINK))
        cut -= island
        if dice.chance(0.6):
            cut += drill(dice, 0.15 * room, depth)
    return Feature(cut=cut)


def vents(dice: Dice, room: float, depth: float) -> Feature:
    """Row of slots, grid of holes, or honeycomb through the wall."""
    kind = dice.pick(["slots", "holes", "honeycomb", "rings"])
    if kind == "slots":
        count = dice.integer(3, 8)
        step = 1.8 * room / count
        one = outlines.slot(dice, room * 1.2, step * dice.uniform(0.2, 0.32)).rotate(90.0)
        places = [((i - (count - 1) / 2) * step, 0.0) for i in range(count)]
    elif kind == "rings":
        count = dice.integer(5, 10)
        one = outlines.circle(dice, room * dice.uniform(0.1, 0.2))
        places = outlines.on_circle(count, 0.7 * room)
    else:
        step = room * dice.uniform(0.3, 0.5)
        one = (
            outlines.regular(6, step * 0.8).rotate(30.0)
            if kind == "honeycomb"
            else outlines.circle(dice, step * dice.uniform(0.25, 0.4))
        )
        n = int(room / step)
        places = [
            (step * (i + (0.5 if kind == "honeycomb" and j % 2 else 0.0)), step * 0.866 * j)
            for i in range(-n, n + 1)
            for j in range(-n, n + 1)
        ]
        places = [p for p in places if math.hypot(*p) < room * 0.9]
    cut = CrossSection.compose([one.translate(p) for p in places])
    deep = depth + 1.0 if dice.chance(0.75) else 0.4 * depth
    return Feature(cut=cut.extrude(deep + 1.0).translate((0.0, 0.0, -deep)))


def ring_groove(dice: Dice, room: float, depth: float) -> Feature:
    """Seal groove or raised ring around a hole."""
    outer = room * dice.uniform(0.6, 0.9)
    inner = outer - room * dice.uniform(0.1, 0.25)
    ring = outlines.circle(dice, outer) - outlines.circle(dice, inner)
    height = min(room * dice.uniform(0.08, 0.3), 0.6 * depth)
    bore = drill(dice, inner * dice.uniform(0.3, 0.7), depth) if dice.chance(0.6) else None
    if dice.chance(0.4):
        return Feature(ring.extrude(height + SINK).translate((0.0, 0.0, -SINK)), bore)
    cut = ring.extrude(height + 1.0).translate((0.0, 0.0, -height))
    return Feature(cut=cut if bore is None else cut + bore)


def tube_seat(dice: Dice, room: float, depth: float) -> Feature:
    """Half-round bed across the face, for a rod or a cable, with slots for its ties."""
    radius = min(room * dice.uniform(0.3, 0.6), 0.7 * depth)
    bed = cylinder(dice, radius, 2.4 * room).translate((0.0, 0.0, -1.2 * room)).rotate((0, 90, 0))
    cut = bed.translate((0.0, 0.0, radius * dice.uniform(0.0, 0.3)))
    if dice.chance(0.5):
        tie = box(radius * 0.5, radius * 0.3, depth + 2.0, (0.0, 0.0, -depth - 1.0))
        offset = radius * 1.35
        cut += tie.translate((0.0, offset, 0.0)) + tie.translate((0.0, -offset, 0.0))
    return Feature(cut=cut.rotate((0.0, 0.0, 90.0 if dice.chance(0.5) else 0.0)))
