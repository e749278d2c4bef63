"""Memory that is free again goes back to the system, so that a long day needs no more than an hour.

Both functions do nothing where the allocator is not glibc's.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

_ARENA_MAX = -8
"""``M_ARENA_MAX`` of ``malloc.h``."""
HEAPS = 2


def limit_heaps() -> None:
    """Have all threads share a few heaps; to be called before there are other threads.

    glibc gives threads heaps of their own, eight for each core, and each comes to hold what the
    largest scan needed: the window grew with every scan. ``benchmarks.window rounds`` measures it.
    """
    if (libc := _glibc()) is not None:
        libc.mallopt(_ARENA_MAX, HEAPS)


def give_back_memory() -> None:
    """Return what the allocator keeps of blocks that were freed.

    What lies free between blocks in use stays resident otherwise. Takes some 10 ms, in which
    other threads may wait for memory.
    """
    if (libc := _glibc()) is not None:
        libc.malloc_trim(0)


def _glibc() -> Any:
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") else None
