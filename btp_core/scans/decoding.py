"""From the content of a file to a checked scan; runs in a reader process."""

from __future__ import annotations

from pathlib import Path

from btp_core.base.errors import LimitExceededError, ScanReadError
from btp_core.base.messages import Message
from btp_core.scans.checks import checked
from btp_core.scans.limits import DamagedFileError, ReadLimits, TooLargeError
from btp_core.scans.registry import FORMATS, ScanFormat
from btp_core.scans.scan import Scan


def decode(path: Path, module: str, limits: ReadLimits) -> Scan:
    """Read a file with a format's reader and check what came out.

    Parameters
    ----------
    path
        A file that is there and not too large.
    module
        Of the format, see :class:`~btp_core.scans.registry.ScanFormat`.
    limits
        How much it may hold.

    Raises
    ------
    ScanReadError
        It is damaged, or over the limits (:class:`LimitExceededError`).
    ScanGeometryError
        It holds no points, or none with finite coordinates.
    """
    scan_format = next(known for known in FORMATS if known.module == module)
    try:
        return checked(_decode(path, scan_format, limits))
    except TooLargeError as error:
        raise LimitExceededError(
            str(error),
            path=path,
            next_step="Thin or cut the scan, or raise the limit in the settings.",
        ) from error
    except MemoryError as error:
        raise LimitExceededError(
            "Reading it takes more memory than a file of this size may.",
            path=path,
            next_step="Thin the scan, close other programs, or export it again if it is damaged.",
        ) from error


def _decode(path: Path, scan_format: ScanFormat, limits: ReadLimits) -> Scan:
    try:
        return scan_format.reader()(path, limits)
    except DamagedFileError as error:
        raise _damaged(path, scan_format, error) from error
    except (TooLargeError, MemoryError):
        raise
    except OSError as error:
        if error.errno is not None:
            raise cannot_read(path, error) from error
        raise _damaged(path, scan_format, error) from error
    except Exception as error:
        # Decoders are other people's: whatever they stumble over is in the file.
        raise _damaged(path, scan_format, f"{type(error).__name__}: {error}.") from error


def _damaged(path: Path, scan_format: ScanFormat, reason: object) -> ScanReadError:
    return ScanReadError(
        Message("Cannot be read as a {name} file: {reason}", name=scan_format.name, reason=reason),
        path=path,
        next_step="Export or copy it again, and check that the extension fits the content.",
    )


def cannot_read(path: Path, error: OSError) -> ScanReadError:
    """The error of a file that the system does not give."""
    return ScanReadError(
        Message("Cannot be read ({reason}).", reason=error.strerror or error),
        path=path,
        next_step="Check the name, the disk and your permission to read the file.",
    )
