"""Solids with which material is cut away: rough lenses and irregular drills."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from btp_core.base.arrays import Float64Array, IntArray
from btp_core.lab.synth.defects.vectors import log_uniform, tangent_frame


@dataclass(frozen=True, eq=False)
class FractureFace:
    """A rough, slightly bowed cut below a point: ``z = height(u, v)`` within an outline.

    Attributes
    ----------
    origin, axis, along, across
        Frame, shape (3,) each; ``axis`` points out of the part.
    radius
        Radius in mm of the outline around the origin.
    depth
        Mean depth of the cut below the origin, mm.
    """

    origin: Float64Array
    axis: Float64Array
    along: Float64Array
    across: Float64Array
    radius: float
    depth: float
    bow: tuple[float, float]
    tilt: tuple[float, float]
    waves: Float64Array
    phases: Float64Array
    sizes: Float64Array
    squareness: float

    def height(self, u: Float64Array, v: Float64Array) -> Float64Array:
        """Height of the cut in mm over plane coordinates in mm."""
        place = np.stack([u, v], axis=-1)
        rough = (np.cos(place @ self.waves.T + self.phases) * self.sizes).sum(axis=-1)
        bowed = self.bow[0] * u * u + self.bow[1] * v * v
        return np.asarray(-self.depth + bowed + self.tilt[0] * u + self.tilt[1] * v + rough)

    def outline(self, u: Float64Array, v: Float64Array) -> Float64Array:
        """Relative distance from the axis: 1 on the outline."""
        p = self.squareness
        return np.asarray((np.abs(u) ** p + np.abs(v) ** p) ** (1.0 / p) / self.radius)

    def solid(self) -> tuple[Float64Array, IntArray]:
        """Vertices (V, 3) and faces (F, 3) of the closed lens above the cut."""
        rings = int(np.clip(self.radius / 0.45, 6, 22))
        sectors = int(np.clip(2 * np.pi * self.radius / 0.6, 16, 80))
        rho = np.arange(1, rings + 1) / rings
        angle = np.arange(sectors) * (2 * np.pi / sectors)
        p = self.squareness
        shape = (np.abs(np.cos(angle)) ** p + np.abs(np.sin(angle)) ** p) ** (-1.0 / p)
        u = np.concatenate([[0.0], np.outer(rho, shape * np.cos(angle)).ravel()]) * self.radius
        v = np.concatenate([[0.0], np.outer(rho, shape * np.sin(angle)).ravel()]) * self.radius
        low = self.height(u, v)
        relative = np.concatenate([[0.0], np.repeat(rho, sectors)])
        high = low + (self.depth + 1.2 * self.radius) * (1.0 - relative**4)
        inner = len(u) - sectors
        z = np.concatenate([low, high[:inner]])
        u, v = np.concatenate([u, u[:inner]]), np.concatenate([v, v[:inner]])
        vertices = self.origin + np.outer(u, self.along) + np.outer(v, self.across)
        vertices = vertices + np.outer(z, self.axis)
        disc = disc_faces(rings, sectors)
        upper = np.where(disc < inner, disc + len(low), disc)
        return vertices, np.concatenate([disc[:, ::-1], upper])


def disc_faces(rings: int, sectors: int) -> IntArray:
    """Faces of a disc: a centre (vertex 0) and ``rings`` rings of ``sectors``; seen from +z."""
    j = np.arange(sectors)
    k = (j + 1) % sectors
    parts = [np.stack([np.zeros_like(j), 1 + j, 1 + k], axis=1)]
    for ring in range(rings - 1):
        a, b = 1 + ring * sectors, 1 + (ring + 1) * sectors
        parts.append(np.stack([a + j, b + j, b + k], axis=1))
        parts.append(np.stack([a + j, b + k, a + k], axis=1))
    return np.concatenate(parts).astype(np.int64)


def fracture_face(
    origin: Float64Array,
    axis: Float64Array,
    depth: float,
    radius: float,
    concavity: float,
    roughness: float,
    rng: np.random.Generator,
) -> FractureFace:
    """Draw a cut of the given depth and outline radius (mm).

    ``concavity`` is the rise of the cut in mm from the middle to the outline (a shell-like
    fracture is concave), ``roughness`` the height of its texture in mm.
    """
    along, across = tangent_frame(axis, rng)
    wave = log_uniform(rng, 1.3, 6.0)
    count = 14
    angle = rng.uniform(0, 2 * np.pi, size=count)
    frequency = 2 * np.pi / (wave * rng.uniform(0.6, 2.5, size=count))
    waves = np.stack([np.cos(angle), np.sin(angle)], axis=1) * frequency[:, None]
    bow = concavity / radius**2 * rng.uniform(0.5, 1.5, size=2)
    tilt = rng.normal(0.0, 0.12, size=2)
    return FractureFace(
        origin,
        axis,
        along,
        across,
        radius,
        depth,
        (float(bow[0]), float(bow[1])),
        (float(tilt[0]), float(tilt[1])),
        waves,
        rng.uniform(0, 2 * np.pi, size=count),
        roughness * rng.uniform(0.05, 0.4, size=count),
        float(rng.uniform(2.0, 5.0)),
    )


def drill(
    origin: Float64Array,
    axis: Float64Array,
    radius: float,
    above: float,
    below: float,
    rng: np.random.Generator,
) -> tuple[Float64Array, IntArray]:
    """Vertices and faces of a closed irregular prism around ``axis``.

    It reaches ``above`` mm over and ``below`` mm under ``origin``; its outline is lobed,
    its wall slightly rough and tapered.
    """
    along, across = tangent_frame(axis, rng)
    sectors, levels = int(np.clip(2 * np.pi * radius / 0.4, 20, 64)), 7
    angle = np.arange(sectors) * (2 * np.pi / sectors)
    lobes = np.ones(sectors)
    strength = rng.choice([0.02, 0.08, 0.16])
    for k in range(2, 8):
        lobes += rng.normal(0.0, strength / np.sqrt(k - 1)) * np.cos(k * angle + rng.uniform(0, 7))
    lobes = np.clip(lobes, 0.45, 1.6)
    heights = np.linspace(-below, above, levels)
    taper = 1.0 + rng.normal(0.0, 0.08) * np.linspace(-1.0, 1.0, levels)
    rough = rng.normal(0.0, min(0.06 * radius, 0.12), size=(levels, sectors)) * (strength > 0.05)
    r = np.clip(radius * lobes * taper[:, None] + rough, 0.2 * radius, None)
    u, v = r * np.cos(angle), r * np.sin(angle)
    ring = origin + u[..., None] * along + v[..., None] * across
    ring = ring + heights[:, None, None] * axis
    caps = origin + np.array([[-below], [above]]) * axis
    vertices = np.concatenate([ring.reshape(-1, 3), caps])
    here = np.arange(sectors)
    there = (here + 1) % sectors
    parts = []
    for level in range(levels - 1):
        a, b = level * sectors, (level + 1) * sectors
        parts.append(np.stack([a + here, a + there, b + there], axis=1))
        parts.append(np.stack([a + here, b + there, b + here], axis=1))
    bottom, top = levels * sectors, levels * sectors + 1
    last = (levels - 1) * sectors
    parts.append(np.stack([np.full_like(here, bottom), there, here], axis=1))
    parts.append(np.stack([np.full_like(here, top), last + here, last + there], axis=1))
    return vertices, np.concatenate(parts).astype(np.int64)
