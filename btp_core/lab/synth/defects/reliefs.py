"""More ways in which a surface leaves its place: ridges, trenches, craters, steps, waves, drags.

The families are those that AF3AD (arXiv 2606.29181) lists. Each is named by what an inspector
would call it: raised surface is a bulge, sunken surface a dent, waves and dimples are pitting.
"""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import IntArray
from btp_core.lab.synth.defects.displace import move, region_near
from btp_core.lab.synth.defects.paths import densify, walk
from btp_core.lab.synth.defects.profiles import falling
from btp_core.lab.synth.defects.vectors import log_uniform, tangent_frame, unit
from btp_core.lab.synth.defects.workpiece import DefectFailedError, Workpiece


def ridge(work: Workpiece, kind: int, rng: np.random.Generator, sign: float) -> int:
    """Raise a long, wide ridge, or press a trench (``sign`` -1); returns the labelled vertices."""
    point, normal = work.pick_seed(rng)
    half_width = log_uniform(rng, 1.0, 6.0)
    depth = work.depth_at(point, normal, half_width * log_uniform(rng, 0.06, 0.6), sign)
    length = log_uniform(rng, 3.0 * half_width, 50.0)
    turns = rng.normal(0.0, 0.05) + rng.normal(0.0, 0.01, size=200)
    points, normals = walk(work, point, normal, length, 0.5, turns, rng)
    if len(points) < 6:
        raise DefectFailedError
    curve, curve_normals, position = densify(points, normals, 0.3)
    fine = float(np.clip(half_width / 5.0, 0.25, 0.7))
    region = region_near(work, curve, curve_normals, half_width, fine)
    along = position[region.nearest]
    ends = np.clip(np.minimum(along, 1.0 - along) / rng.uniform(0.05, 0.4), 0.0, 1.0)
    height = falling(region.distance / half_width, rng) * ends * (2.0 - ends)
    return move(work, region, sign * depth * height, curve_normals[region.nearest], kind, depth)


def crater(work: Workpiece, kind: int, rng: np.random.Generator) -> int:
    """Strike a skewed crater with a raised rim; returns the labelled vertices."""
    point, normal = work.pick_seed(rng)
    radius = log_uniform(rng, 1.5, 10.0)
    depth = work.depth_at(point, normal, radius * log_uniform(rng, 0.05, 0.4), -1.0)
    fine = float(np.clip(radius / 12.0, 0.25, 0.7))
    region = region_near(work, point[None], normal[None], 1.6 * radius, fine)
    along, across = tangent_frame(normal, rng)
    offset = work.vertices[region.vertices] - point
    u, v = offset @ along, offset @ across
    # The blow came at an angle: the floor lies off the middle, the rim is higher in front.
    lean = rng.uniform(0.0, 0.6)
    r = np.hypot(u, v) / radius
    floor = np.hypot(u / radius - 0.4 * lean, v / radius)
    bowl = np.clip(1.0 - floor**2 / (1.0 - 0.4 * lean) ** 2, 0.0, 1.0) * (r < 1.0)
    rim = rng.uniform(0.1, 0.5) * np.exp(-(((r - 1.1) / 0.2) ** 2))
    rim = rim * np.clip(1.0 + lean * u / (radius * np.maximum(r, 0.1)), 0.0, 2.0)
    return move(work, region, depth * (rim - bowl), normal, kind, depth)


def shear(work: Workpiece, kind: int, rng: np.random.Generator, sign: float) -> int:
    """Shift one side of a line up or down, as at a slipped seam; returns the labelled vertices."""
    point, normal = work.pick_seed(rng)
    radius = log_uniform(rng, 4.0, 18.0)
    depth = work.depth_at(point, normal, log_uniform(rng, 0.2, 1.5), sign)
    width = log_uniform(rng, 0.2, 2.5)
    fine = float(np.clip(radius / 18.0, 0.25, 0.6))
    region = region_near(work, point[None], normal[None], radius, fine)
    along, _ = tangent_frame(normal, rng)
    u = (work.vertices[region.vertices] - point) @ along
    step = np.clip(0.5 + u / width, 0.0, 1.0)
    window = np.clip((1.0 - region.distance / radius) / rng.uniform(0.2, 0.6), 0.0, 1.0)
    window = window * window * (3.0 - 2.0 * window)
    return move(work, region, sign * depth * step * window, normal, kind, depth)


def ripple(work: Workpiece, kind: int, rng: np.random.Generator) -> int:
    """Roll waves over an area, straight or in rings; returns the labelled vertices."""
    point, normal = work.pick_seed(rng)
    radius = log_uniform(rng, 4.0, 16.0)
    wave = radius / rng.uniform(1.5, 5.0)
    depth = work.depth_at(point, normal, wave * log_uniform(rng, 0.04, 0.25), -1.0)
    fine = float(np.clip(wave / 6.0, 0.25, 0.6))
    region = region_near(work, point[None], normal[None], radius, fine)
    along, _ = tangent_frame(normal, rng)
    way = (work.vertices[region.vertices] - point) @ along
    if rng.random() < 0.3:
        way = region.distance
    window = np.clip((1.0 - region.distance / radius) / 0.4, 0.0, 1.0)
    height = depth * window * np.cos(2 * np.pi * way / wave + rng.uniform(0, 7))
    labelled = move(work, region, height, normal, kind, depth)
    return _whole_area(work, region.vertices[window > 0.2], kind, labelled)


def dimples(work: Workpiece, kind: int, rng: np.random.Generator) -> int:
    """Press a regular field of dimples; returns the labelled vertices."""
    point, normal = work.pick_seed(rng)
    pitch = log_uniform(rng, 1.2, 4.0)
    radius = pitch * rng.uniform(1.6, 4.0)
    depth = work.depth_at(point, normal, pitch * log_uniform(rng, 0.08, 0.3), -1.0)
    region = region_near(
        work, point[None], normal[None], radius, float(np.clip(pitch / 7.0, 0.2, 0.5))
    )
    along, across = tangent_frame(normal, rng)
    offset = work.vertices[region.vertices] - point
    u, v = offset @ along / pitch, offset @ across / pitch
    near = np.hypot(u - np.round(u), v - np.round(v)) / rng.uniform(0.3, 0.48)
    inside = np.hypot(np.round(u), np.round(v)) * pitch < radius - 0.5 * pitch
    height = -depth * np.clip(1.0 - near**2, 0.0, 1.0) * inside
    labelled = move(work, region, height, normal, kind, depth)
    return _whole_area(work, region.vertices[inside], kind, labelled)


def drag(work: Workpiece, kind: int, rng: np.random.Generator) -> int:
    """Drag a blunt tool over the surface, which heaps up where it stops; labelled vertices."""
    point, normal = work.pick_seed(rng)
    half_width = log_uniform(rng, 0.8, 3.5)
    depth = work.depth_at(point, normal, half_width * log_uniform(rng, 0.1, 0.5), -1.0)
    length = log_uniform(rng, 4.0 * half_width, 35.0)
    bend = rng.normal(0.0, 0.03) + np.zeros(200)
    points, normals = walk(work, point, normal, length, 0.5, bend, rng)
    if len(points) < 6:
        raise DefectFailedError
    curve, curve_normals, position = densify(points, normals, 0.3)
    fine = float(np.clip(half_width / 5.0, 0.2, 0.6))
    region = region_near(work, curve, curve_normals, 1.6 * half_width, fine)
    along, r = position[region.nearest], region.distance / half_width
    groove = -np.clip(1.0 - r**2, 0.0, 1.0) * np.clip(along / 0.3, 0.0, 1.0) * (along < 0.85)
    heap = np.clip((along - 0.8) / 0.15, 0.0, 1.0) * np.exp(-((r / 0.8) ** 2))
    lip = rng.uniform(0.0, 0.4) * np.exp(-(((r - 1.25) / 0.25) ** 2)) * np.clip(along, 0.0, 1.0)
    height = depth * (groove + rng.uniform(0.5, 1.5) * heap + lip)
    direction = unit(curve_normals[region.nearest])
    return move(work, region, height, direction, kind, depth)


def _whole_area(work: Workpiece, area: IntArray, kind: int, labelled: int) -> int:
    """The whole area is the defect, the places where its waves cross zero included."""
    if labelled:
        work.types[area] = kind
    return labelled
