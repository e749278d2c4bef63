"""Bulges and dents: smooth patches pushed out or in."""

from __future__ import annotations

import numpy as np

from btp_core.base.arrays import Float64Array
from btp_core.lab.synth.defects.displace import move, region_near
from btp_core.lab.synth.defects.vectors import log_uniform, tangent_frame
from btp_core.lab.synth.defects.workpiece import DefectFailedError, Workpiece

# A shallower mark drowns in the scanner's noise: a label nobody could find.
_LEAST_DEPTH_MM = 0.15


def bulge(work: Workpiece, kind: int, rng: np.random.Generator) -> int:
    """Push a smooth patch outwards; returns the number of labelled vertices."""
    return _patch(work, kind, rng, sign=1.0)


def dent(work: Workpiece, kind: int, rng: np.random.Generator) -> int:
    """Push a smooth patch inwards; returns the number of labelled vertices."""
    return _patch(work, kind, rng, sign=-1.0)


def _patch(work: Workpiece, kind: int, rng: np.random.Generator, sign: float) -> int:
    point, normal = work.pick_seed(rng)
    radius = log_uniform(rng, 1.5, 14.0)
    depth = float(np.clip(radius * log_uniform(rng, 0.03, 0.4), 0.2, 3.5))
    room = work.clearance(point, normal) if sign > 0 else work.thickness(point, normal)
    depth = min(depth, 0.6 * room)
    if depth < _LEAST_DEPTH_MM:
        raise DefectFailedError
    stretch = 1.0 if rng.random() < 0.4 else rng.uniform(1.0, 2.5)
    along, across = tangent_frame(normal, rng)
    fine = float(np.clip(radius / 14.0, 0.25, 0.8))
    region = region_near(work, point[None], normal[None], radius * np.sqrt(stretch), fine)
    offset = work.vertices[region.vertices] - point
    u, v, w = offset @ along, offset @ across, offset @ normal
    # Off-centre summit: distances grow faster on one side than on the other.
    skew = rng.uniform(0.0, 0.35) if rng.random() < 0.5 else 0.0
    u = u / np.sqrt(stretch) / (1.0 + skew * np.sign(u))
    v = v * np.sqrt(stretch)
    r = np.sqrt(u * u + v * v + w * w) / (radius / (1.0 + skew))
    height = sign * depth * _profile(r, rng)
    if rng.random() < 0.3:
        height = height * _ripple(offset / radius, rng)
    return move(work, region, height, normal, kind, depth)


def _profile(r: Float64Array, rng: np.random.Generator) -> Float64Array:
    """Height in [0, 1] over the relative radius; 0 from 1 on."""
    r = np.clip(r, 0.0, 1.0)
    choice = rng.integers(5)
    if choice == 0:  # Gaussian, its tail brought to zero
        sharp = rng.uniform(2.5, 5.0)
        return np.asarray((np.exp(-sharp * r * r) - np.exp(-sharp)) / (1.0 - np.exp(-sharp)))
    if choice == 1:
        return np.asarray(0.5 + 0.5 * np.cos(np.pi * r))
    if choice == 2:  # flat top with a smooth flank
        t = np.clip((1.0 - r) / rng.uniform(0.25, 0.7), 0.0, 1.0)
        return np.asarray(t * t * (3.0 - 2.0 * t))
    if choice == 3:  # the cap of a ball, as a blunt impact leaves it
        return np.asarray((1.0 - r * r) ** rng.uniform(1.0, 2.0))
    return np.asarray((1.0 - r) ** rng.uniform(1.2, 2.0))  # pointed


def _ripple(offset: Float64Array, rng: np.random.Generator) -> Float64Array:
    """A slowly varying factor around 1 over relative offsets (R, 3)."""
    waves = rng.normal(size=(4, 3)) * rng.uniform(1.5, 4.0)
    phase = rng.uniform(0, 2 * np.pi, size=4)
    return np.asarray(1.0 + 0.12 * np.cos(offset @ waves.T + phase).sum(axis=1))
