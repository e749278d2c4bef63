"""Small labelled plates, in memory and on disk."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from btp_core.lab.evaluation.dataset import LabelledScan


def make_plate(name: str, kinds: tuple[str, ...] = (), source: str | None = None) -> LabelledScan:
    """A rough plate of 900 points; one corner is defective, with a second kind two are."""
    random = np.random.default_rng(len(name))
    x, y = (c.ravel().astype(np.float64) for c in np.meshgrid(np.arange(30), np.arange(30)))
    points = np.stack([x, y, 0.05 * random.normal(size=900)], axis=1)
    labels = np.zeros(900, dtype=bool)
    types = np.zeros(900, dtype=np.uint8)
    for number, _ in enumerate(kinds):
        edge = (x < 5) & (y < 5) if number == 0 else (x > 24) & (y > 24)
        labels |= edge
        types[edge] = number + 1
        points[edge, 2] += random.normal(size=edge.sum())
    return LabelledScan(name, points.astype(np.float32), labels, types, kinds, source)


@pytest.fixture(scope="session")
def plate() -> Callable[..., LabelledScan]:
    return make_plate


@pytest.fixture
def plate_folder(tmp_path: Path) -> Path:
    """Six plates of two sources with an index."""
    folder = tmp_path / "plates"
    folder.mkdir()
    records = []
    for number, kinds in enumerate([(), ("dent",), ("crack",), (), ("dent",), ("dent", "crack")]):
        scan = make_plate(f"plate_{number}", kinds, f"source_{number % 2}")
        np.savez(folder / f"{scan.name}.npz", points=scan.points, labels=scan.labels)
        records.append({"file": f"{scan.name}.npz", "kinds": list(kinds), "source": scan.source})
    (folder / "index.json").write_text(json.dumps(records), encoding="utf-8")
    return folder
