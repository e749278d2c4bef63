"""Organic shapes: animal-like figures, stones and statues, hands, smooth bodies."""

from __future__ import annotations

import math

import numpy as np
from manifold3d import Manifold

from btp_core.base.arrays import Float64Array
from btp_core.lab.synth.shapes import outlines
from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.families.turned_parts import smooth_profile
from btp_core.lab.synth.shapes.implicit import (
    capsule,
    ellipsoid,
    smooth_union,
    solid_from_field,
    waves,
)
from btp_core.lab.synth.shapes.solids import block

Limb = tuple[Float64Array, Float64Array, float, float]
"""Start and end (3,), and the radius at either."""


def creature(dice: Dice) -> Manifold:
    """Figure with a body, a head and limbs melted together, mirrored left to right."""
    rng = dice.rng
    upright = dice.chance(0.4)
    size = np.array([dice.uniform(14, 30), dice.uniform(7, 14), dice.uniform(7, 15)])
    if upright:
        size = size[[1, 2, 0]]
    head = np.array([size[0] * (0.2 if upright else 1.0), 0.0, size[2] * dice.uniform(0.9, 1.3)])
    head_size = dice.uniform(0.5, 0.9) * np.array([9.0, 7.0, 8.0])
    limbs = _limbs(dice, upright, size, head, head_size)
    spine: list[Limb] = [
        (np.array([size[0] * 0.5, 0.0, size[2] * 0.3]), head, size[1] * 0.6, head_size[1] * 0.6)
    ]
    if dice.chance(0.7):
        tail = np.array([-size[0] * 0.85, 0.0, 0.0])
        for _ in range(dice.integer(1, 4)):
            end = tail + np.array([-dice.uniform(3, 9), rng.uniform(-1, 1), rng.uniform(-5, 8)])
            spine.append((tail, end, 2.4, 1.8))
            tail = end
    if dice.chance(0.5):
        snout = head + np.array([head_size[0] * dice.uniform(0.8, 1.8), 0.0, -head_size[2] * 0.3])
        spine.append((head, snout, head_size[1] * 0.5, head_size[1] * dice.uniform(0.1, 0.4)))
    blend = dice.uniform(1.0, 5.0)
    eye = head + np.array([head_size[0] * 0.7, head_size[1] * 0.55, head_size[2] * 0.35])
    has_eyes, rough = dice.chance(0.5), dice.pick([0.0, 0.0, dice.uniform(0.05, 0.3)])
    seed = int(rng.integers(2**32))

    def field(points: Float64Array) -> Float64Array:
        half = np.column_stack([points[:, 0], np.abs(points[:, 1]), points[:, 2]])
        parts = [ellipsoid(half, np.zeros(3), size), ellipsoid(half, head, head_size)]
        parts += [capsule(half, *limb) for limb in [*spine, *limbs]]
        result = smooth_union(parts, blend)
        if has_eyes:
            result = np.minimum(result, np.linalg.norm(half - eye, axis=1) - 1.3)
        if rough:
            result = result + rough * waves(np.random.default_rng(seed), points, 9.0, 2)
        return result

    ends = np.array(
        [p for limb in [*spine, *limbs] for p in limb[:2]] + [size, -size, head + head_size]
    )
    ends = np.vstack([ends, ends * (1, -1, 1)])
    pad = 6.0
    body = solid_from_field(
        field, ends.min(axis=0) - pad, ends.max(axis=0) + pad, dice.integer(55, 75)
    )
    return _with_base(dice, body)


def _limbs(
    dice: Dice, upright: bool, size: Float64Array, head: Float64Array, head_size: Float64Array
) -> list[Limb]:
    """Legs, arms and ears of the right half (y > 0) of a figure."""
    rng = dice.rng
    legs = 2 if upright else dice.integer(2, 4)
    limbs: list[Limb] = []
    for i in range(legs):
        x = size[0] * (0.0 if upright else 0.7 - 1.4 * i / (legs - 1))
        hip = np.array([x, size[1] * 0.5, -size[2] * 0.5])
        knee = hip + np.array([rng.uniform(-4, 4), rng.uniform(0, 4), -dice.uniform(5, 12)])
        foot = knee + np.array([rng.uniform(-3, 4), rng.uniform(-1, 3), -dice.uniform(5, 12)])
        thick = dice.uniform(2, 5)
        limbs += [(hip, knee, thick * 1.3, thick), (knee, foot, thick, thick * 0.8)]
        if dice.chance(0.7):
            limbs.append((foot, foot + np.array([thick * 1.6, 0.0, 0.0]), thick * 0.9, thick * 0.7))
    if upright or dice.chance(0.15):
        shoulder = np.array([0.0, size[1] * 0.8, size[2] * 0.5])
        elbow = shoulder + np.array([rng.uniform(-4, 8), dice.uniform(4, 10), rng.uniform(-10, 8)])
        hand = elbow + np.array([dice.uniform(0, 9), rng.uniform(-3, 6), rng.uniform(-8, 8)])
        limbs += [(shoulder, elbow, 3.2, 2.6), (elbow, hand, 2.6, 2.0)]
    for _ in range(dice.integer(0, 2)):
        ear = head + np.array([-1.0, head_size[1] * dice.uniform(0.3, 0.8), head_size[2] * 0.7])
        tip = ear + np.array([rng.uniform(-5, 3), dice.uniform(0, 5), dice.uniform(2, 12)])
        limbs.append((ear, tip, 2.2, 0.9))
    return limbs


def blob(dice: Dice) -> Manifold:
    """Stone, fruit, soap or super-ellipsoid: smooth or rough, sometimes faceted or hollowed."""
    radii = np.array([dice.uniform(12, 30) for _ in range(3)])
    power = dice.pick([2.0, dice.uniform(2, 8), dice.uniform(1.1, 2)])
    rough = dice.pick([0.0, dice.uniform(0.3, 1.5), dice.uniform(1, 4)])
    scale, octaves = dice.uniform(10, 45), dice.integer(1, 4)
    seed = int(dice.rng.integers(2**32))
    bites = [
        (dice.rng.normal(size=3) * radii * 0.8, dice.uniform(4, 14))
        for _ in range(dice.pick([0, 0, 1, 3]))
    ]

    def field(points: Float64Array) -> Float64Array:
        q = np.sum(np.abs(points / radii) ** power, axis=1) ** (1 / power)
        result = np.asarray((q - 1.0) * float(radii.min()))
        if rough:
            result = result + rough * waves(np.random.default_rng(seed), points, scale, octaves)
        for centre, size in bites:
            hollow = size - np.linalg.norm(points - centre, axis=1)
            result = -smooth_union([-result, -hollow], 2.0)
        return result

    reach = radii * 1.1 + 3 * rough
    body = solid_from_field(field, -reach, reach, dice.integer(45, 70))
    return _with_base(dice, body) if dice.chance(0.3) else body


def statue(dice: Dice) -> Manifold:
    """Bust, chess piece or relief: a turned core with folds, rough skin and a base."""
    heights, radii = smooth_profile(dice)
    rough, scale = dice.uniform(0.0, 1.4), dice.uniform(6, 30)
    folds, depth = dice.integer(2, 14), dice.pick([0.0, 0.08, 0.2])
    twist = dice.uniform(-0.08, 0.08)
    lean = dice.rng.uniform(-0.25, 0.25, size=2)
    seed = int(dice.rng.integers(2**32))
    centre = float(heights.mean())

    def field(points: Float64Array) -> Float64Array:
        z = points[:, 2]
        x, y = points[:, 0] - lean[0] * (z - centre), points[:, 1] - lean[1] * (z - centre)
        wanted = np.interp(z, heights, radii)
        wanted = wanted * (1 + depth * np.sin(folds * np.arctan2(y, x) + twist * z * 6))
        side = (np.hypot(x, y) - wanted) * 0.7
        noise = rough * waves(np.random.default_rng(seed), points, scale, 3)
        return np.asarray(side + noise)

    wide = float(radii.max()) * 1.3 + 3 + 0.25 * float(np.ptp(heights)) / 2
    low = np.array([-wide, -wide, heights[0] - 2])
    high = np.array([wide, wide, heights[-1] + 2])
    body = solid_from_field(field, low, high, dice.integer(55, 75))
    body = body.trim_by_plane((0, 0, 1), float(heights[0])).trim_by_plane(
        (0, 0, -1), -float(heights[-1])
    )
    return _with_base(dice, body)


def hand(dice: Dice) -> Manifold:
    """Palm with fingers, a claw, a coral or a branching root."""
    count = dice.integer(3, 7)
    blend = dice.uniform(1.0, 3.0)
    palm = np.array([dice.uniform(4, 7), dice.uniform(8, 14), dice.uniform(8, 14)])
    limbs: list[Limb] = []
    for i in range(count):
        share = (i / (count - 1) - 0.5) * 2
        start = np.array([0.0, share * palm[1] * 0.85, palm[2] * 0.7])
        direction = np.array([dice.uniform(-0.2, 0.2), share * 0.5, 1.0])
        thick = dice.uniform(1.8, 3.2)
        for _ in range(dice.integer(2, 4)):
            end = start + direction * dice.uniform(5, 10) / float(np.linalg.norm(direction))
            limbs.append((start, end, thick, thick * 0.9))
            start, thick = end, thick * 0.9
            direction = direction + np.array(
                [dice.uniform(0.0, 0.6), dice.uniform(-0.2, 0.2), -0.1]
            )
    wrist = (np.zeros(3), np.array([0.0, 0.0, -palm[2] * 2]), float(palm[0]), float(palm[0]))

    def field(points: Float64Array) -> Float64Array:
        parts = [capsule(points, *limb) for limb in [*limbs, wrist]]
        return smooth_union([ellipsoid(points, np.zeros(3), palm), *parts], blend)

    ends = np.array([p for limb in [*limbs, wrist] for p in limb[:2]] + [palm, -palm])
    return solid_from_field(field, ends.min(axis=0) - 5, ends.max(axis=0) + 5, dice.integer(60, 75))


def _with_base(dice: Dice, body: Manifold) -> Manifold:
    """Perhaps coarsen the surface, cut it flat to stand, or put it on a plinth."""
    if dice.chance(0.15):
        body = body.simplify(dice.uniform(0.1, 0.5))
    b = body.bounding_box()
    if dice.chance(0.35):
        cut = body.trim_by_plane((0, 0, 1), b[2] + (b[5] - b[2]) * dice.uniform(0.02, 0.12))
        body = cut if not cut.is_empty() else body
        b = body.bounding_box()
    if dice.chance(0.3):
        wide, deep = (b[3] - b[0]) * 0.8, (b[4] - b[1]) * 0.9
        plinth = outlines.circle(dice, math.hypot(wide, deep) * 0.45)
        if dice.chance(0.5):
            plinth = outlines.rounded_rectangle(dice, wide, deep, dice.uniform(0, 5))
        tall = dice.uniform(2, 8)
        solid = block(dice, plinth, tall, 1.5)
        body += solid.translate(((b[0] + b[3]) / 2, (b[1] + b[4]) / 2, b[2] - tall + 1.5))
    return body
