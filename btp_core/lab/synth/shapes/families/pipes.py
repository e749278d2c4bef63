"""Pipes, elbows, tees, valves, swept tubes, springs and hooks of bent wire."""

from __future__ import annotations

import math

import numpy as np
from manifold3d import CrossSection, Manifold

from btp_core.base.arrays import Float64Array
from btp_core.lab.synth.shapes import outlines
from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.loft import edge_profile, loft
from btp_core.lab.synth.shapes.solids import ball, block, cylinder, rod, subtract, union
from btp_core.lab.synth.shapes.sweep import rounded_path, spline, sweep


def pipe(dice: Dice) -> Manifold:
    """Fitting: elbow, tee, cross or Y of hollow branches with sockets, flanges or hose barbs."""
    radius = dice.uniform(6, 12)
    wall = radius * dice.uniform(0.12, 0.35)
    outside = [ball(dice, radius * dice.uniform(1.0, 1.3))]
    inside = [ball(dice, radius - wall)]
    directions = dice.pick(
        [[(0, 0), (180, 0), (90, 0)], [(0, 0), (90, 0)], [(0, 0), (180, 0), (90, 0), (270, 0)],
         [(0, 0), (180, 0), (45, 0)], [(0, 0), (90, 0), (0, 90)], [(0, 0), (180, 0)],
         [(0, 0), (135, 0)]]
    )  # fmt: skip
    for turn, lift in directions:
        length = radius * dice.uniform(1.6, 4.0)
        branch, bore = _branch(dice, radius, wall, length)
        for solid, into in ((branch, outside), (bore, inside)):
            into.append(solid.rotate((0.0, 90.0 - lift, float(turn))))
    return subtract(union(outside), inside)


def bent_pipe(dice: Dice) -> Manifold:
    """Pipe bent around corners, a flange or socket at each end, hollow or solid."""
    radius = dice.uniform(4, 10)
    corners = [np.zeros(3)]
    direction = np.array([1.0, 0.0, 0.0])
    for _ in range(dice.integer(2, 4)):
        corners.append(corners[-1] + direction * radius * dice.uniform(4.5, 9))
        turn = np.array(
            dice.pick([(0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (0.0, 1.0, 1.0), (1.0, 0.0, 0.5)])
        )
        direction = (
            turn / np.linalg.norm(turn) if abs(float(turn @ direction)) < 0.95 else direction
        )
        if dice.chance(0.2):
            direction = -direction + np.array([0.3, 0.9, 0.2])
            direction /= np.linalg.norm(direction)
    path = rounded_path(np.array(corners), radius * dice.uniform(1.6, 2.2), dice.integer(6, 16))
    body = sweep(outlines.circle(dice, radius), path)
    ends = [(path[0], path[1]), (path[-1], path[-2])]
    reach, size = radius * dice.uniform(0.3, 1.2), radius * dice.uniform(1.2, 2.0)
    if dice.chance(0.8):
        for end, before in ends:
            along = (before - end) / np.linalg.norm(before - end)
            body += rod(dice, size, _point(end), _point(end + along * reach))
    if dice.chance(0.75):
        first, last = path[1] - path[0], path[-1] - path[-2]
        longer = path.copy()
        longer[0] -= first / np.linalg.norm(first)
        longer[-1] += last / np.linalg.norm(last)
        body -= sweep(outlines.circle(dice, radius * dice.uniform(0.6, 0.85)), longer)
    return body


def swept_tube(dice: Dice) -> Manifold:
    """Handle, cable, horn or tentacle: an outline along a spline, its size changing."""
    count = dice.integer(3, 6)
    steps = dice.rng.uniform((10, -18, -15), (30, 18, 15), size=(count, 3))
    path = spline(np.cumsum(steps, axis=0), 90)
    radius = dice.uniform(3, 9)
    outline = dice.pick(
        [
            outlines.circle(dice, radius),
            outlines.rounded_rectangle(dice, 2 * radius, radius, radius * 0.2),
            outlines.wave(dice, radius, radius * 0.2, 6),
            outlines.circle(dice, radius).scale((1.0, 0.6)),
        ]
    )
    along = np.linspace(0.0, 1.0, len(path))
    scale = np.ones(len(path))
    if dice.chance(0.6):
        scale = (
            1.0 + dice.uniform(-0.6, 0.6) * along + dice.uniform(0, 0.3) * np.sin(math.pi * along)
        )
    if dice.chance(0.2):
        scale = scale * (1 + 0.08 * np.sign(np.sin(along * dice.uniform(40, 120))))
    body = sweep(outline, path, scale)
    for place_, size in ((path[0], scale[0]), (path[-1], scale[-1])):
        if dice.chance(0.5):
            body += ball(dice, radius * float(size) * dice.uniform(1.0, 1.6), _point(place_))
    return body


def spring(dice: Dice) -> Manifold:
    """Coil spring, helical handle or spiral."""
    turns, radius, wire = dice.uniform(2.5, 8), dice.uniform(8, 20), dice.uniform(1.5, 3.5)
    count = int(turns * 30)
    a = np.linspace(0.0, 2 * math.pi * turns, count)
    rise = wire * dice.uniform(2.2, 4.0)
    grow = dice.pick([0.0, 0.0, dice.uniform(-0.4, 0.4)])
    r = radius * (1 + grow * a / a[-1])
    path = np.column_stack([r * np.cos(a), r * np.sin(a), rise * a / (2 * math.pi)])
    outline = (
        outlines.circle(dice, wire) if dice.chance(0.7) else outlines.rectangle(2 * wire, wire)
    )
    if outline.num_vert() > 24:
        outline = CrossSection.circle(wire, 20)
    return sweep(outline, path)


def _branch(dice: Dice, radius: float, wall: float, length: float) -> tuple[Manifold, Manifold]:
    """One branch of a fitting along z, and its bore."""
    solid = cylinder(dice, radius, length)
    bore = cylinder(dice, radius - wall, length + 2)
    kind = dice.pick(["plain", "socket", "flange", "barb", "hex"])
    end = length
    if kind == "socket":
        solid += loft(
            outlines.circle(dice, radius * 1.3),
            edge_profile(radius, top=wall * 0.4, bottom=wall * 0.4),
        ).translate((0, 0, end - radius))
        bore += cylinder(dice, radius, radius * 0.8 + 2, (0, 0, end - radius * 0.8))
    elif kind == "flange":
        plate = outlines.circle(dice, radius * 1.9)
        count = dice.integer(3, 8)
        drill = outlines.circle(dice, radius * 0.16).translate((radius * 1.5, 0))
        for i in range(count):
            plate -= drill.rotate(360.0 * i / count)
        solid += block(dice, plate, radius * 0.35, 0.4).translate((0, 0, end - radius * 0.35))
    elif kind == "barb":
        for i in range(dice.integer(2, 4)):
            top = end - i * radius * 0.5
            solid += cylinder(
                dice, radius * 1.2, radius * 0.45, (0, 0, top - radius * 0.45), radius
            )
    elif kind == "hex":
        solid += (
            outlines.regular(6, radius * 2.5).extrude(radius * 0.7).translate((0, 0, end - radius))
        )
    return solid, bore


def _point(values: Float64Array) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])
