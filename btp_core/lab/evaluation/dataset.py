"""Folders of labelled scans: npz files and an ``index.json`` beside them.

A scan's file holds ``points`` (N, 3), ``labels`` (N,) and, optionally, ``types`` (N,). The index
tells what a table is grouped by: the defect types in a scan and where its object came from. Where
there is no index, the types are read from the file names (``part_chip+dent_2.npz``). All of this
is labelling, for the evaluation only; scoring sees the points alone.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from btp_core.base.arrays import BoolArray, Float32Array, IntArray, UInt8Array
from btp_core.base.errors import DataError
from btp_core.base.opening import parse_json, read_small, reason_of
from btp_core.lab.evaluation.regions import defect_regions

INDEX_NAME = "index.json"
MAX_SCAN_BYTES = 2**31
MAX_INDEX_BYTES = 2**26

_NAMED_KINDS = frozenset(
    {"bulge", "dent", "scratch", "crack", "chip", "missing", "hole", "pitting", "roughness", "burr"}
)
_NEXT_STEP = "Labelled scans are npz files with points (N, 3) and labels (N,)."


@dataclass(frozen=True, eq=False)
class LabelledScan:
    """A scan with its truth.

    Attributes
    ----------
    name
        File name without its suffix.
    points
        ``(N, 3)`` float32, finite.
    labels
        ``(N,)`` bool, True is defective.
    types
        ``(N,)`` uint8 code of the defect type at each point, or None.
    kinds
        Names of the defect types in the scan; empty when good or unknown.
    source
        Where the object came from, or None.
    """

    name: str
    points: Float32Array
    labels: BoolArray
    types: UInt8Array | None = None
    kinds: tuple[str, ...] = ()
    source: str | None = None

    @property
    def defective(self) -> bool:
        """The object's truth: whether any point of the scan is defective."""
        return bool(self.labels.any())

    @cached_property
    def regions(self) -> IntArray:
        """``(N,)`` connected defect regions; found once, since it takes as long as scoring them."""
        return defect_regions(self.points, self.labels)

    def load(self) -> LabelledScan:
        """The scan itself, so that scans in memory serve wherever entries do."""
        return self


class ScanEntry(Protocol):
    """Anything that has a name and can be loaded: a file's entry, or a scan in memory."""

    @property
    def name(self) -> str:
        """File name without its suffix."""

    def load(self) -> LabelledScan:
        """Read the scan; raises :class:`~btp_core.base.errors.DataError`."""


@dataclass(frozen=True)
class FileEntry:
    """A labelled scan on disk and what the index says of it."""

    path: Path
    kinds: tuple[str, ...] = ()
    source: str | None = None

    @property
    def name(self) -> str:
        """File name without its suffix."""
        return self.path.stem

    def load(self) -> LabelledScan:
        """Read the file.

        Raises
        ------
        DataError
            The file is missing, too large, damaged, holds pickles, or the arrays do not fit.
        """
        arrays = _read_npz(self.path)
        points = _checked_points(arrays, self.path)
        labels = _checked_codes(arrays["labels"], "labels", points, self.path)
        types = arrays.get("types")
        return LabelledScan(
            name=self.name,
            points=points,
            labels=labels != 0,
            types=None if types is None else _checked_codes(types, "types", points, self.path),
            kinds=self.kinds,
            source=self.source,
        )


def read_labelled_folder(folder: Path) -> list[FileEntry]:
    """List the labelled scans of a folder, without reading them.

    Parameters
    ----------
    folder
        Holds npz files and, optionally, ``index.json``: a list of records (or an object with such
        a list under ``"scans"``), each with ``file`` (it may lie deeper) and, optionally,
        ``kinds`` and one of ``source``, ``family`` and ``mesh``, whose first part (up to a slash
        or a colon) names the source.

    Returns
    -------
    list of FileEntry
        In the order of their names.

    Raises
    ------
    DataError
        There is no such folder, it holds no npz file, or the index is malformed.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise DataError("There is no such folder.", path=folder, next_step=_NEXT_STEP)
    entries = {path: FileEntry(path, _kinds_of_name(path.stem)) for path in folder.glob("*.npz")}
    entries |= {entry.path: entry for entry in _read_index(folder)}
    if not entries:
        raise DataError("The folder holds no npz file.", path=folder, next_step=_NEXT_STEP)
    return [entries[path] for path in sorted(entries)]


def sample_entries(entries: Sequence[FileEntry], limit: int | None) -> list[FileEntry]:
    """Choose ``limit`` entries at random but always the same, in their order; all if None.

    The first few would be one object's scans, and every n-th would be good ones only where
    each object comes once good and twice defective.
    """
    if limit is None or limit >= len(entries):
        return list(entries)
    chosen = np.random.default_rng(0).choice(len(entries), limit, replace=False)
    return [entries[index] for index in sorted(chosen)]


def _read_index(folder: Path) -> list[FileEntry]:
    path = folder / INDEX_NAME
    if not path.exists():
        return []
    try:
        content = parse_json(read_small(path, MAX_INDEX_BYTES))
    except (OSError, ValueError) as error:
        raise DataError(f"The index cannot be read ({reason_of(error)}).", path=path) from error
    records = content.get("scans") if isinstance(content, dict) else content
    if not isinstance(records, list):
        raise DataError("The index is not a list of scans.", path=path)
    return [_read_record(record, path) for record in records]


def _read_record(record: Any, path: Path) -> FileEntry:
    if not isinstance(record, dict) or not isinstance(record.get("file"), str):
        raise DataError("An entry of the index names no file.", path=path)
    name = Path(record["file"])
    if name.is_absolute() or ".." in name.parts or name.suffix != ".npz":
        raise DataError(f"'{name}' is not an npz file inside the folder.", path=path)
    kinds = record.get("kinds", [])
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise DataError(f"The kinds of '{name}' are not a list of names.", path=path)
    origin = next((record[k] for k in ("source", "family", "mesh") if record.get(k)), None)
    source = re.split(r"[/\\:]", str(origin).lstrip("/"))[0] if origin else None
    return FileEntry(path.parent / name, tuple(kinds), source)


def _kinds_of_name(stem: str) -> tuple[str, ...]:
    for part in reversed(stem.split("_")):
        kinds = part.split("+")
        if all(kind in _NAMED_KINDS for kind in kinds):
            return tuple(kinds)
    return ()


def _read_npz(path: Path) -> dict[str, np.ndarray[Any, Any]]:
    try:
        with zipfile.ZipFile(path) as archive:
            # The directory of the archive tells the sizes before anything is unpacked.
            if sum(member.file_size for member in archive.infolist()) > MAX_SCAN_BYTES:
                raise DataError("The file unpacks to more than 2 GiB.", path=path)
        with np.load(path, allow_pickle=False) as archive:
            wanted = [key for key in ("points", "labels", "types") if key in archive.files]
            arrays = {key: archive[key] for key in wanted}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, NotImplementedError) as error:
        raise DataError(
            f"The labelled scan cannot be read ({error}).", path=path, next_step=_NEXT_STEP
        ) from error
    for key in ("points", "labels"):
        if key not in arrays:
            raise DataError(f"The file holds no '{key}'.", path=path, next_step=_NEXT_STEP)
    return arrays


def _checked_points(arrays: dict[str, np.ndarray[Any, Any]], path: Path) -> Float32Array:
    points = arrays["points"]
    if points.ndim != 2 or points.shape[1] != 3 or points.dtype.kind not in "fiu":
        raise DataError(
            f"'points' has shape {points.shape} and type {points.dtype}.",
            path=path,
            next_step=_NEXT_STEP,
        )
    if len(points) == 0 or not np.isfinite(points).all():
        raise DataError("'points' is empty or not finite everywhere.", path=path)
    return points.astype(np.float32, copy=False)


def _checked_codes(
    codes: np.ndarray[Any, Any], what: str, points: Float32Array, path: Path
) -> UInt8Array:
    if codes.shape != (len(points),) or codes.dtype.kind not in "biu":
        raise DataError(
            f"'{what}' has shape {codes.shape} and type {codes.dtype} for {len(points)} points.",
            path=path,
            next_step="It must hold one whole number a point.",
        )
    if codes.size and (codes.min() < 0 or codes.max() > 255):
        raise DataError(f"'{what}' holds numbers outside 0 .. 255.", path=path)
    return codes.astype(np.uint8)
