"""Outlines in the plane: what plates, pockets and extrusions are cut from."""

from __future__ import annotations

import math

import numpy as np
from manifold3d import CrossSection, FillRule, JoinType, OpType

from btp_core.lab.synth.shapes.dice import Dice

_ADD = OpType.Add


def rectangle(width: float, height: float) -> CrossSection:
    """Rectangle centred on the origin, mm."""
    return CrossSection.square((width, height), True)


def rounded(dice: Dice, outline: CrossSection, convex: float, concave: float = 0.0) -> CrossSection:
    """Round the convex and the concave corners of an outline by the given radii, mm."""
    if convex > 0:
        n = dice.segments(convex)
        outline = outline.offset(-convex, JoinType.Miter, 4.0).offset(
            convex, JoinType.Round, 2.0, n
        )
    if concave > 0:
        n = dice.segments(concave)
        outline = outline.offset(concave, JoinType.Miter, 4.0).offset(
            -concave, JoinType.Round, 2.0, n
        )
    return outline.simplify(1e-3)


def rounded_rectangle(dice: Dice, width: float, height: float, radius: float) -> CrossSection:
    """Rectangle with rounded corners, centred on the origin."""
    radius = min(radius, 0.499 * min(width, height))
    if radius <= 0.05:
        return rectangle(width, height)
    inner = rectangle(width - 2 * radius, height - 2 * radius)
    return inner.offset(radius, JoinType.Round, 2.0, dice.segments(radius))


def cut_rectangle(width: float, height: float, cut: float) -> CrossSection:
    """Rectangle with corners cut at 45 degrees."""
    cut = min(cut, 0.45 * min(width, height))
    x, y = width / 2, height / 2
    points = [
        (x, y - cut), (x - cut, y), (cut - x, y), (-x, y - cut),
        (-x, cut - y), (cut - x, -y), (x - cut, -y), (x, cut - y),
    ]  # fmt: skip
    return polygon(points)


def polygon(points: list[tuple[float, float]]) -> CrossSection:
    """Outline through the points, whichever way they run."""
    return CrossSection([np.asarray(points, dtype=np.float64)], FillRule.NonZero)


def circle(dice: Dice, radius: float) -> CrossSection:
    """Circle in the part's tessellation style."""
    return CrossSection.circle(radius, dice.segments(radius))


def on_circle(count: int, radius: float, phase: float = 0.0) -> list[tuple[float, float]]:
    """Points evenly spaced on a circle, the first at the angle ``phase`` (radians)."""
    angles = (2 * math.pi * i / count + phase for i in range(count))
    return [(radius * math.cos(a), radius * math.sin(a)) for a in angles]


def regular(sides: int, across: float) -> CrossSection:
    """Regular polygon by its width across flats (even counts of sides)."""
    return CrossSection.circle(across / 2 / math.cos(math.pi / sides), sides)


def slot(dice: Dice, length: float, radius: float) -> CrossSection:
    """Stadium along x, ``length`` between the centres of its ends."""
    end = circle(dice, radius)
    half = length / 2
    return CrossSection.batch_hull([end.translate((-half, 0.0)), end.translate((half, 0.0))])


def d_shape(dice: Dice, radius: float, flat: float) -> CrossSection:
    """Circle with one flat at the distance ``flat`` from its centre."""
    keep = rectangle(4 * radius, 2 * radius).translate((0.0, flat - radius))
    return circle(dice, radius) ^ keep


def keyhole(dice: Dice, radius: float, drop: float) -> CrossSection:
    """Hole for hanging on a screw head: a circle and a narrower slot."""
    return circle(dice, radius) + slot(dice, drop, radius * 0.5).rotate(90).translate(
        (0.0, drop / 2)
    )


def angle(width: float, height: float, thick: float) -> CrossSection:
    """L section, its corner at the origin."""
    return polygon(
        [(0, 0), (width, 0), (width, thick), (thick, thick), (thick, height), (0, height)]
    )


def channel(width: float, height: float, thick: float) -> CrossSection:
    """U section, open to the top, centred in x."""
    inner = rectangle(width - 2 * thick, height).translate((0.0, height / 2 + thick))
    return rectangle(width, height).translate((0.0, height / 2)) - inner


def wave(dice: Dice, radius: float, depth: float, count: int, power: float = 1.0) -> CrossSection:
    """Round outline with ``count`` smooth flutes of the given depth."""
    n = max(count * 8, dice.segments(radius))
    a = np.linspace(0.0, 2 * math.pi, n, endpoint=False)
    ripple = np.abs(0.5 + 0.5 * np.cos(count * a)) ** power
    r = radius - depth * ripple
    return CrossSection([np.column_stack([r * np.cos(a), r * np.sin(a)])])


def silhouette(dice: Dice, width: float, height: float) -> CrossSection:
    """Make an outline as designers do: blocks, tabs and notches, corners rounded or cut."""
    kind = dice.pick(
        ["rounded", "cut", "blocks", "lugs", "half", "circle", "notched"],
        [2.0, 1.2, 3.0, 2.0, 1.0, 0.6, 2.0],
    )
    small = min(width, height)
    if kind == "rounded":
        return rounded_rectangle(dice, width, height, small * dice.uniform(0.0, 0.4))
    if kind == "cut":
        return cut_rectangle(width, height, small * dice.uniform(0.05, 0.35))
    if kind == "lugs":
        return _lugs(dice, width, height)
    if kind == "notched":
        return _notched(dice, width, height)
    return _blocks(dice, width, height) if kind == "blocks" else _round(dice, kind, width, height)


def _round(dice: Dice, kind: str, width: float, height: float) -> CrossSection:
    """Ellipse or circle, or a plate with one round end."""
    if kind == "circle":
        return circle(dice, 0.5).scale((width, height if dice.chance(0.5) else width))
    end = circle(dice, height / 2).translate((width / 2 - height / 2, 0.0))
    start = rectangle(height * 0.2, height).translate((-width / 2 + height * 0.1, 0.0))
    return CrossSection.batch_hull([start, end])


def _corners(dice: Dice, outline: CrossSection, small: float) -> CrossSection:
    convex = small * dice.pick([0.0, 0.03, 0.06, 0.1])
    concave = small * dice.pick([0.0, 0.0, 0.04, 0.1])
    result = rounded(dice, outline, convex, concave)
    return outline if result.is_empty() else result


def _lugs(dice: Dice, width: float, height: float) -> CrossSection:
    """Plate held by round ears: hulls from a core to circles at its corners or sides."""
    core = rounded_rectangle(dice, width * dice.uniform(0.4, 0.7), height * 0.75, height * 0.1)
    radius = min(width, height) * dice.uniform(0.1, 0.2)
    x, y = width / 2 - radius, height / 2 - radius
    places = dice.pick(
        [[(x, y), (-x, y), (-x, -y), (x, -y)], [(x, 0.0), (-x, 0.0)], [(x, y), (-x, y), (0.0, -y)],
         [(x, y), (-x, -y)]]
    )  # fmt: skip
    ear = circle(dice, radius)
    root = circle(dice, radius * dice.uniform(0.9, 1.6))
    arms = [
        CrossSection.batch_hull([ear.translate(p), root.translate((p[0] * 0.35, p[1] * 0.35))])
        for p in places
    ]
    return _corners(dice, CrossSection.batch_boolean([core, *arms], _ADD), min(width, height) * 0.5)


def _notched(dice: Dice, width: float, height: float) -> CrossSection:
    """Rectangle with notches bitten out of its rims, often mirrored."""
    outline = rounded_rectangle(dice, width, height, min(width, height) * dice.uniform(0, 0.12))
    for _ in range(dice.integer(1, 3)):
        w, h = width * dice.uniform(0.08, 0.35), height * dice.uniform(0.1, 0.4)
        if dice.chance(0.7):
            bite = rounded_rectangle(dice, w, 2 * h, min(w, h) * dice.pick([0.0, 0.2, 0.5]))
        else:
            bite = circle(dice, min(w, h))
        at = (dice.uniform(-0.5, 0.5) * width, dice.sign() * height / 2)
        if dice.chance(0.4):
            at = (dice.sign() * width / 2, dice.uniform(-0.5, 0.5) * height)
        outline -= bite.translate(at)
        if dice.chance(0.7):
            outline -= bite.translate((-at[0], at[1]))
    return outline


def _blocks(dice: Dice, width: float, height: float) -> CrossSection:
    """Union of a few rectangles that share a core, mirrored half of the time."""
    parts = [rectangle(width, height * dice.uniform(0.3, 0.7)).translate(
        (0.0, height * dice.uniform(-0.12, 0.12)))]  # fmt: skip
    for _ in range(dice.integer(1, 4)):
        w = width * dice.uniform(0.12, 0.5)
        x = dice.uniform(-0.5, 0.5) * (width - w)
        y = dice.uniform(-0.25, 0.25) * height
        block = rectangle(w, height * dice.uniform(0.3, 0.5)).translate((x, y))
        if dice.chance(0.25):
            block = circle(dice, min(w, height * 0.25)).translate((x, y))
        parts.append(block)
        if dice.chance(0.5):
            parts.append(block.mirror((1.0, 0.0)))
    return _corners(dice, CrossSection.batch_boolean(parts, _ADD), min(width, height) * 0.6)
