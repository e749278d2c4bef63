"""Checksums of files."""

from __future__ import annotations

import hashlib
from pathlib import Path

from btp_core.base.opening import open_regular


def file_sha256(path: Path) -> str:
    """Hexadecimal sha256 of a file; raises ``OSError`` if it cannot be read."""
    with open_regular(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
