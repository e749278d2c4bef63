"""Turned parts: shafts, rings and vessels."""

from __future__ import annotations

import math

import numpy as np
from manifold3d import CrossSection, Manifold

from btp_core.base.arrays import Float64Array
from btp_core.lab.synth.shapes import outlines
from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.solids import around, box, cylinder, revolve, subtract, union


def shaft(dice: Dice) -> Manifold:
    """Stepped shaft with chamfers, grooves, keyways, flats, centre holes and cross holes."""
    points: list[tuple[float, float]] = [(0.0, 0.0)]
    level, count = 0.0, dice.integer(2, 7)
    radii = [dice.uniform(4, 16) for _ in range(count)]
    chamfer = dice.uniform(0.3, 1.2)
    spans: list[tuple[float, float, float]] = []
    for index, radius in enumerate(radii):
        length = dice.log_uniform(4, 35)
        rim = chamfer if index in (0, count - 1) or dice.chance(0.4) else 0.0
        points += [(radius - rim, level), (radius, level + rim)]
        if dice.chance(0.35) and length > 6:
            at, wide, deep = level + length * dice.uniform(0.3, 0.7), 1.3, radius * 0.12
            points += [
                (radius, at),
                (radius - deep, at),
                (radius - deep, at + wide),
                (radius, at + wide),
            ]
        points += [(radius, level + length - rim), (radius - rim, level + length)]
        spans.append((level, length, radius))
        level += length
    points.append((0.0, level))
    body = revolve(dice, outlines.polygon(points), max(radii))
    cuts: list[Manifold] = []
    for start, length, radius in spans:
        middle = start + length / 2
        if dice.chance(0.3):
            key = outlines.slot(dice, length * 0.5, radius * 0.22).extrude(radius)
            cuts.append(
                key.rotate((0, -90, 0)).rotate((0, 0, 180)).translate((radius * 0.65, 0, middle))
            )
        elif dice.chance(0.2):
            count = dice.pick([1, 2, 4, 6])
            flat = box(radius, 3 * radius, length * 0.7, (radius * 1.35, 0, start + length * 0.15))
            cuts += around(flat, count)
        elif dice.chance(0.2):
            across = cylinder(dice, radius * dice.uniform(0.15, 0.35), 4 * radius)
            cuts.append(
                across.translate((0, 0, -2 * radius)).rotate((90, 0, 0)).translate((0, 0, middle))
            )
    bore = min(radii) * dice.uniform(0.3, 0.7)
    if dice.chance(0.4):
        cuts.append(cylinder(dice, bore, level + 2, (0, 0, -1)))
    elif dice.chance(0.4):
        cuts.append(cylinder(dice, bore, level * 0.2 + 1, (0, 0, -1)))
    return subtract(body, cuts)


def ring(dice: Dice) -> Manifold:
    """Bearing-like ring: races, seals, sometimes balls showing."""
    outer, width = 40.0, dice.uniform(6, 30)
    inner = outer * dice.uniform(0.35, 0.75)
    wall = (outer - inner) * dice.uniform(0.2, 0.33)
    rim = min(wall, width) * 0.15
    outer_race = outlines.cut_rectangle(wall, width, rim).translate((outer - wall / 2, 0.0))
    inner_race = outlines.cut_rectangle(wall, width, rim).translate((inner + wall / 2, 0.0))
    depth = width * dice.uniform(0.5, 0.96)
    seal = outlines.rectangle(outer - inner - wall, depth).translate(((outer + inner) / 2, 0.0))
    profile = outer_race + inner_race + seal
    if dice.chance(0.3):
        profile = outlines.cut_rectangle(outer - inner, width, rim).translate(
            ((outer + inner) / 2, 0)
        )
    groove = outlines.circle(dice, 1.0).scale((wall * 0.25, width * 0.15))
    if dice.chance(0.4):
        profile -= groove.translate((outer, dice.pick([0.0, width * 0.3])))
    body = revolve(dice, profile, outer)
    count, middle = dice.integer(6, 16), (outer + inner) / 2
    size = min((outer - inner) * 0.25, middle * math.sin(math.pi / count) * 0.8)
    if dice.chance(0.5):
        one = Manifold.sphere(size, dice.segments(size)).translate((middle, 0, depth * 0.35))
        if dice.chance(0.5):
            one = cylinder(dice, size, width * 2, (middle, 0, -width))
        added = dice.chance(0.4) and size < width / 3
        body = union([body, *around(one, count)]) if added else subtract(body, around(one, count))
    return body


def vessel(dice: Dice) -> Manifold:
    """Bottle, bowl, vase, cup or candlestick: a smooth profile, hollow most of the time."""
    heights, radii = smooth_profile(dice)
    outside = np.column_stack([radii, heights])
    count = 128 if dice.chance(0.5) else dice.segments(30.0)
    solid = CrossSection([_closed(outside)]).revolve(count)
    if dice.chance(0.75):
        wall = dice.uniform(1.5, 4.0)
        floor = heights >= heights[0] + wall
        inside = np.column_stack([np.maximum(radii[floor] - wall, 0.4), heights[floor]])
        inside = np.vstack([inside, inside[-1] + (0.0, 2.0)])
        solid = subtract(solid, [CrossSection([_closed(inside)]).revolve(count)])
    if dice.chance(0.25):
        grip = float(radii.max())
        handle = CrossSection.circle(grip * 0.12, 24).translate((grip * 0.5, 0.0)).revolve(48)
        middle = float(np.mean(heights))
        reach = float(np.interp(middle, heights, radii))
        handle = handle.rotate((90, 0, 0)).translate((reach, 0, middle))
        solid += subtract(handle, [cylinder(dice, reach - 0.6, 200, (0, 0, -50))])
    if dice.chance(0.3):
        twist = dice.uniform(-120, 120)
        fluted = outlines.wave(
            dice, float(radii.max()) * 1.02, float(radii.max()) * 0.12, dice.integer(6, 24)
        )
        tall = float(heights[-1] - heights[0]) + 4.0
        solid ^= fluted.extrude(tall, 40, twist).translate((0, 0, float(heights[0]) - 2.0))
    return solid


def smooth_profile(dice: Dice) -> tuple[Float64Array, Float64Array]:
    """Heights and radii (n,) of a turned outline through a few random radii."""
    from scipy.interpolate import PchipInterpolator

    knots = dice.integer(4, 8)
    at = np.linspace(0.0, dice.uniform(30, 90), knots)
    sizes = np.array([dice.uniform(6, 28) for _ in range(knots)])
    heights = np.linspace(at[0], at[-1], 70)
    radii = np.asarray(PchipInterpolator(at, sizes)(heights), dtype=np.float64)
    if dice.chance(0.4):
        radii = radii + dice.uniform(0.2, 0.9) * np.sign(np.sin(heights * dice.uniform(0.3, 1.2)))
    return heights, np.maximum(radii, 1.5)


def _closed(edge: Float64Array) -> Float64Array:
    """Outline from a line of radii and heights, closed along the axis."""
    return np.vstack([[0.0, edge[0, 1]], edge, [0.0, edge[-1, 1]]])
