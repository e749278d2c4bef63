"""The processes that a standalone program starts as itself, for there is no Python beside it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence

from btp_core.scans.reader.serve import READER_ARGUMENT
from btp_core.scans.reader.serve import main as serve_reader


def serve_as_helper(arguments: Sequence[str]) -> int | None:
    """Be a reader of scans or a worker if that is what this process is for; None if it is not."""
    if list(arguments[:1]) == [READER_ARGUMENT]:
        return serve_reader(arguments[1:])
    multiprocessing.freeze_support()  # a worker does not come back from here
    return None
