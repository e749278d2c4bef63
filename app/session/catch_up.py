"""Bringing open scans up to date that are not in view, while nobody waits for anything else."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from app.session.open_scans import OpenScan, OpenScans


class CatchUp:
    """The scans that wait for the wording and the threshold in force, each once for a change.

    What fails or was given back is done when it comes into view; a stored map stays what it is.

    Parameters
    ----------
    open_scans
        The open scans.
    bring
        Begins the work on one of them.
    """

    def __init__(self, open_scans: OpenScans, bring: Callable[[OpenScan], None]) -> None:
        self._open_scans, self._bring = open_scans, bring
        self._behind: deque[OpenScan] = deque()

    def begin(self) -> None:
        """Words or threshold have changed: take all that is outdated and not in view."""
        current = self._open_scans.current
        self._behind = deque(d for d in self._open_scans if d.outdated and d is not current)

    def stop(self) -> None:
        """Leave the rest as it is."""
        self._behind.clear()

    def go_on(self, is_busy: Callable[[], bool]) -> None:
        """Begin with the next one unless something is under way."""
        while self._behind and not is_busy():
            open_scan = self._behind.popleft()
            held = open_scan.encoded is not None and open_scan.scores is not None
            is_open = self._open_scans.get(open_scan.scan_id) is open_scan
            if is_open and held and open_scan.stored is None and open_scan.outdated:
                self._bring(open_scan)
