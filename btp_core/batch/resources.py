"""How many workers, and how many threads each."""

from __future__ import annotations

import os
import platform

WORKER_BYTES = 1_500_000_000
"""Libraries, model and a scan of a million points, with room."""

MEMORY_SHARE = 0.7
"""Of the machine's memory; the rest is for everything else."""


def cores() -> int:
    """Processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def machine_name() -> str:
    """Name and kind of this machine, for provenance, e.g. ``"lab-3, Linux x86_64, 8 cores"``."""
    kind = f"{platform.system()} {platform.machine()}".strip()
    parts = [platform.node(), kind, f"{cores()} core{'s' if cores() > 1 else ''}"]
    return ", ".join(part for part in parts if part)


def choose_workers(device: str, n_scans: int) -> int:
    """One for each core that has memory for it; one for a GPU, which they would fight for.

    Parameters
    ----------
    device
        As chosen, not ``"auto"``.
    n_scans
        No more workers than that.
    """
    if device != "cpu":
        return 1
    count = cores()
    memory = _memory_to_use()
    if memory is not None:
        count = min(count, max(1, memory // WORKER_BYTES))
    return max(1, min(count, n_scans))


def threads_per_worker(workers: int) -> int:
    """Threads of the network in each worker, so that all together use each core once."""
    return max(1, cores() // max(1, workers))


def _memory_to_use() -> int | None:
    try:
        return int(MEMORY_SHARE * os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (AttributeError, ValueError, OSError):
        return None
