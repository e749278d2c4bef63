"""NumPy files: npy (one array) and npz (a zip of them). Nothing is ever unpickled."""

from __future__ import annotations

import tokenize
import zipfile
import zlib
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy_format
from numpy.typing import NDArray

from btp_core.scans.formats.array_choice import ArrayInfo, choose_arrays, scan_from_arrays
from btp_core.scans.limits import DamagedFileError, ReadLimits
from btp_core.scans.scan import Scan

_MAX_ARRAYS = 1000
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    KeyError,
)


def read(path: Path, limits: ReadLimits) -> Scan:
    """Read an npy or npz file; of an npz, only the arrays that make up the scan."""
    if path.suffix.lower() == ".npy":
        return _read_npy(path, limits)
    try:
        return _read_npz(path, limits)
    except _ZIP_ERRORS as error:
        raise DamagedFileError("the archive is damaged ({reason}).", reason=error) from error


def _read_npy(path: Path, limits: ReadLimits) -> Scan:
    with path.open("rb") as file:
        info, order = _read_info(file)
        room = path.stat().st_size - file.tell()
        choice = choose_arrays({"points": info}, limits)
        return scan_from_arrays(choice, {"points": _read_values(file, info, order, room)})


def _read_npz(path: Path, limits: ReadLimits) -> Scan:
    with zipfile.ZipFile(path) as archive:
        members = [m for m in archive.infolist() if m.filename.endswith(".npy")]
        if len(members) > _MAX_ARRAYS:
            raise DamagedFileError("it holds {count:,} arrays.", count=len(members))
        by_name = {member.filename.removesuffix(".npy"): member for member in members}
        infos: dict[str, ArrayInfo] = {}
        pickled = []
        for name, member in by_name.items():
            with archive.open(member) as file:
                try:
                    infos[name] = _read_info(file)[0]
                except _PickledError:
                    pickled.append(name)
        if pickled and not any(info.holds_points for info in infos.values()):
            raise _PickledError()
        choice = choose_arrays(infos, limits)
        arrays = {}
        for name in choice.names:
            with archive.open(by_name[name]) as file:
                info, order = _read_info(file)
                # Unpacking stops at the size that the array's own header gives, which was checked
                # against the limits.
                room = by_name[name].file_size - file.tell()
                arrays[name] = _read_values(file, info, order, room)
        return scan_from_arrays(choice, arrays)


class _PickledError(DamagedFileError):
    def __init__(self) -> None:
        super().__init__("it holds pickled objects, which could run code; they are not loaded.")


def _read_info(file: IO[bytes]) -> tuple[ArrayInfo, bool]:
    """Read an array's header; return shape and type, and whether it is in Fortran order."""
    try:
        version = npy_format.read_magic(file)
        read_header = {
            (1, 0): npy_format.read_array_header_1_0,
            (2, 0): npy_format.read_array_header_2_0,
        }.get(version)
        if read_header is None:
            raise DamagedFileError("an array is of the unknown version {version}.", version=version)
        shape, fortran_order, dtype = read_header(file)
    except (ValueError, TypeError, SyntaxError, tokenize.TokenError, RecursionError) as error:
        raise DamagedFileError("an array's header makes no sense.") from error
    if dtype.hasobject:
        raise _PickledError()
    if any(length < 0 for length in shape):
        raise DamagedFileError("an array's size is negative.")
    return ArrayInfo(tuple(int(length) for length in shape), dtype), fortran_order


def _read_values(file: IO[bytes], info: ArrayInfo, fortran_order: bool, room: int) -> NDArray[Any]:
    if info.n_bytes > room:
        raise DamagedFileError(
            "an array of shape {shape} is announced, but not complete.", shape=info.shape
        )
    data = file.read(info.n_bytes)
    if len(data) < info.n_bytes:
        raise DamagedFileError("it ends before its last array does.")
    values = np.frombuffer(data, dtype=info.dtype)
    return values.reshape(info.shape, order="F" if fortran_order else "C")
