"""Labelled scans of a benchmark in HDF5, since parsing text takes longer than scoring.

One file for each scan, in the user's cache folder. An entry counts while the files it was made
from have the same size and time of change, or the same content. It is only ever a help: what is
stale, damaged or of another layout is made again, and what cannot be stored is read each time.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import h5py
import numpy as np
import platformdirs

from btp_core.base.arrays import BoolArray, Float32Array
from btp_core.base.checksums import file_sha256
from btp_core.base.errors import OutputError
from btp_core.base.files import atomic_path
from btp_core.base.foreign_hdf5 import DAMAGE, ForeignGroup, open_foreign, values_of
from btp_core.base.opening import parse_json
from btp_core.scans.limits import ReadLimits

log = logging.getLogger(__name__)

LAYOUT = 1
"""Version of what an entry holds; entries of another one are made again."""
_MAX_ATTRIBUTE = 10_000

Labelled = tuple[Float32Array, BoolArray]
"""Points ``(N, 3)`` and labels ``(N,)``."""


@dataclass(frozen=True)
class FileState:
    """What tells that a file has changed."""

    size: int
    mtime_ns: int

    @classmethod
    def of(cls, path: Path) -> FileState:
        """Its state now; raises ``OSError``."""
        status = path.stat()
        return cls(status.st_size, status.st_mtime_ns)


def default_cache_folder() -> Path:
    """In the user's cache folder."""
    return platformdirs.user_cache_path("btp-inspect", appauthor=False) / "benchmark-scans"


class ScanCache:
    """Labelled scans by the files they were read from.

    Parameters
    ----------
    folder
        Where the entries lie; in the user's cache folder unless given. Made when needed.
    limits
        How large an entry may be.
    """

    def __init__(self, folder: Path | None = None, limits: ReadLimits | None = None) -> None:
        self.folder = folder if folder is not None else default_cache_folder()
        self._limits = limits if limits is not None else ReadLimits()

    def path_of(self, sources: Sequence[Path]) -> Path:
        """Where the scan read from ``sources`` is kept."""
        names = "\n".join(str(source.resolve()) for source in sources)
        digest = hashlib.sha256(names.encode("utf-8", "surrogateescape")).hexdigest()
        return self.folder / f"{digest[:32]}.h5"

    def get(self, sources: Sequence[Path]) -> Labelled | None:
        """The scan read from ``sources``, or None if it has to be read (again)."""
        path = self.path_of(sources)
        if not path.exists():
            return None
        try:
            with open_foreign(path) as file:
                if file.attrs["layout"] != LAYOUT or not _are_same(sources, file):
                    return None
                return self._read(file)
        except DAMAGE as error:
            log.warning("Ignoring the damaged cache entry %s (%s).", path, error)
            return None

    def put(self, sources: Sequence[Path], states: Sequence[FileState], scan: Labelled) -> None:
        """Keep a scan that was read while ``sources`` were in ``states``."""
        points, labels = scan
        try:
            facts = [
                {**asdict(state), "sha256": file_sha256(source)}
                for source, state in zip(sources, states, strict=True)
            ]
            if [FileState.of(source) for source in sources] != list(states):
                return  # written to while it was read
            with (
                atomic_path(self.path_of(sources)) as temporary,
                h5py.File(temporary, "w") as file,
            ):
                file.attrs["layout"] = LAYOUT
                file.attrs["sources"] = json.dumps(facts)
                file.attrs["digest"] = _digest(points, labels)
                file.create_dataset("points", data=points, compression="lzf", shuffle=True)
                file.create_dataset("labels", data=labels.astype(np.uint8), compression="lzf")
        except (OSError, OutputError) as error:
            log.warning("A scan is not kept for the next time: %s", error)

    def _read(self, file: ForeignGroup) -> Labelled:
        points, labels = file.array("points"), file.array("labels")
        n_points = len(points)
        if n_points > self._limits.max_points:
            raise ValueError(f"it announces {n_points:,} points")
        if (points.shape, labels.shape) != ((n_points, 3), (n_points,)):
            raise ValueError(f"points have shape {points.shape}, labels {labels.shape}")
        if (points.dtype, labels.dtype) != (np.float32, np.uint8):
            raise ValueError(f"points are {points.dtype}, labels {labels.dtype}")
        found = values_of(points), values_of(labels) != 0
        if file.attrs["digest"] != _digest(*found):
            raise ValueError("its checksum is wrong")
        return found


def _are_same(sources: Sequence[Path], file: ForeignGroup) -> bool:
    text = file.attrs["sources"]
    if not isinstance(text, str) or len(text) > _MAX_ATTRIBUTE:
        raise ValueError("it does not say what it was made from")
    facts = parse_json(text)
    if len(facts) != len(sources):
        return False
    for source, fact in zip(sources, facts, strict=True):
        state = FileState.of(source)
        if state.size != fact["size"]:
            return False
        if state.mtime_ns != fact["mtime_ns"] and file_sha256(source) != fact["sha256"]:
            return False
    return True


def _digest(points: Float32Array, labels: BoolArray) -> str:
    found = hashlib.sha256(np.ascontiguousarray(points).tobytes())
    found.update(labels.astype(np.uint8).tobytes())
    return found.hexdigest()
