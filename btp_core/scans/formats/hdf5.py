"""HDF5: the data set of points is found by its name or, if there is only one, by its shape."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from btp_core.scans.formats.array_choice import ArrayInfo, choose_arrays, scan_from_arrays
from btp_core.scans.limits import DamagedFileError, ReadLimits
from btp_core.scans.scan import Scan

_MAX_DATASETS = 1000
_MAX_DEPTH = 8


def read(path: Path, limits: ReadLimits) -> Scan:
    """Read an HDF5 file; only data stored in the file itself."""
    import h5py

    try:
        with h5py.File(path, "r") as file:
            infos: dict[str, ArrayInfo] = {}
            _collect(file, "", 0, infos)
            choice = choose_arrays(infos, limits)
            arrays: dict[str, NDArray[Any]] = {}
            for name in choice.names:
                arrays[name] = _read_dataset(file[name], infos[name])
            return scan_from_arrays(choice, arrays)
    # h5py turns HDF5's errors into whichever of these comes closest.
    except (OSError, RuntimeError, KeyError, ValueError, TypeError, UnicodeError) as error:
        raise DamagedFileError(
            f"{str(error).splitlines()[0] if str(error) else error!r}."
        ) from error


def _collect(group: Any, prefix: str, depth: int, infos: dict[str, ArrayInfo]) -> None:
    """Add the data sets below ``group``, except linked ones: links may lead out, or in circles."""
    import h5py

    if depth > _MAX_DEPTH:
        return
    for name in group:
        if len(infos) >= _MAX_DATASETS:
            return
        if not isinstance(group.get(name, getlink=True), h5py.HardLink):
            continue
        item = group[name]
        if isinstance(item, h5py.Group):
            _collect(item, f"{prefix}{name}/", depth + 1, infos)
        elif isinstance(item, h5py.Dataset) and is_plain(item):
            infos[prefix + name] = ArrayInfo(tuple(item.shape), item.dtype)


def is_plain(dataset: Any) -> bool:
    """Whether it has a shape, holds no objects, and lies in this very file."""
    if dataset.shape is None or dataset.dtype.hasobject:
        return False
    return not dataset.is_virtual and not dataset.external


def _read_dataset(dataset: Any, info: ArrayInfo) -> NDArray[Any]:
    # Without chunks values are stored as they are, so a damaged size shows before anything is
    # allocated.
    if dataset.chunks is None and dataset.id.get_storage_size() < info.n_bytes:
        raise DamagedFileError(
            "an array of shape {shape} is announced, but not complete.", shape=info.shape
        )
    values: NDArray[Any] = np.asarray(dataset[()])
    return values
