"""Memory that is free again goes back to the system."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any


@cache
def _trim() -> Any:
    """glibc's ``malloc_trim``; None where there is none."""
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None), "malloc_trim", None)


def give_back_memory() -> None:
    """Have the allocator return what it keeps of blocks that were freed.

    glibc keeps a heap for each thread, and what lies free between blocks in use stays resident:
    over a day of scans of many sizes that is several times what is used. Takes some 10 ms, in
    which other threads may wait for memory. Does nothing where the allocator is another one.
    """
    if (trim := _trim()) is not None:
        trim(0)
