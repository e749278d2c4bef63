"""What a watch tells while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from btp_core.batch.row import ScanRow
from btp_core.batch.run_header import RunHeader


@dataclass(frozen=True)
class WatchStarted:
    """The model is loaded. ``rows`` are the rows that the run file held before."""

    header: RunHeader
    rows: tuple[ScanRow, ...]


@dataclass(frozen=True)
class ScanWatched:
    """A scan was inspected and stored.

    ``inspection`` is its number in the record; None without a record, or where it could not be
    written yet.
    """

    row: ScanRow
    inspection: int | None


@dataclass(frozen=True)
class WatchState:
    """Told when it changes: how many files wait or are under way, and whether the folder is there.

    Of the files that wait, some may still be copied.
    """

    n_waiting: int
    folder_there: bool = True


@dataclass(frozen=True)
class WatchWarning:
    """Something to know; the watch goes on."""

    text: str


WatchNews = WatchStarted | ScanWatched | WatchState | WatchWarning
WatchCallback = Callable[[WatchNews], None]
"""Called in the thread that watches."""
