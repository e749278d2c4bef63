"""Raised features: screw posts, lands, ribs, ears, snap arms."""

from __future__ import annotations

from manifold3d import CrossSection, Manifold

from btp_core.lab.synth.shapes import outlines
from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.features.feature import SINK, Feature
from btp_core.lab.synth.shapes.loft import edge_profile, fillet_profile, loft
from btp_core.lab.synth.shapes.solids import around, box, cylinder, subtract, union, upright


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


def pad(dice: Dice, room: float, depth: float) -> Feature:  # noqa: ARG001
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


def ribs(dice: Dice, room: float, depth: float) -> Feature:  # noqa: ARG001
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


def gusset(dice: Dice, room: float, depth: float) -> Feature:  # noqa: ARG001
    """Triangular stiffener standing on the face."""
    height = room * dice.uniform(0.6, 1.6)
    profile = outlines.polygon(
        [(-room, -SINK), (room, -SINK), (room, height), (room * 0.8, height)]
    )
    thick = room * dice.uniform(0.12, 0.3)
    return Feature(upright(profile, thick))


def lug(dice: Dice, room: float, depth: float) -> Feature:  # noqa: ARG001
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
    ear = upright(outline, thick)
    if dice.chance(0.4):
        gap = room * dice.uniform(0.3, 0.6)
        pair = thick / 2 + gap / 2
        return Feature(ear.translate((0.0, pair, 0.0)) + ear.translate((0.0, -pair, 0.0)))
    return Feature(ear)


def hook(dice: Dice, room: float, depth: float) -> Feature:  # noqa: ARG001
    """Snap arm with a barb."""
    height = room * dice.uniform(0.8, 1.8)
    thick, barb = 0.2 * room, 0.25 * room
    points = [
        (0.0, -SINK),
        (thick, -SINK),
        (thick, height - 3 * barb),
        (thick + barb, height - 2 * barb),
        (thick, height),
        (0.0, height),
    ]
    width = room * dice.uniform(0.4, 1.4)
    return Feature(upright(outlines.polygon(points), width))


def wall_frame(dice: Dice, room: float, depth: float) -> Feature:  # noqa: ARG001
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
    return union(around(upright(fin, radius * 0.3), dice.integer(3, 6)))
