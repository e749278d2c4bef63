"""Scans of one small part, good and defective ones, and designs made of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from btp_core.base.arrays import Float64Array
from btp_core.designs.design import Design
from btp_core.scans.reading import read_scan
from tests.core.shapes_for_tests import box, rotation

SIZE = (60.0, 40.0, 20.0)
DENT = 1.5
"""Depth of the dent, in millimetres."""


def bracket(
    seed: int, *, count: int = 3500, dent: float = 0.0, turned: bool = True
) -> Float64Array:
    """A block with a boss and a ridge on it, in a pose of its own; with a dent if asked for."""
    rng = np.random.default_rng(seed)
    points = box(count, SIZE, seed)
    top = points[:, 2] > SIZE[2] / 2 - 1e-6
    x, y = points[top, 0], points[top, 1]
    points[top, 2] += 7.0 * np.exp(-(((x - 14) / 5) ** 2) - ((y - 7) / 5) ** 2)
    points[top, 2] += 4.0 * np.exp(-(((x + 17) / 9) ** 2) - ((y + 9) / 3) ** 2)
    points[top, 2] -= dent * np.exp(-(((x + 6) / 4) ** 2) - ((y - 9) / 4) ** 2)
    points += rng.normal(0.0, 0.02, points.shape)
    if not turned:
        return points
    return points @ rotation(seed).T + rng.uniform(-30.0, 30.0, 3)


def write_parts(folder: Path, good: int = 3) -> list[Path]:
    """Write good scans as npy; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"good-{number}.npy" for number in range(1, good + 1)]
    for number, path in enumerate(paths):
        np.save(path, bracket(100 + number))
    return paths


def bracket_design(path: Path, inspector: object = None) -> Design:
    """A saved design of three good parts, which lie beside it."""
    scans = [read_scan(part) for part in write_parts(path.parent / "good")]
    return Design.create(inspector, scans, name="bracket 4711").save(path)  # type: ignore[arg-type]


def write_mesh(path: Path) -> Path:
    """The block without boss and ridge as an off file: a CAD model of another part, in fact."""
    x, y, z = (0.5 * side for side in SIZE)
    corners = [(a, b, c) for a in (-x, x) for b in (-y, y) for c in (-z, z)]
    quads = ["0 1 3 2", "4 6 7 5", "0 4 5 1", "2 3 7 6", "0 2 6 4", "1 5 7 3"]
    rows = ["OFF", "8 6 0", *(" ".join(map(str, c)) for c in corners), *(f"4 {q}" for q in quads)]
    path.write_text("\n".join(rows))
    return path
