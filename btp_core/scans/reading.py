"""From a path to a checked scan, or to an error that says what to do."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

from btp_core.base.errors import LimitExceededError, ScanReadError, UnknownFormatError
from btp_core.base.messages import Message
from btp_core.scans.checks import checked
from btp_core.scans.limits import DamagedFileError, ReadLimits, TooLargeError
from btp_core.scans.registry import ScanFormat, format_of, supported_extensions
from btp_core.scans.scan import Scan

DEFAULT_LIMITS = ReadLimits()


def read_scan(path: Path | str, limits: ReadLimits = DEFAULT_LIMITS) -> Scan:
    """Read a scan file, keeping its points' order, units and full precision.

    Parameters
    ----------
    path
        The file. Its extension chooses the format, see :func:`supported_extensions`.
    limits
        How large it may be.

    Returns
    -------
    Scan
        ``points`` float64 ``(N, 3)`` in the file's order. Points that are not finite and repeated
        points are kept and counted in ``warnings``. Polygons are cut into triangles.

    Raises
    ------
    ScanReadError
        The file is missing, unreadable or damaged; :class:`UnknownFormatError` for an unknown
        extension and :class:`LimitExceededError` for a file over the limits are kinds of it.
    ScanGeometryError
        The file is sound but holds no points, or none with finite coordinates.
    """
    path = Path(path)
    try:
        check_file(path, limits)
        scan_format = format_of(path)
        if scan_format is None:
            raise UnknownFormatError(
                Message(
                    "Files of the kind '{kind}' cannot be read.", kind=path.suffix or path.name
                ),
                path=path,
                next_step=Message(
                    "Save the scan as one of: {kinds}.", kinds=" ".join(supported_extensions())
                ),
            )
        scan = _read(path, scan_format, limits)
    except TooLargeError as error:
        raise LimitExceededError(
            str(error),
            path=path,
            next_step="Thin or cut the scan, or raise the limit in the settings.",
        ) from error
    except OSError as error:
        raise ScanReadError(
            Message("Cannot be read ({reason}).", reason=error.strerror or error),
            path=path,
            next_step="Check the name, the disk and your permission to read the file.",
        ) from error
    return checked(replace(scan, path=path))


def check_file(path: Path, limits: ReadLimits) -> None:
    """Check that ``path`` is a regular file with something in it.

    Raises
    ------
    ScanReadError
        It is not.
    TooLargeError
        It is over the limits.
    OSError
        The disk does not say.
    """
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise ScanReadError(
            "There is no such file.", path=path, next_step="Check the name."
        ) from error
    except ValueError as error:  # a NUL character in the name
        raise ScanReadError(
            "This is not a file name.", path=path, next_step="Check the name."
        ) from error
    if stat.S_ISDIR(status.st_mode):
        raise ScanReadError(
            "This is a folder, not a scan file.",
            path=path,
            next_step="Choose a file in it, or check the whole folder with `btp-inspect batch`.",
        )
    if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait for ever
        raise ScanReadError(
            "This is not a regular file.", path=path, next_step="Choose a scan file."
        )
    if status.st_size == 0:
        raise ScanReadError(
            "The file is empty (0 bytes).", path=path, next_step="Export or copy the scan again."
        )
    limits.check_bytes(status.st_size)


def _read(path: Path, scan_format: ScanFormat, limits: ReadLimits) -> Scan:
    try:
        return scan_format.reader()(path, limits)
    except DamagedFileError as error:
        raise ScanReadError(
            Message(
                "Cannot be read as a {name} file: {reason}", name=scan_format.name, reason=error
            ),
            path=path,
            next_step="Export or copy it again, and check that the extension fits the content.",
        ) from error
    except MemoryError as error:
        raise ScanReadError(
            "It does not fit into memory.",
            path=path,
            next_step="Close other programs, or thin the scan.",
        ) from error
