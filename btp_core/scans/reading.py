"""From a path to a checked scan, or to an error that says what to do."""

from __future__ import annotations

import stat
from pathlib import Path

from btp_core.base.errors import LimitExceededError, ScanReadError, UnknownFormatError
from btp_core.base.messages import Message
from btp_core.base.progress import CancelToken
from btp_core.scans.decoding import cannot_read
from btp_core.scans.limits import ReadLimits, TooLargeError
from btp_core.scans.reader.process import READERS
from btp_core.scans.registry import format_of, supported_extensions
from btp_core.scans.scan import Scan

DEFAULT_LIMITS = ReadLimits()


def read_scan(
    path: Path | str, limits: ReadLimits = DEFAULT_LIMITS, cancel: CancelToken | None = None
) -> Scan:
    """Read a scan file, keeping its points' order, units and full precision.

    A process apart reads it, with limits of time and memory: a file that crashes a decoder, or
    keeps it busy for ever, costs that process and not this one.

    Parameters
    ----------
    path
        The file. Its extension chooses the format, see :func:`supported_extensions`.
    limits
        How large it may be, and how long it may take.
    cancel
        Ends the reading at once.

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
    CancelledError
        If cancelled.
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
        # What this process may not read is not read by another for it.
        path.open("rb").close()
        return READERS.read(path, scan_format.module, limits, cancel)
    except TooLargeError as error:
        raise LimitExceededError(
            str(error),
            path=path,
            next_step="Thin or cut the scan, or raise the limit in the settings.",
        ) from error
    except OSError as error:
        raise cannot_read(path, error) from error


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
