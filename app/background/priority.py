"""The window's thread goes first where both want the processor."""

from __future__ import annotations

import contextlib
import os
import sys
import threading

NICENESS = 5  # about a third of the share of the window and of the threads that draw it


def give_way() -> None:
    """Let this thread, and those that it will start, compute in what others leave.

    Linux keeps a niceness for each thread; elsewhere this does nothing, since there it would
    slow down the whole program.
    """
    if sys.platform.startswith("linux"):
        # A container may forbid it; then the window is a little less smooth.
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
