"""Holes for screws, nuts, pins and bearings."""

from __future__ import annotations

from manifold3d import CrossSection

from btp_core.lab.synth.shapes import outlines
from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.features.feature import Feature, drill
from btp_core.lab.synth.shapes.loft import loft
from btp_core.lab.synth.shapes.solids import cylinder


def hole(dice: Dice, room: float, depth: float) -> Feature:
    """Plain through hole, sometimes with a broken rim."""
    radius = room * dice.uniform(0.3, 0.8)
    cut = drill(dice, radius, depth)
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
    return Feature(cut=drill(dice, radius, depth) + sink)


def counterbored_hole(dice: Dice, room: float, depth: float) -> Feature:
    """Screw hole with a flat recess for a cylinder head."""
    head = room * dice.uniform(0.5, 0.9)
    radius = head * dice.uniform(0.4, 0.65)
    deep = depth * dice.uniform(0.2, 0.7)
    return Feature(
        cut=drill(dice, radius, depth) + cylinder(dice, head, deep + 1.0, (0.0, 0.0, -deep))
    )


def nut_trap(dice: Dice, room: float, depth: float) -> Feature:
    """Screw hole with a hexagonal recess, as printed parts hold their nuts."""
    across = room * dice.uniform(1.0, 1.6)
    radius = across * dice.uniform(0.25, 0.32)
    deep = depth * dice.uniform(0.25, 0.7)
    sides = 4 if dice.chance(0.15) else 6
    recess = outlines.regular(sides, across).extrude(deep + 1.0).translate((0.0, 0.0, -deep))
    return Feature(cut=drill(dice, radius, depth) + recess)


def side_nut_slot(dice: Dice, room: float, depth: float) -> Feature:
    """Screw hole met inside by a slot that a nut is pushed into from the side."""
    across = room * dice.uniform(0.9, 1.4)
    thick = min(across * dice.uniform(0.4, 0.5), 0.5 * depth)
    nut = CrossSection.batch_hull(
        [outlines.regular(6, across), outlines.regular(6, across).translate((6 * room, 0.0))]
    )
    level = -depth * dice.uniform(0.3, 0.5) - thick / 2
    return Feature(
        cut=drill(dice, across * 0.28, depth) + nut.extrude(thick).translate((0.0, 0.0, level))
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


def large_bore(dice: Dice, room: float, depth: float) -> Feature:
    """Bearing seat or motor centring: stepped, concentric bores with a broken rim."""
    radius = room * dice.uniform(0.6, 0.9)
    deep = depth * dice.uniform(0.3, 0.8)
    rim = 0.06 * radius
    cut = cylinder(dice, radius, deep + 1.0, (0.0, 0.0, -deep))
    cut += cylinder(dice, radius, rim + 0.2, (0.0, 0.0, -rim), radius + rim + 0.2)
    if dice.chance(0.8):
        cut += drill(dice, radius * dice.uniform(0.4, 0.85), depth)
    return Feature(cut=cut)
