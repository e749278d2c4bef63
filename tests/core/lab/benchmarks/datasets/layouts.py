"""Small folders in exactly the layouts of the benchmarks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pypcd4 import Encoding, PointCloud

from tests.core.shapes_for_tests import dented_plate

POINTS = 1200


def write_pcd(path: Path, points: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = list(points.T.astype(np.float32))
    cloud = PointCloud.from_points(columns, ("x", "y", "z"), (np.float32,) * 3)
    cloud.save(path, encoding=Encoding.BINARY)


def write_truth(path: Path, points: np.ndarray, labels: np.ndarray, separator: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    table = np.column_stack([points.astype(np.float32), labels])
    np.savetxt(path, table, fmt=["%.7g"] * 3 + ["%g"], delimiter=separator)


def plate(depth: float, seed: int, count: int = POINTS) -> tuple[np.ndarray, np.ndarray]:
    points, dented = dented_plate(count, depth, seed)
    return points, dented & (depth > 0)


def write_real3d_ad(
    root: Path,
    categories: tuple[str, ...] = ("duck", "shell"),
    *,
    good: int = 1,
    defective: int = 2,
    points: int = POINTS,
) -> Path:
    """Numbered scans, blanks in ``gt``; also a cut copy and a template among the tests."""
    for place, category in enumerate(categories):
        folder = root / category
        write_pcd(folder / "train" / "1_template.pcd", plate(0.0, 900 + place)[0])
        write_pcd(folder / "test" / "9_template.pcd", plate(0.0, 950 + place)[0])
        for number in range(good):
            cloud = plate(0.0, 10 * place + number, points)[0]
            write_pcd(folder / "test" / f"{number}_good.pcd", cloud)
        for number in range(defective):
            stem = f"{100 + number}_{('bulge', 'sink_cut')[number % 2]}"
            cloud, labels = plate(0.3, 100 + 10 * place + number, points)
            write_pcd(folder / "test" / f"{stem}.pcd", cloud)
            write_truth(folder / "gt" / f"{stem}.txt", cloud, labels, " ")
    return root


def write_anomaly_shapenet(
    root: Path,
    categories: tuple[str, ...] = ("cap0", "vase1"),
    *,
    good: int = 1,
    points: int = POINTS,
) -> Path:
    """The category in every name, commas in ``GT``."""
    for place, category in enumerate(categories):
        folder = root / category
        write_pcd(folder / "train" / f"{category}_template0.pcd", plate(0.0, 900 + place)[0])
        for number in range(good):
            cloud = plate(0.0, 20 + 10 * number + place, points)[0]
            write_pcd(folder / "test" / f"{category}_positive{number}.pcd", cloud)
        for number, defect in enumerate(("bulge", "concavity")):
            stem = f"{category}_{defect}{number}"
            cloud, labels = plate(0.3, 200 + 10 * place + number, points)
            write_pcd(folder / "test" / f"{stem}.pcd", cloud)
            write_truth(folder / "GT" / f"{stem}.txt", cloud, labels, ",")
    return root
