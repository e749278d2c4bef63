"""Whether a scan is still the file that was inspected."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from btp_core.batch.record import ScanRecord


@dataclass(frozen=True)
class Fingerprint:
    """Size, time of the last change, and SHA-256 of a file."""

    size: int = -1
    mtime_ns: int = -1
    sha256: str = ""


def fingerprint(path: Path) -> Fingerprint:
    """Read the file once; raises ``OSError``."""
    status = path.stat()
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Fingerprint(status.st_size, status.st_mtime_ns, digest)


def same_state(path: Path, seen: Fingerprint) -> bool:
    """Whether size and time are what they were; raises ``OSError``."""
    status = path.stat()
    return (status.st_size, status.st_mtime_ns) == (seen.size, seen.mtime_ns)


def unchanged(path: Path, record: ScanRecord) -> bool:
    """Whether the file is the one a record is about.

    Same size and time: it is. Same size and another time: the content decides. A file that could
    not be read then, and cannot now, has not changed either.
    """
    seen = Fingerprint(record.size, record.mtime_ns, record.sha256)
    try:
        if same_state(path, seen):
            return True
        return path.stat().st_size == seen.size and fingerprint(path).sha256 == seen.sha256
    except OSError:
        return record.size == -1
