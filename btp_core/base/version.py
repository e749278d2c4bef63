"""The program's version, as installed."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version


@lru_cache(maxsize=1)
def software_version() -> str:
    """Version of the installed package, or ``"unknown"`` when run without installing."""
    try:
        return version("btp-inspect")
    except PackageNotFoundError:
        return "unknown"
