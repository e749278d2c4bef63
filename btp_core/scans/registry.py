"""Which reader serves which extension."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from btp_core.scans.limits import ReadLimits
from btp_core.scans.scan import Scan

Reader = Callable[[Path, ReadLimits], Scan]
"""Reads a file into an unchecked scan; raises ``DamagedFileError`` or ``TooLargeError``."""


@dataclass(frozen=True)
class ScanFormat:
    """One file format.

    Attributes
    ----------
    name
        What to call it in messages.
    module
        The module in this package whose ``read(path, limits)`` reads it. Imported at first use,
        since some formats pull in large libraries.
    extensions
        Lower-case file extensions, with the dot.
    """

    name: str
    module: str
    extensions: tuple[str, ...]

    def reader(self) -> Reader:
        """Import the module and return its ``read`` function."""
        read: Reader = import_module(f"btp_core.scans.formats.{self.module}").read
        return read


FORMATS = (
    ScanFormat("PLY", "ply", (".ply",)),
    ScanFormat("PCD", "pcd", (".pcd",)),
    ScanFormat("OBJ", "obj", (".obj",)),
    ScanFormat("STL", "stl", (".stl",)),
    ScanFormat("OFF", "off", (".off",)),
    ScanFormat("text", "text", (".xyz", ".txt", ".asc", ".csv", ".pts")),
    ScanFormat("NumPy", "numpy_files", (".npy", ".npz")),
    ScanFormat("HDF5", "hdf5", (".h5", ".hdf5")),
    ScanFormat("LAS", "las", (".las", ".laz")),
    ScanFormat("TIFF", "tiff", (".tif", ".tiff")),
)

_BY_EXTENSION = {
    extension: scan_format for scan_format in FORMATS for extension in scan_format.extensions
}


def supported_extensions() -> tuple[str, ...]:
    """Return the extensions that can be read, lower case, with the dot, e.g. ``(".ply", ...)``."""
    return tuple(_BY_EXTENSION)


def format_of(path: Path) -> ScanFormat | None:
    """Return the format that ``path``'s extension (in any case) stands for, or None."""
    return _BY_EXTENSION.get(path.suffix.lower())
