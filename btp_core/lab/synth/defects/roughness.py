"""Pitting and rough spots: many small marks within one area."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from btp_core.base.arrays import Float64Array
from btp_core.lab.synth.defects.displace import move, region_near
from btp_core.lab.synth.defects.reliefs import dimples, ripple
from btp_core.lab.synth.defects.vectors import log_uniform, tangent_frame
from btp_core.lab.synth.defects.workpiece import Workpiece


def pitting(work: Workpiece, kind: int, rng: np.random.Generator) -> int:
    """Etch a field of pits, or roughen an area; returns the number of labelled vertices."""
    choice = rng.random()
    if choice < 0.1:
        return ripple(work, kind, rng)
    if choice < 0.2:
        return dimples(work, kind, rng)
    point, normal = work.pick_seed(rng)
    radius = log_uniform(rng, 2.5, 13.0)
    depth = work.depth_at(point, normal, log_uniform(rng, 0.15, 0.9), -1.0)
    if rng.random() < 0.6:
        return _pits(work, kind, point, normal, radius, depth, rng)
    return _rough(work, kind, point, normal, radius, depth, rng)


def _pits(
    work: Workpiece,
    kind: int,
    point: Float64Array,
    normal: Float64Array,
    radius: float,
    depth: float,
    rng: np.random.Generator,
) -> int:
    size = log_uniform(rng, 0.4, 1.4)
    size = min(size, 0.5 * radius)
    count = int(np.clip(rng.uniform(0.35, 1.1) * (radius / size) ** 2, 6, 160))
    along, across = tangent_frame(normal, rng)
    angle = rng.uniform(0, 2 * np.pi, size=count)
    # Denser towards the middle, as corrosion spreads.
    way = radius * rng.random(count) ** rng.uniform(0.5, 0.9)
    draft = point + (way * np.cos(angle))[:, None] * along + (way * np.sin(angle))[:, None] * across
    centres, normals = work.scene.closest(draft)
    good = normals @ normal > 0.3
    centres, normals = centres[good], normals[good]
    if len(centres) == 0:
        return 0
    fine = float(np.clip(size / 3.0, 0.18, 0.4))
    # The whole field is the defect, the narrow bridges between its pits included.
    bridge = 0.0
    if len(centres) > 2:
        gaps = np.asarray(cKDTree(centres).query(centres, k=3)[0])[:, 2]
        bridge = 0.6 * float(np.median(gaps))
    reach = max(1.05 * size, min(bridge, 2.0 * size))
    region = region_near(work, centres, normals, reach, fine)
    sizes = size * rng.uniform(0.5, 1.0, size=len(centres))
    depths = depth * rng.uniform(0.4, 1.0, size=len(centres))
    near, which = cKDTree(centres).query(work.vertices[region.vertices], k=min(4, len(centres)))
    near = np.asarray(near, dtype=np.float64).reshape(len(region.vertices), -1)
    which = np.asarray(which, dtype=np.int64).reshape(len(region.vertices), -1)
    bowls = depths[which] * np.clip(1.0 - (near / sizes[which]) ** 2, 0.0, 1.0) ** 1.3
    labelled = move(work, region, -bowls.max(axis=1), normals[region.nearest], kind, depth)
    if labelled:
        work.types[region.vertices[region.agreement > 0.5]] = kind
    return labelled


def _rough(
    work: Workpiece,
    kind: int,
    point: Float64Array,
    normal: Float64Array,
    radius: float,
    depth: float,
    rng: np.random.Generator,
) -> int:
    wave = log_uniform(rng, 0.8, 3.0)
    fine = float(np.clip(wave / 4.0, 0.25, 0.6))
    region = region_near(work, point[None], normal[None], radius, fine)
    offset = work.vertices[region.vertices] - point
    directions = rng.normal(size=(24, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    waves = directions * (2 * np.pi / (wave * rng.uniform(0.6, 1.6, size=(24, 1))))
    noise = np.cos(offset @ waves.T + rng.uniform(0, 2 * np.pi, size=24)).sum(axis=1) / np.sqrt(12)
    # An irregular outline instead of a disc.
    along, across = tangent_frame(normal, rng)
    angle = np.arctan2(offset @ across, offset @ along)
    lobes = sum(
        rng.normal(0.0, 0.1) * np.cos(k * angle + rng.uniform(0, 2 * np.pi)) for k in (2, 3, 4, 5)
    )
    r = region.distance / (radius * np.clip(0.8 + lobes, 0.3, 1.0))
    window = np.clip((1.0 - r) / 0.3, 0.0, 1.0)
    height = 0.45 * depth * window * (noise - rng.choice([0.0, 0.0, 1.0]))
    labelled = move(work, region, height, normal, kind, depth)
    # Where the noise crosses zero the surface is no less rough than beside it.
    inside = region.vertices[(window > 0.15) & (region.agreement > 0.5)]
    if labelled:
        work.types[inside] = kind
    return labelled
