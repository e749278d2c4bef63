"""Reading a run file, also while it grows: docs/run-file.md describes the layout."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from btp_core.base.arrays import Float32Array
from btp_core.base.errors import DataError
from btp_core.base.foreign_hdf5 import DAMAGE, ForeignGroup, open_foreign
from btp_core.base.messages import Message
from btp_core.batch.group_names import group_name, is_scan_name, scan_name
from btp_core.batch.journaled_file import JournaledFile
from btp_core.batch.row import ScanRow
from btp_core.batch.run_header import RunHeader
from btp_core.batch.stored_array import read_array
from btp_core.batch.stored_encoding import read_encoding
from btp_core.inspection.encoded import EncodedScan

SCANS = "scans"
AXES = "axes"
"""What coordinates of embeddings are along, the same for all scans of a run."""
_SIGNATURE = b"\x89HDF\r\n\x1a\n"
_MAX_PARTS = 5_000_000
"""Scans, folders and arrays of a run."""
_ATTEMPTS = 20
_PAUSE_SECONDS = 0.05

T = TypeVar("T")


def damaged(path: Path, error: Exception) -> DataError:
    """The error for a file that HDF5 cannot make sense of."""
    text = str(error).strip("'\"").splitlines()
    return DataError(
        Message(
            "The run file is damaged ({reason}).", reason=text[0] if text else type(error).__name__
        ),
        path=path,
        next_step="Use a copy of it, or inspect the folder again into a new file.",
    )


def check_content(file: JournaledFile, path: Path) -> None:
    """Raise :class:`DataError` for what is no HDF5 file, or ends too early."""
    size = file.seek(0, 2)
    file.seek(0)
    start = file.read(48) or b""
    file.seek(0)
    if not start.startswith(_SIGNATURE):
        raise DataError(
            "Not a run file." if size else "Not a run file: it is empty.",
            path=path,
            next_step="Name a file written by `btp-inspect batch`, or a new one.",
        )
    # Superblocks of version 2 and 3 say where the file ends.
    if len(start) < 48 or (start[8] in (2, 3) and int.from_bytes(start[28:36], "little") > size):
        raise DataError(
            "The run file is cut short.",
            path=path,
            next_step="Copy it again, or inspect the folder again into a new file.",
        )


class RunFile:
    """A run file, opened for reading.

    Raises
    ------
    DataError
        The file is missing, cut short, damaged, no run file, or of another schema version.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._open = ExitStack()
        try:
            self._raw = JournaledFile(self.path)
        except OSError as error:
            raise DataError(
                Message("Cannot be read ({reason}).", reason=error.strerror or error),
                path=self.path,
                next_step="Check the name and your permission to read it.",
            ) from error
        self._open.callback(self._raw.close)
        try:
            check_content(self._raw, self.path)
            self._file = self._open.enter_context(open_foreign(self._raw))
            self.header = RunHeader.read(self._file)
        except DataError as error:
            self.close()
            raise DataError(error.cause, path=self.path, next_step=error.next_step) from error
        except DAMAGE as error:
            self.close()
            raise damaged(self.path, error) from error

    def __enter__(self) -> RunFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._open.close()

    def rows(self) -> Iterator[ScanRow]:
        """All scans; raises :class:`DataError` where the file is damaged."""
        try:
            yield from _records(self._file.group(SCANS))
        except DAMAGE as error:
            raise damaged(self.path, error) from error

    def row(self, name: str) -> ScanRow | None:
        """The row of a scan, or None."""
        return self._read(
            name, lambda group: ScanRow.read(name, group) if "status" in group.attrs else None
        )

    def scores(self, name: str) -> Float32Array:
        """``(N,)`` float32, in the order of the scan's file."""
        found: Float32Array | None = self._array(name, Message("scores"))
        return self._there(found, name, Message("scores"))

    def deviation(self, name: str) -> Float32Array | None:
        """``(N,)`` float32 from the design, NaN where it says nothing; None without one."""
        return self._array(name, "deviation")

    def points(self, name: str) -> NDArray[Any] | None:
        """``(N, 3)`` in the scan's units, or None where they were not kept."""
        return self._array(name, "points")

    def encoding(self, name: str) -> EncodedScan:
        """The encoding for scoring.

        Raises
        ------
        DataError
            It was not kept, or is damaged.
        """

        def read(group: ForeignGroup) -> EncodedScan | None:
            if "encoding" not in group:
                return None
            stored = group.group("encoding")
            if stored.attrs.integer("n_points") != len(group.array("scores")):
                raise ValueError("scores and encoding are of different scans")
            points = read_array(group.array("points"), self._raw) if "points" in group else None
            return read_encoding(stored, points, self.header.model_sha256, self._axes(), self._raw)

        return self._there(self._read(name, read), name, Message("encoding"))

    def _axes(self) -> Float32Array | None:
        if AXES not in self._file:
            return None
        axes: Float32Array = read_array(self._file.array(AXES), self._raw)
        if axes.dtype != np.float32 or axes.ndim != 2 or not np.isfinite(axes).all():
            raise ValueError("the axes of the embeddings are malformed")
        return axes

    def has_encoding(self, name: str) -> bool:
        """Whether the encoding of a scan was kept."""
        return bool(self._read(name, lambda group: "encoding" in group))

    def copy_array(self, name: str, array: str, target: Any) -> None:
        """Copy an array of a scan as it is stored to another file's group, if there is one."""

        def copy(group: ForeignGroup) -> None:
            if array in group:
                group.copy_to(array, target, array)

        self._read(name, copy)

    def _array(self, name: str, array: str) -> NDArray[Any] | None:
        return self._read(
            name,
            lambda group: read_array(group.array(array), self._raw) if array in group else None,
        )

    def _read(self, name: str, read: Callable[[ForeignGroup], T | None]) -> T | None:
        try:
            place = f"{SCANS}/{group_name(name)}"
            return read(self._file.group(place)) if place in self._file else None
        except DAMAGE as error:
            raise damaged(self.path, error) from error

    def _there(self, found: T | None, name: str, what: str) -> T:
        if found is None:
            raise DataError(
                Message("The run file has no {what} of {name!r}.", what=what, name=name),
                path=self.path,
                next_step="Check the folder again without leaving it out.",
            )
        return found


def is_run_file(path: Path) -> bool:
    """Whether a file says that it is a run file; it may still be damaged."""
    try:
        with closing(JournaledFile(path)) as raw:
            check_content(raw, path)
            with open_foreign(raw) as file:
                return "schema_version" in file.attrs and SCANS in file
    except (DataError, *DAMAGE):
        return False


def read_run(path: Path | str, read: Callable[[RunFile], T]) -> T:
    """Call ``read`` with the opened file, once more when the file changed meanwhile.

    A reader that looks at indices while the writer replaces them meets checksums that do not
    fit; a moment later it sees the new state.

    Raises
    ------
    DataError
        The file cannot be read, and nobody is writing it.
    """
    path = Path(path)
    for _ in range(_ATTEMPTS):
        before = _state(path)
        try:
            with RunFile(path) as run:
                return read(run)
        except DataError:
            time.sleep(_PAUSE_SECONDS)
            if _state(path) == before:
                raise
    with RunFile(path) as run:
        return read(run)


def read_table(path: Path | str) -> tuple[RunHeader, list[ScanRow]]:
    """Header and all rows of a run, sorted by name; raises :class:`DataError`."""

    def rows(run: RunFile) -> tuple[RunHeader, list[ScanRow]]:
        return run.header, sorted(run.rows(), key=lambda row: row.name)

    return read_run(path, rows)


def _state(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (-1, -1)
    return status.st_mtime_ns, status.st_size


def _records(scans: ForeignGroup) -> Iterator[ScanRow]:
    def enter(_: str, group: ForeignGroup) -> bool:
        return "status" in group.attrs or "n_points" not in group.attrs  # which encodings have

    for path, item in scans.walk(_MAX_PARTS, enter):
        if not isinstance(item, ForeignGroup) or "status" not in item.attrs:
            continue
        name = "/".join(scan_name(part) for part in path.split("/"))
        if is_scan_name(name, path):
            yield ScanRow.read(name, item)
