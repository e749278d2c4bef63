"""HDF5: the data set of points is found by its name or, if there is only one, by its shape."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from btp_core.base.foreign_hdf5 import DAMAGE, ForeignGroup, is_plain, open_foreign, values_of
from btp_core.scans.formats.array_choice import ArrayInfo, choose_arrays, scan_from_arrays
from btp_core.scans.limits import DamagedFileError, ReadLimits
from btp_core.scans.scan import Scan

_MAX_PARTS = 10_000


def read(path: Path, limits: ReadLimits) -> Scan:
    """Read an HDF5 file; only data stored in the file itself."""
    try:
        with open_foreign(path) as file:
            infos = {
                name: ArrayInfo(tuple(item.shape), np.dtype(item.dtype))
                for name, item in file.walk(_MAX_PARTS)
                if not isinstance(item, ForeignGroup) and is_plain(item)
            }
            choice = choose_arrays(infos, limits)
            arrays: dict[str, NDArray[Any]] = {
                name: values_of(file.array(name)) for name in choice.names
            }
            return scan_from_arrays(choice, arrays)
    except MemoryError:
        raise
    except DAMAGE as error:
        raise DamagedFileError(
            f"{str(error).splitlines()[0] if str(error) else error!r}."
        ) from error
