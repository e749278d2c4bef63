"""What the file names of the benchmarks say: good or not, and the kind of defect."""

from __future__ import annotations

import re
from enum import StrEnum

GOOD_WORDS = {"good": "real3d-ad", "positive": "anomaly-shapenet"}
"""A good scan has one of these in its name; each benchmark has its own."""
_TEMPLATE = "temp"
_OF_THE_FILE = frozenset({"cut", "copy"})


class DatasetKind(StrEnum):
    """The benchmarks that can be read."""

    REAL3D_AD = "real3d-ad"
    ANOMALY_SHAPENET = "anomaly-shapenet"

    @property
    def full_name(self) -> str:
        """Its name as published."""
        return {"real3d-ad": "Real3D-AD", "anomaly-shapenet": "Anomaly-ShapeNet"}[self.value]


def words_of(stem: str, category: str) -> tuple[str, ...]:
    """The words of a file name in lower case, numbers and the category's name left out.

    ``12_bulge_cut`` gives bulge and cut; ``ashtray0_bulge3`` in the category ashtray0 gives bulge.
    """
    rest = stem.lower().removeprefix(category.lower())
    return tuple(re.findall(r"[^\W\d_]+", rest))


def is_template(stem: str, category: str) -> bool:
    """Whether a file is a whole good object that only training is meant to see."""
    return any(word.startswith(_TEMPLATE) for word in words_of(stem, category))


def kind_of_good(stem: str, category: str) -> DatasetKind | None:
    """Which benchmark calls a good scan so; None for a defective one."""
    found = [GOOD_WORDS[word] for word in words_of(stem, category) if word in GOOD_WORDS]
    return DatasetKind(found[0]) if found else None


def defect_of(stem: str, category: str) -> str:
    """The kind of defect that a defective scan is named after; "defect" where it says none."""
    words = [word for word in words_of(stem, category) if word not in _OF_THE_FILE]
    return words[0] if words else "defect"
