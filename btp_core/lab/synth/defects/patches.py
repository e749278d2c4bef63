"""Bulges and dents: smooth patches pushed out or in."""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float64Array
from btp_core.lab.synth.defects.displace import move, region_near
from btp_core.lab.synth.defects.profiles import falling, lobed
from btp_core.lab.synth.defects.reliefs import crater, ridge, shear
from btp_core.lab.synth.defects.vectors import log_uniform, tangent_frame, unit
from btp_core.lab.synth.defects.workpiece import Workpiece


def bulge(work: Workpiece, kind: int, rng: np.random.Generator) -> int:
    """Raise the surface, mostly as a smooth patch; returns the number of labelled vertices."""
    choice = rng.random()
    if choice < 0.15:
        return ridge(work, kind, rng, 1.0)
    if choice < 0.25:
        return shear(work, kind, rng, 1.0)
    return _patch(work, kind, rng, sign=1.0)


def dent(work: Workpiece, kind: int, rng: np.random.Generator) -> int:
    """Press the surface in, mostly as a smooth patch; returns the number of labelled vertices."""
    choice = rng.random()
    if choice < 0.12:
        return ridge(work, kind, rng, -1.0)
    if choice < 0.24:
        return crater(work, kind, rng)
    if choice < 0.32:
        return shear(work, kind, rng, -1.0)
    return _patch(work, kind, rng, sign=-1.0)


def _patch(work: Workpiece, kind: int, rng: np.random.Generator, sign: float) -> int:
    point, normal = work.pick_seed(rng)
    # From 1 to 30 % of a part of 100 mm; three quarters of them small, as defects are.
    radius = log_uniform(rng, 1.2, 9.0) if rng.random() < 0.75 else log_uniform(rng, 6.0, 15.0)
    wanted = float(np.clip(radius * log_uniform(rng, 0.025, 0.4), 0.15, 3.5))
    depth = work.depth_at(point, normal, wanted, sign)
    stretch = 1.0 if rng.random() < 0.4 else rng.uniform(1.0, 2.5)
    along, across = tangent_frame(normal, rng)
    fine = float(np.clip(radius / 14.0, 0.25, 0.8))
    region = region_near(work, point[None], normal[None], 1.3 * radius * np.sqrt(stretch), fine)
    offset = work.vertices[region.vertices] - point
    u, v, w = offset @ along, offset @ across, offset @ normal
    # Off-centre summit: distances grow faster on one side than on the other.
    skew = rng.uniform(0.0, 0.35) if rng.random() < 0.5 else 0.0
    u = u / np.sqrt(stretch) / (1.0 + skew * np.sign(u))
    v = v * np.sqrt(stretch)
    r = np.sqrt(u * u + v * v + w * w) / (radius / (1.0 + skew))
    r = r / lobed(np.arctan2(v, u), rng)
    height = sign * depth * falling(r, rng)
    if rng.random() < 0.3:
        height = height * _ripple(offset / radius, rng)
    # On a curved face a bulge also swells sideways.
    swell = rng.random() if rng.random() < 0.5 else 0.0
    direction = unit((1.0 - swell) * normal + swell * region.normals)
    return move(work, region, height, direction, kind, depth)


def _ripple(offset: Float64Array, rng: np.random.Generator) -> Float64Array:
    """A slowly varying factor around 1 over relative offsets (R, 3)."""
    waves = rng.normal(size=(4, 3)) * rng.uniform(1.5, 4.0)
    phase = rng.uniform(0, 2 * np.pi, size=4)
    return np.asarray(1.0 + 0.12 * np.cos(offset @ waves.T + phase).sum(axis=1))
