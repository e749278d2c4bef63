"""Scratches and cracks: grooves along curves."""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float64Array
from btp_core.lab.synth.defects.displace import move, region_near
from btp_core.lab.synth.defects.paths import densify, walk
from btp_core.lab.synth.defects.reliefs import drag
from btp_core.lab.synth.defects.vectors import log_uniform
from btp_core.lab.synth.defects.workpiece import LEAST_DEPTH_MM, DefectFailedError, Workpiece


def scratch(work: Workpiece, kind: int, rng: np.random.Generator) -> int:
    """Cut a straight or curved groove, sometimes with raised lips; returns labelled vertices."""
    if rng.random() < 0.15:
        return drag(work, kind, rng)
    point, normal = work.pick_seed(rng)
    half_width = log_uniform(rng, 0.3, 1.5)
    depth = work.depth_at(point, normal, half_width * log_uniform(rng, 0.3, 1.2), -1.0)
    length = log_uniform(rng, 5.0, 45.0)
    bend = 0.0 if rng.random() < 0.4 else rng.normal(0.0, 0.06)
    turns = bend + rng.normal(0.0, 0.01, size=200)
    points, normals = walk(work, point, normal, length, 0.5, turns, rng)
    if len(points) < 5:
        raise DefectFailedError
    curve, curve_normals, position = densify(points, normals, 0.15)
    reach = 2.2 * half_width
    fine = float(np.clip(half_width / 3.0, 0.15, 0.4))
    region = region_near(work, curve, curve_normals, reach, fine)
    r = region.distance / half_width
    power = rng.uniform(0.8, 3.0)
    groove = -np.clip(1.0 - r**power, 0.0, 1.0)
    if rng.random() < 0.4:  # ploughed material beside the groove
        lip = rng.uniform(0.15, 0.5)
        groove += lip * np.exp(-(((r - 1.35) / 0.3) ** 2))
    along = position[region.nearest]
    ends = rng.uniform(0.05, 0.3)
    taper = np.clip(np.minimum(along, 1.0 - along) / ends, 0.0, 1.0)
    wear = 1.0 + 0.25 * np.sin(along * length * rng.uniform(0.2, 1.0) + rng.uniform(0, 6))
    height = depth * groove * taper * wear
    return move(work, region, height, curve_normals[region.nearest], kind, depth)


def crack(work: Workpiece, kind: int, rng: np.random.Generator) -> int:
    """Open a jagged, sometimes branching, narrow and deep groove; returns labelled vertices."""
    point, normal = work.pick_seed(rng)
    half_width = log_uniform(rng, 0.2, 0.9)
    wanted = max(2.0 * LEAST_DEPTH_MM, min(half_width * log_uniform(rng, 1.0, 4.0), 3.0))
    depth = work.depth_at(point, normal, wanted, -1.0)
    length = log_uniform(rng, 6.0, 40.0)
    points, normals = _jagged(work, point, normal, length, rng)
    if len(points) < 4:
        raise DefectFailedError
    lines = [densify(points, normals, 0.12)]
    for _ in range(int(rng.integers(0, 4))):
        start = int(rng.integers(1, len(points)))
        branch = _jagged(work, points[start], normals[start], length * rng.uniform(0.1, 0.4), rng)
        if len(branch[0]) >= 3:
            line, line_normals, position = densify(*branch, 0.12)
            # A branch is thickest where it leaves the trunk.
            lines.append((line, line_normals, 0.5 + 0.5 * position))
    curve = np.concatenate([line[0] for line in lines])
    curve_normals = np.concatenate([line[1] for line in lines])
    position = np.concatenate([line[2] for line in lines])
    local_width = half_width * (0.35 + 0.65 * np.sin(np.pi * np.clip(position, 0.03, 0.97)))
    fine = float(np.clip(half_width / 3.0, 0.12, 0.3))
    region = region_near(work, curve, curve_normals, 1.3 * half_width, fine)
    r = region.distance / local_width[region.nearest]
    # Steep walls, a narrow floor.
    groove = -np.clip(1.25 * (1.0 - r**2), 0.0, 1.0)
    height = depth * groove * (local_width[region.nearest] / half_width)
    return move(work, region, height, curve_normals[region.nearest], kind, depth)


def _jagged(
    work: Workpiece,
    point: Float64Array,
    normal: Float64Array,
    length: float,
    rng: np.random.Generator,
) -> tuple[Float64Array, Float64Array]:
    """A zigzag walk: short straight runs with kinks, drifting slowly."""
    step = 0.4
    turns = np.zeros(400)
    place, lean = 0, 0.0
    while place < len(turns):
        # Kinks swing back and forth, so that the crack keeps its general direction.
        target = rng.normal(0.0, 0.6)
        turns[place] = target - lean
        lean = target
        place += int(rng.integers(2, 7))
    turns += rng.normal(0.0, 0.05, size=len(turns))
    return walk(work, point, normal, length, step, turns, rng)
