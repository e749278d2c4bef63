"""Work on many things in several threads, with the results in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import torch

from btp_core.batch.resources import cores

S = TypeVar("S")
T = TypeVar("T")
_AHEAD = 2
"""Results that may wait for each thread: enough to keep it busy, and the memory small."""


def in_order(work: Callable[[S], T], items: Iterable[S]) -> Generator[T, None, None]:
    """Results of ``work`` on each item, in the order of the items.

    A thread for each core, each with one thread of torch: the work is mostly outside of Python's
    lock. What the work raises is raised where its result would be; then nothing more is begun.

    Parameters
    ----------
    work
        Called in several threads at once.
    items
        Taken a few ahead of the results.
    """
    before = torch.get_num_threads()
    pool = ThreadPoolExecutor(cores(), initializer=torch.set_num_threads, initargs=(1,))
    waiting: deque[Future[T]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) >= _AHEAD * cores():
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
        # Part of what was set for the threads holds for all of the process.
        torch.set_num_threads(before)
