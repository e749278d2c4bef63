"""The worker leaves the processor to the window."""

from __future__ import annotations

import os
import sys
import threading

import pytest

from app.background.runner import NICENESS, give_way


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a thread's niceness is Linux's")
def test_only_the_thread_that_asks_gives_way_and_what_it_starts() -> None:
    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    before, seen = niceness(), []

    def work() -> None:
        give_way()
        child = threading.Thread(target=lambda: seen.append(niceness()))
        child.start()
        child.join()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [max(before, NICENESS)]
    assert niceness() == before
