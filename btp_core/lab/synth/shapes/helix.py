"""Threads whose crests and roots follow the helix exactly."""

from __future__ import annotations

import math

import numpy as np
from manifold3d import Manifold

from btp_core.base.arrays import Float64Array, IntArray
from btp_core.lab.synth.shapes.dice import Dice
from btp_core.lab.synth.shapes.part import closed_solid


def thread(dice: Dice, radius: float, length: float, pitch: float, starts: int = 1) -> Manifold:
    """Threaded rod along z, standing on z = 0; crests and roots follow the helix exactly.

    The surface is a net of columns parallel to the axis; each column carries the profile of the
    thread again and again, shifted by its angle, and the last column meets the first one
    ``starts`` pitches higher.
    """
    columns = max(dice.segments(radius), 24)
    rise, sink = _thread_profile(dice, pitch)
    steps = len(rise)
    turns = math.ceil(length / pitch) + starts + 1
    rows = np.arange(turns * steps + 1)
    z0 = pitch * (rows // steps) + rise[rows % steps] - pitch * (starts + 0.5)
    r = radius - sink[rows % steps]
    angles = 2 * math.pi * np.arange(columns) / columns
    z = z0[None, :] + pitch * starts * angles[:, None] / (2 * math.pi)
    net = np.stack([r * np.cos(angles)[:, None], r * np.sin(angles)[:, None], z], axis=-1)
    shift = starts * steps
    count = len(rows)
    # The seam: a copy of column 0, moved up by the lead, closes the net row by row.
    wrap = np.arange(count - 1)
    faces: list[IntArray] = []
    for column in range(columns - 1):
        here, there = column * count + wrap, (column + 1) * count + wrap
        faces += _quads(here, there, here + 1, there + 1)
    last = (columns - 1) * count + wrap[: count - 1 - shift]
    first = wrap[shift:]
    faces += _quads(last, first, last + 1, first + 1)
    low = [*range(shift, -1, -1), *(c * count for c in range(1, columns))]
    high = [(columns - 1) * count + k for k in range(count - 1 - shift, count)]
    high = [*(c * count + count - 1 for c in range(columns)), *reversed(high[:-1])]
    base = columns * count
    tips = np.array([[0.0, 0.0, float(net[0, : shift + 1, 2].mean())],
                     [0.0, 0.0, float(net[-1, count - 1 - shift :, 2].mean())]])  # fmt: skip
    faces += _fan(low, base, inward=True) + _fan(high, base + 1, inward=False)
    vertices = np.vstack([net.reshape(-1, 3), tips])
    solid = closed_solid(vertices, np.concatenate(faces), "thread")
    return solid.trim_by_plane((0, 0, 1), 0.0).trim_by_plane((0, 0, -1), -length)


def _thread_profile(dice: Dice, pitch: float) -> tuple[Float64Array, Float64Array]:
    """Heights within a pitch and depths below the crest, (n,) each, of a V, round or other."""
    depth = pitch * dice.uniform(0.35, 0.6)
    kind = dice.pick(["v", "trapezoid", "round", "buttress"], [3.0, 1.0, 1.5, 0.4])
    if kind == "round":
        at = np.linspace(0.0, 1.0, 10, endpoint=False)
        return at * pitch, depth * (0.5 - 0.5 * np.cos(2 * math.pi * at))
    crest, root = (0.1, 0.1) if kind == "v" else (dice.uniform(0.2, 0.35), dice.uniform(0.2, 0.35))
    flank = (1 - crest - root) * (0.15 if kind == "buttress" else 0.5)
    at = np.array([0.0, crest, crest + flank, crest + flank + root])
    return at * pitch, depth * np.array([0.0, 0.0, 1.0, 1.0])


def _quads(a: IntArray, b: IntArray, above_a: IntArray, above_b: IntArray) -> list[IntArray]:
    """Triangles between two columns, b to the left of a when seen from outside is turned right."""
    return [np.column_stack([a, b, above_b]), np.column_stack([a, above_b, above_a])]


def _fan(loop: list[int], tip: int, *, inward: bool) -> list[IntArray]:
    """Triangles from a tip to a closed loop."""
    around = np.array(loop)
    following = np.roll(around, -1)
    tips = np.full(len(around), tip)
    return [np.column_stack([tips, following, around] if inward else [tips, around, following])]
