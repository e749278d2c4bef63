"""Roughness of a whole part: cast, blasted, sintered, machined and printed surfaces.

Rough everywhere is normal. The texture moves the points of a scan instead of the mesh, which
would need millions of triangles to be as rough as sand.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from btp_core.base.arrays import Float64Array
from btp_core.lab.synth.defects.vectors import log_uniform, tangent_frame, unit

_WAVES = 40
_LAYERS_SHARE = 0.25
_TOOL_SHARE = 0.2
_WAVY_SHARE = 0.15


@dataclass(frozen=True, eq=False)
class Texture:
    """Sum of waves over the part, the same in each of its scans.

    Attributes
    ----------
    vectors, phases, sizes
        ``(K, 3)`` in radians per mm, ``(K,)`` and ``(K,)`` in mm: cosines over the coordinates.
    axis, step_mm, step_height_mm
        Layers: direction ``(3,)``, their distance and the height of their edges; no layers
        where ``step_mm`` is 0.
    """

    vectors: Float64Array
    phases: Float64Array
    sizes: Float64Array
    axis: Float64Array
    step_mm: float = 0.0
    step_height_mm: float = 0.0

    @property
    def height_mm(self) -> float:
        """Root mean square of the heights, mm."""
        waves = 0.5 * float((self.sizes**2).sum())
        return float(np.sqrt(waves + self.step_height_mm**2 / 12.0))

    def heights(self, points: Float64Array, normals: Float64Array) -> Float64Array:
        """How far each point (N, 3) stands out along its normal (N, 3), mm; shape (N,)."""
        height = np.zeros(len(points))
        for vector, phase, size in zip(self.vectors, self.phases, self.sizes, strict=True):
            height += size * np.cos(points @ vector + phase)
        if self.step_mm > 0:
            layer = points @ self.axis / self.step_mm
            # Walls along the axis show ribs, faces across it lie within one layer.
            steep = np.sqrt(np.maximum(1.0 - (normals @ self.axis) ** 2, 0.0))
            height += self.step_height_mm * (layer - np.floor(layer) - 0.5) * steep
        return height


def random_texture(rng: np.random.Generator) -> Texture:
    """Draw a texture: grain, layers, tool marks or long waves, from the noise up."""
    choice = rng.random()
    axis = np.eye(3)[int(rng.integers(3))] if rng.random() < 0.6 else unit(rng.normal(size=3))
    if choice < _LAYERS_SHARE:
        step = log_uniform(rng, 0.3, 2.0)
        grain = _waves(rng, log_uniform(rng, 0.5, 3.0), log_uniform(rng, 0.005, 0.05))
        return Texture(*grain, axis, step, step * rng.uniform(0.1, 0.45))
    if choice < _LAYERS_SHARE + _TOOL_SHARE:
        return Texture(*_tool_marks(rng, axis), axis)
    if choice < _LAYERS_SHARE + _TOOL_SHARE + _WAVY_SHARE:
        return Texture(
            *_waves(rng, log_uniform(rng, 5.0, 20.0), log_uniform(rng, 0.02, 0.12)), axis
        )
    return Texture(*_waves(rng, log_uniform(rng, 0.5, 5.0), log_uniform(rng, 0.02, 0.22)), axis)


def correlated(
    points: Float64Array, wave: float, height: float, rng: np.random.Generator
) -> Float64Array:
    """Noise over points (N, 3) that neighbours share: rms ``height`` mm, waves of ``wave`` mm."""
    texture = Texture(*_waves(rng, wave, height), np.array([0.0, 0.0, 1.0]))
    return texture.heights(points, points)


def _waves(
    rng: np.random.Generator, wave: float, height: float
) -> tuple[Float64Array, Float64Array, Float64Array]:
    lengths = wave * np.exp(rng.uniform(np.log(0.5), np.log(2.0), size=_WAVES))
    vectors = unit(rng.normal(size=(_WAVES, 3))) * (2 * np.pi / lengths)[:, None]
    return vectors, rng.uniform(0, 2 * np.pi, size=_WAVES), _sized(rng, _WAVES, height)


def _tool_marks(
    rng: np.random.Generator, axis: Float64Array
) -> tuple[Float64Array, Float64Array, Float64Array]:
    """Waves in nearly one direction across ``axis``, of nearly one length."""
    count = 6
    direction = tangent_frame(axis, rng)[0]
    lengths = log_uniform(rng, 0.6, 5.0) * rng.uniform(0.95, 1.05, size=count)
    vectors = (
        unit(direction + rng.normal(0.0, 0.02, size=(count, 3))) * (2 * np.pi / lengths)[:, None]
    )
    sizes = _sized(rng, count, log_uniform(rng, 0.015, 0.15))
    return vectors, rng.uniform(0, 2 * np.pi, size=count), sizes


def _sized(rng: np.random.Generator, count: int, height: float) -> Float64Array:
    """Amplitudes (count,) in mm whose waves together have the root mean square ``height``."""
    sizes = rng.uniform(0.3, 1.0, size=count)
    return np.asarray(sizes * height / np.sqrt(0.5 * (sizes**2).sum()))
