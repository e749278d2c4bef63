"""Real3D-AD and Anomaly-ShapeNet as published: a folder a category, scans and truth apart.

Both have ``train/*.pcd`` (a few whole good objects), ``test/*.pcd`` (good and defective scans) and
a folder of text files that label the points of the defective ones: ``gt`` in Real3D-AD, ``GT`` in
Anomaly-ShapeNet. Whether a scan is good is said by its name. Names are found in any case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from btp_core.base.errors import DataError
from btp_core.lab.benchmarks.datasets.entry import LAYOUT_TEXT, BenchmarkEntry
from btp_core.lab.benchmarks.datasets.names import DatasetKind, defect_of, is_template, kind_of_good
from btp_core.lab.benchmarks.datasets.scan_cache import ScanCache
from btp_core.scans.limits import ReadLimits
from btp_core.scans.reading import DEFAULT_LIMITS

MAX_FILES = 100_000
"""In a folder; more is not one of these benchmarks."""


@dataclass(frozen=True)
class Category:
    """One kind of object: its good prototypes, and its scans to be inspected."""

    name: str
    train: tuple[BenchmarkEntry, ...]
    test: tuple[BenchmarkEntry, ...]


@dataclass(frozen=True)
class BenchmarkDataset:
    """A whole benchmark; categories and scans are in the order of their names."""

    kind: DatasetKind
    folder: Path
    categories: tuple[Category, ...]

    def named(self, names: Iterable[str]) -> tuple[Category, ...]:
        """The categories of these names; raises :class:`DataError` for one that is not there."""
        known = {category.name.casefold(): category for category in self.categories}
        missing = [name for name in names if name.casefold() not in known]
        if missing:
            raise DataError(
                f"There is no category '{missing[0]}'.",
                path=self.folder,
                next_step=f"There are: {', '.join(item.name for item in self.categories)}.",
            )
        return tuple(dict.fromkeys(known[name.casefold()] for name in names))


def read_benchmark(
    folder: Path, cache: ScanCache | None = None, limits: ReadLimits | None = None
) -> BenchmarkDataset:
    """List a benchmark's scans, without reading them.

    Parameters
    ----------
    folder
        Holds the categories' folders; folders without ``train`` and ``test`` are not looked at.
    cache, limits
        For reading the scans.

    Raises
    ------
    DataError
        There is no such folder or no category in it, a category has no scans, a defective scan has
        no truth file, or good scans are named as in both benchmarks.
    """
    folder, limits = Path(folder), limits if limits is not None else DEFAULT_LIMITS
    kinds: dict[DatasetKind, Path] = {}
    categories, truths = [], []
    for place in _listing(folder):
        parts = _folders_in(place) if place.is_dir() and not place.name.startswith(".") else {}
        if "test" not in parts and "train" not in parts:
            continue
        train = tuple(
            BenchmarkEntry(path, None, place.name, None, cache, limits)
            for path in _scans(place, parts.get("train"), "train")
        )
        paths = _scans(place, parts.get("test"), "test")
        found = {path: kind_of_good(path.stem, place.name) for path in paths}
        kinds.update({kind: path for path, kind in found.items() if kind is not None})
        truth = _Truth(parts.get("gt"), place)
        test = tuple(
            BenchmarkEntry(path, None, place.name, None, cache, limits)
            if kind is not None
            else BenchmarkEntry(
                path, truth.of(path), place.name, defect_of(path.stem, place.name), cache, limits
            )
            for path, kind in found.items()
        )
        categories.append(Category(place.name, train, test))
        truths.append(truth)
    if not categories:
        raise DataError("The folder holds no category.", path=folder, next_step=LAYOUT_TEXT)
    if len(kinds) > 1:
        both = " and ".join(f"'{path.name}'" for path in kinds.values())
        raise DataError(
            f"Good scans are named as in two benchmarks ({both}).",
            path=folder,
            next_step="Keep the benchmarks in folders of their own.",
        )
    upper = any(truth.folder is not None and truth.folder.name == "GT" for truth in truths)
    fallback = DatasetKind.ANOMALY_SHAPENET if upper else DatasetKind.REAL3D_AD
    return BenchmarkDataset(next(iter(kinds), fallback), folder, tuple(categories))


class _Truth:
    """The truth files of a category, by name in any case."""

    def __init__(self, folder: Path | None, category: Path) -> None:
        self.folder = folder
        self._category = category
        files = _listing(folder) if folder is not None else []
        self._by_stem = {p.stem.casefold(): p for p in files if p.suffix.lower() == ".txt"}

    def of(self, scan: Path) -> Path:
        found = self._by_stem.get(scan.stem.casefold())
        if found is None:
            where = self.folder if self.folder is not None else self._category / "gt"
            raise DataError(
                f"The scan is defective by its name, but '{where / scan.stem}.txt' is missing.",
                path=scan,
                next_step=LAYOUT_TEXT,
            )
        return found


def _folders_in(category: Path) -> dict[str, Path]:
    return {path.name.casefold(): path for path in _listing(category) if path.is_dir()}


def _scans(category: Path, folder: Path | None, part: str) -> list[Path]:
    paths = [
        path
        for path in (_listing(folder) if folder is not None else [])
        if path.suffix.lower() == ".pcd" and not path.name.startswith(".")
    ]
    if part == "test":
        paths = [path for path in paths if not is_template(path.stem, category.name)]
    if not paths:
        raise DataError(
            f"The category has no scan in '{part}'.", path=category, next_step=LAYOUT_TEXT
        )
    return paths


def _listing(folder: Path) -> list[Path]:
    try:
        paths = []
        for path in folder.iterdir():
            paths.append(path)
            if len(paths) > MAX_FILES:
                raise DataError(
                    f"The folder holds more than {MAX_FILES:,} entries.",
                    path=folder,
                    next_step=LAYOUT_TEXT,
                )
        return sorted(paths)
    except OSError as error:
        raise DataError(
            f"The folder cannot be read ({error.strerror or error}).",
            path=folder,
            next_step=LAYOUT_TEXT,
        ) from error
