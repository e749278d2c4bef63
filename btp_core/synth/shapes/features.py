"""Designed features of a part: holes, bosses, ribs, pockets, lettering.

Each is modelled at the origin of a face that looks up: what it adds stands on z = 0, what it cuts
goes down to ``-depth``. Added material reaches a little below the face so that it fuses with it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from manifold3d import CrossSection, Manifold

from btp_core.synth.shapes import outlines
from btp_core.synth.shapes.dice import Dice
from btp_core.synth.shapes.lettering import text_outline
from btp_core.synth.shapes.loft import edge_profile, fillet_profile, loft
from btp_core.synth.shapes.solids import box, cylinder, subtract, union

SINK = 0.4
"""How far added material reaches below the face, mm."""


@dataclass(frozen=True, eq=False)
class Feature:
    """Material to add to a part and to cut from it (after all additions); either may be None."""

    add: Manifold | None = None
    cut: Manifold | None = None


Maker = Callable[[Dice, float, float], Feature]
"""Dice, the radius of the free room (mm), and the thickness under the face (mm)."""


def _drill(dice: Dice, radius: float, depth: float) -> Manifold:
    return cylinder(dice, radius, depth + 2.0, (0.0, 0.0, -depth - 1.0))


def hole(dice: Dice, room: float, depth: float) -> Feature:
    """Plain through hole, sometimes with a broken rim."""
    radius = room * dice.uniform(0.3, 0.8)
    cut = _drill(dice, radius, depth)
    if dice.chance(0.3):
        rim = radius * dice.uniform(0.1, 0.35)
        cut += cylinder(dice, radius, rim + 0.3, (0.0, 0.0, -rim), radius + rim + 0.3)
    return Feature(cut=cut)


def blind_hole(dice: Dice, room: float, depth: float) -> Feature:
    """Hole that ends inside, flat or with a drill's cone."""
    radius = room * dice.uniform(0.3, 0.75)
    deep = min(depth * dice.uniform(0.3, 0.75), 6 * radius)
    cut = cylinder(dice, radius, deep + 1.0, (0.0, 0.0, -deep))
    if dice.chance(0.5):
        cone = min(radius * 0.58, 0.9 * (depth - deep))
        cut += cylinder(dice, 0.05 * radius, cone, (0.0, 0.0, -deep - cone), radius)
    return Feature(cut=cut)


def countersunk_hole(dice: Dice, room: float, depth: float) -> Feature:
    """Screw hole with a cone for a flat head."""
    head = room * dice.uniform(0.5, 0.9)
    radius = head * dice.uniform(0.4, 0.65)
    cone = min(head - radius, 0.8 * depth)
    top = radius + cone
    sink = cylinder(dice, radius, cone + 0.3, (0.0, 0.0, -cone), top + 0.3)
    return Feature(cut=_drill(dice, radius, depth) + sink)


def counterbored_hole(dice: Dice, room: float, depth: float) -> Feature:
    """Screw hole with a flat recess for a cylinder head."""
    head = room * dice.uniform(0.5, 0.9)
    radius = head * dice.uniform(0.4, 0.65)
    deep = depth * dice.uniform(0.2, 0.7)
    return Feature(
        cut=_drill(dice, radius, depth) + cylinder(dice, head, deep + 1.0, (0.0, 0.0, -deep))
    )


def nut_trap(dice: Dice, room: float, depth: float) -> Feature:
    """Screw hole with a hexagonal recess, as printed parts hold their nuts."""
    across = room * dice.uniform(1.0, 1.6)
    radius = across * dice.uniform(0.25, 0.32)
    deep = depth * dice.uniform(0.25, 0.7)
    sides = 4 if dice.chance(0.15) else 6
    recess = outlines.regular(sides, across).extrude(deep + 1.0).translate((0.0, 0.0, -deep))
    return Feature(cut=_drill(dice, radius, depth) + recess)


def side_nut_slot(dice: Dice, room: float, depth: float) -> Feature:
    """Screw hole met inside by a slot that a nut is pushed into from the side."""
    across = room * dice.uniform(0.9, 1.4)
    thick = min(across * dice.uniform(0.4, 0.5), 0.5 * depth)
    nut = CrossSection.batch_hull(
        [outlines.regular(6, across), outlines.regular(6, across).translate((6 * room, 0.0))]
    )
    level = -depth * dice.uniform(0.3, 0.5) - thick / 2
    return Feature(
        cut=_drill(dice, across * 0.28, depth) + nut.extrude(thick).translate((0.0, 0.0, level))
    )


def slot(dice: Dice, room: float, depth: float) -> Feature:
    """Long hole, through or blind."""
    radius = room * dice.uniform(0.15, 0.4)
    outline = outlines.slot(dice, 2 * (room - radius), radius)
    if dice.chance(0.25):
        outline = outlines.rectangle(2 * room, 2 * radius)
    deep = depth + 1.0 if dice.chance(0.7) else depth * dice.uniform(0.2, 0.6)
    cut = outline.extrude(deep + 1.0).translate((0.0, 0.0, -deep))
    if dice.chance(0.25):
        rim = loft(outline, [(0.0, 0.0), (radius * 0.4 + 0.2, -radius * 0.4 - 0.2)])
        cut += rim.translate((0.0, 0.0, -radius * 0.4))
    return Feature(cut=cut.rotate((0.0, 0.0, 90.0 if dice.chance(0.5) else 0.0)))


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
            cut += _drill(dice, 0.15 * room, depth)
    return Feature(cut=cut)


def boss(dice: Dice, room: float, depth: float) -> Feature:
    """Screw post: a tube with a hole, often filleted, drafted, or held by gussets."""
    radius = room * dice.uniform(0.4, 0.7)
    height = room * dice.log_uniform(0.4, 2.5)
    outline = outlines.circle(dice, radius)
    if dice.chance(0.2):
        outline = outlines.regular(dice.pick([4, 6, 8]), 2 * radius)
    if dice.chance(0.5):
        profile = fillet_profile(height, (room - radius) * 0.7, top=radius * 0.1)
    else:
        profile = edge_profile(height, top=radius * dice.pick([0.0, 0.1, 0.2]), draft=radius * 0.1)
    post = _sunk(loft(outline, profile), outline)
    if dice.chance(0.35):
        post += _gussets(dice, radius, room, height)
    cut = None
    if dice.chance(0.8):
        deep = height * dice.uniform(0.4, 1.0) if dice.chance(0.6) else height + depth + 1.0
        bore = radius * dice.uniform(0.35, 0.65)
        cut = cylinder(dice, bore, deep + 1.0, (0.0, 0.0, height - deep))
    return Feature(post, cut)


def pad(dice: Dice, room: float, depth: float) -> Feature:
    """Raised land of any outline."""
    outline = outlines.silhouette(dice, 1.8 * room, room * dice.uniform(0.7, 1.8))
    height = room * dice.log_uniform(0.08, 0.8)
    edge = height * dice.pick([0.0, 0.25, 0.4])
    if dice.chance(0.3):
        profile = fillet_profile(height, height * 0.5)
    else:
        profile = edge_profile(height, top=edge, top_round=dice.chance(0.5))
    return Feature(_sunk(loft(outline, profile), outline))


def dome(dice: Dice, room: float, depth: float) -> Feature:
    """Round button or a spherical dimple."""
    radius = room * dice.uniform(0.5, 0.9)
    flat = dice.uniform(0.3, 1.0)
    sphere = Manifold.sphere(radius, dice.segments(radius)).scale((1.0, 1.0, flat))
    if dice.chance(0.3):
        return Feature(cut=sphere.scale((1.0, 1.0, min(1.0, 0.6 * depth / radius))))
    return Feature(sphere.trim_by_plane((0.0, 0.0, 1.0), -SINK))


def ribs(dice: Dice, room: float, depth: float) -> Feature:
    """Row or grid of thin stiffening walls."""
    height = room * dice.uniform(0.15, 0.8)
    thick = room * dice.uniform(0.06, 0.14)
    count = dice.integer(1, 6)
    span = 1.8 * room
    wall = loft(
        outlines.rectangle(span, thick), edge_profile(height + SINK, draft=thick * 0.15)
    ).translate((0.0, 0.0, -SINK))
    step = span / count
    row = [wall.translate((0.0, (i - (count - 1) / 2) * step, 0.0)) for i in range(count)]
    if dice.chance(0.35):
        row += [w.rotate((0.0, 0.0, 90.0)) for w in row]
    return Feature(union(row))


def gusset(dice: Dice, room: float, depth: float) -> Feature:
    """Triangular stiffener standing on the face."""
    height = room * dice.uniform(0.6, 1.6)
    profile = outlines.polygon(
        [(-room, -SINK), (room, -SINK), (room, height), (room * 0.8, height)]
    )
    thick = room * dice.uniform(0.12, 0.3)
    return Feature(
        profile.extrude(thick).translate((0.0, 0.0, -thick / 2)).rotate((90.0, 0.0, 0.0))
    )


def lug(dice: Dice, room: float, depth: float) -> Feature:
    """Upright ear with a cross hole: hinge, cable eye, pivot."""
    height = room * dice.uniform(0.9, 1.6)
    radius = room * dice.uniform(0.35, 0.7)
    thick = room * dice.uniform(0.2, 0.7)
    foot = outlines.rectangle(2 * radius * dice.uniform(1.0, 1.4), 0.5).translate((0.0, -SINK))
    outline = CrossSection.batch_hull(
        [foot, outlines.circle(dice, radius).translate((0.0, height))]
    )
    if dice.chance(0.85):
        outline -= outlines.circle(dice, radius * dice.uniform(0.3, 0.7)).translate((0.0, height))
    ear = outline.extrude(thick).translate((0.0, 0.0, -thick / 2)).rotate((90.0, 0.0, 0.0))
    if dice.chance(0.4):
        gap = room * dice.uniform(0.3, 0.6)
        pair = thick / 2 + gap / 2
        return Feature(ear.translate((0.0, pair, 0.0)) + ear.translate((0.0, -pair, 0.0)))
    return Feature(ear)


def hook(dice: Dice, room: float, depth: float) -> Feature:
    """Snap arm with a barb."""
    height = room * dice.uniform(0.8, 1.8)
    thick, barb = 0.2 * room, 0.25 * room
    points = [(0, -SINK), (thick, -SINK), (thick, height - 3 * barb), (thick + barb, height - 2 * barb),
              (thick, height), (0, height)]  # fmt: skip
    width = room * dice.uniform(0.4, 1.4)
    outline = outlines.polygon([(float(x), float(y)) for x, y in points])
    return Feature(
        outline.extrude(width).translate((0.0, 0.0, -width / 2)).rotate((90.0, 0.0, 0.0))
    )


def raised_text(dice: Dice, room: float, depth: float) -> Feature:
    """Lettering that stands proud of the face."""
    outline = text_outline(dice, 1.9 * room, room * dice.uniform(0.3, 0.9))
    height = room * dice.uniform(0.05, 0.16)
    return Feature(outline.extrude(height + SINK).translate((0.0, 0.0, -SINK)))


def engraved_text(dice: Dice, room: float, depth: float) -> Feature:
    """Lettering cut into the face."""
    outline = text_outline(dice, 1.9 * room, room * dice.uniform(0.3, 0.9))
    deep = min(room * dice.uniform(0.05, 0.16), 0.5 * depth)
    return Feature(cut=outline.extrude(deep + 0.5).translate((0.0, 0.0, -deep)))


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
        places = [
            (0.7 * room * math.cos(a), 0.7 * room * math.sin(a))
            for a in (2 * math.pi * i / count for i in range(count))
        ]
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
    bore = _drill(dice, inner * dice.uniform(0.3, 0.7), depth) if dice.chance(0.6) else None
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


def large_bore(dice: Dice, room: float, depth: float) -> Feature:
    """Bearing seat or motor centring: stepped, concentric bores with a broken rim."""
    radius = room * dice.uniform(0.6, 0.9)
    deep = depth * dice.uniform(0.3, 0.8)
    rim = 0.06 * radius
    cut = cylinder(dice, radius, deep + 1.0, (0.0, 0.0, -deep))
    cut += cylinder(dice, radius, rim + 0.2, (0.0, 0.0, -rim), radius + rim + 0.2)
    if dice.chance(0.8):
        cut += _drill(dice, radius * dice.uniform(0.4, 0.85), depth)
    return Feature(cut=cut)


def wall_frame(dice: Dice, room: float, depth: float) -> Feature:
    """Thin rim standing around a field, sometimes interrupted."""
    width, height = 1.9 * room, room * dice.uniform(0.9, 1.9)
    outer = outlines.rounded_rectangle(dice, width, height, room * dice.uniform(0.0, 0.4))
    ring = outer - outer.offset(-room * dice.uniform(0.08, 0.18))
    tall = room * dice.uniform(0.2, 1.0)
    wall = ring.extrude(tall + SINK).translate((0.0, 0.0, -SINK))
    if dice.chance(0.5):
        gap = box(room * dice.uniform(0.2, 0.8), 4 * room, tall + 2.0, (0.0, 0.0, SINK * 0.3))
        wall = subtract(wall, [gap])
    return Feature(wall)


def _sunk(solid: Manifold, outline: CrossSection) -> Manifold:
    """Extend an addition below its face."""
    return solid + outline.extrude(SINK + 0.1).translate((0.0, 0.0, -SINK))


def _gussets(dice: Dice, radius: float, room: float, height: float) -> Manifold:
    """Three to six fins from a post to the face."""
    reach, tall = room * 0.98, height * dice.uniform(0.5, 0.9)
    fin = outlines.polygon(
        [(radius * 0.7, -SINK), (reach, -SINK), (reach, 0.05 * tall), (radius * 0.9, tall),
         (radius * 0.7, tall)]
    )  # fmt: skip
    thick = radius * 0.3
    solid = fin.extrude(thick).translate((0.0, 0.0, -thick / 2)).rotate((90.0, 0.0, 0.0))
    count = dice.integer(3, 6)
    return union(solid.rotate((0.0, 0.0, 360.0 * i / count)) for i in range(count))


SMALL: tuple[tuple[Maker, float], ...] = (
    (hole, 3.0), (countersunk_hole, 1.5), (counterbored_hole, 1.5), (nut_trap, 1.5),
    (blind_hole, 1.2), (boss, 2.0), (slot, 1.2), (dome, 0.5), (side_nut_slot, 0.6),
    (hook, 0.5), (ring_groove, 0.5),
)  # fmt: skip
"""Features that come in patterns."""

LARGE: tuple[tuple[Maker, float], ...] = (
    (window, 1.0), (pocket, 1.5), (pad, 1.2), (ribs, 1.0), (raised_text, 0.8),
    (engraved_text, 0.8), (vents, 0.9), (ring_groove, 0.5), (tube_seat, 0.8), (large_bore, 1.2),
    (wall_frame, 0.7), (lug, 0.8), (boss, 0.8), (slot, 0.6), (gusset, 0.6), (dome, 0.3),
)  # fmt: skip
"""Features that come once or twice."""


def draw(dice: Dice, table: tuple[tuple[Maker, float], ...]) -> Maker:
    """Draw a feature by its weight."""
    return dice.pick([maker for maker, _ in table], [weight for _, weight in table])
