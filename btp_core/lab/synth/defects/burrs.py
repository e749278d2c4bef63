"""Burrs: thin, irregular raised ridges along edges, rims and seams."""

from __future__ import annotations

import numpy as np

from btp_core.lab.synth.defects.displace import move, region_near
from btp_core.lab.synth.defects.paths import densify, walk
from btp_core.lab.synth.defects.vectors import log_uniform, unit
from btp_core.lab.synth.defects.workpiece import DefectFailedError, Workpiece


def burr(work: Workpiece, kind: int, rng: np.random.Generator) -> int:
    """Raise a ragged ridge along an edge, or over a face; returns the labelled vertices."""
    seed, normal = work.pick_seed(rng)
    length = log_uniform(rng, 5.0, 35.0)
    half_width = log_uniform(rng, 0.3, 0.8)
    tall = log_uniform(rng, 0.3, 1.8)
    edges = work.edges
    if len(edges.ends) and rng.random() < 0.85:
        start, _, edge = edges.near(seed)
        points, normals = edges.follow(edge, start, length, rng)
    else:
        turns = rng.normal(0.0, 0.03, size=200)
        points, normals = walk(work, seed, normal, length, 0.5, turns, rng)
    if np.linalg.norm(np.diff(points, axis=0), axis=1).sum() < 2.0:
        raise DefectFailedError
    curve, curve_normals, position = densify(points, normals, 0.15)
    # Burrs lean to one side, since a tool pushed them there.
    lean = rng.normal(0.0, 0.35, size=3)
    fine = float(np.clip(half_width / 2.5, 0.15, 0.3))
    region = region_near(work, curve, curve_normals, 1.2 * half_width, fine)
    along = position[region.nearest]
    total = np.linalg.norm(np.diff(points, axis=0), axis=1).sum()
    phase = rng.uniform(0, 2 * np.pi, size=6)
    waves = 2 * np.pi / log_uniform(rng, 1.0, 5.0) * rng.uniform(0.5, 2.0, size=6)
    ragged = np.cos(along[:, None] * total * waves + phase).sum(axis=1) / 2.5
    ragged = np.clip(0.75 + 0.5 * ragged, 0.05, 1.6)
    taper = np.clip(np.minimum(along, 1.0 - along) / 0.12, 0.0, 1.0)
    ridge = np.clip(1.0 - region.distance / half_width, 0.0, 1.0) ** rng.uniform(0.6, 1.4)
    direction = unit(curve_normals[region.nearest] + lean)
    return move(work, region, tall * ridge * ragged * taper, direction, kind, tall)
