"""Scans of any size for timing: a machined-looking plate with ribs, holes and one dent."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from btp_core.base.arrays import Float32Array

NOISE = 0.03


def plate_points(n_points: int, *, seed: int = 0) -> Float32Array:
    """Points of a 100 x 80 mm plate: wavy, ribbed, with holes and a dent, scanned with noise.

    Parameters
    ----------
    n_points
        How many.
    seed
        Fixes every random choice.

    Returns
    -------
    Float32Array
        ``(n_points, 3)`` in mm, in random order.
    """
    generator = np.random.default_rng(seed)
    x, y = _outside_of_holes(generator, n_points)
    height = 6.0 * np.exp(-((x - 0.5 * y) ** 2) / 900) + 1.5 * np.sin(x / 13) * np.cos(y / 17)
    for rib in (-28.0, 0.0, 28.0):
        height += 4.0 / (1 + np.exp((np.abs(y - rib) - 1.5) * 4))
    height -= 0.8 * np.exp(-((x - 20) ** 2 + (y - 14) ** 2) / 9)
    points = np.stack([x, y, height], axis=1)
    points += generator.normal(scale=NOISE, size=points.shape)
    return points.astype(np.float32)


def write_plate(path: Path, n_points: int, *, seed: int = 0) -> None:
    """Write :func:`plate_points` as binary ply with float coordinates."""
    points = plate_points(n_points, seed=seed)
    header = (
        "ply\nformat binary_little_endian 1.0\n"
        f"element vertex {n_points}\n"
        "property float x\nproperty float y\nproperty float z\nend_header\n"
    )
    path.write_bytes(header.encode("ascii") + points.astype("<f4").tobytes())


def _outside_of_holes(
    generator: np.random.Generator, n_points: int
) -> tuple[np.ndarray, np.ndarray]:
    x = np.empty(0)
    y = np.empty(0)
    while len(x) < n_points:
        new_x = generator.uniform(-50, 50, n_points)
        new_y = generator.uniform(-40, 40, n_points)
        keep = np.ones(n_points, dtype=bool)
        for centre_x in (-35.0, 35.0):
            for centre_y in (-14.0, 14.0):
                keep &= (new_x - centre_x) ** 2 + (new_y - centre_y) ** 2 > 25
        x, y = np.concatenate([x, new_x[keep]]), np.concatenate([y, new_y[keep]])
    return x[:n_points], y[:n_points]
