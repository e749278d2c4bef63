"""The scans that are open, which one is in view, and which are behind."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.session.open_scan import OpenScan, Stage

KEPT_POINTS = 3_000_000
"""Points of scans kept in memory besides the one in view; with encoding and scores they take some
hundred bytes each."""


class OpenScans(QObject):
    """The open scans in the order they were opened, and which one is in view."""

    added = Signal(object)
    changed = Signal(object)
    removed = Signal(object)
    current_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._by_id: dict[int, OpenScan] = {}
        self._by_path: dict[Path, OpenScan] = {}
        self._ids = itertools.count(1)
        self._current: OpenScan | None = None
        self._recently_shown: list[int] = []
        self._behind: deque[OpenScan] = deque()

    def __iter__(self) -> Iterator[OpenScan]:
        return iter(list(self._by_id.values()))

    def __len__(self) -> int:
        return len(self._by_id)

    @property
    def current(self) -> OpenScan | None:
        """The scan in view."""
        return self._current

    def get(self, scan_id: int) -> OpenScan | None:
        """A scan by its id; ``None`` once it was closed."""
        return self._by_id.get(scan_id)

    def by_path(self, path: Path) -> OpenScan | None:
        """A scan by its file."""
        return self._by_path.get(path)

    def add(self, path: Path) -> OpenScan:
        """Add a file at the end of the list."""
        open_scan = OpenScan(next(self._ids), path)
        self._by_id[open_scan.scan_id] = self._by_path[path] = open_scan
        self.added.emit(open_scan)
        return open_scan

    def remove(self, open_scan: OpenScan) -> None:
        """Close a scan; the one after it (else before it) comes into view if it was."""
        order = list(self._by_id)
        if open_scan.scan_id not in self._by_id:
            return
        place = order.index(open_scan.scan_id)
        del self._by_id[open_scan.scan_id], self._by_path[open_scan.path]
        self.removed.emit(open_scan)
        if open_scan is self._current:
            left = order[place + 1 :] + order[:place][::-1]
            self.set_current(self._by_id[left[0]] if left else None)

    def beside(self, steps: int) -> OpenScan | None:
        """The scan some steps down the list from the one in view; None beyond its ends."""
        order = list(self._by_id.values())
        if self._current is None:
            return None
        place = order.index(self._current) + steps
        return order[place] if 0 <= place < len(order) else None

    def set_current(self, open_scan: OpenScan | None) -> None:
        """Bring a scan into view, and release scans that were not looked at for long."""
        if open_scan is self._current:
            return
        self._current = open_scan
        if open_scan is not None:
            key = open_scan.scan_id
            self._recently_shown = [key, *(k for k in self._recently_shown if k != key)]
        self.current_changed.emit(open_scan)
        self.trim()

    def trim(self) -> None:
        """Release scans beyond the memory limit, the longest unseen first."""
        order = [k for k in self._recently_shown if k in self._by_id]
        order += [k for k in self._by_id if k not in order]
        held = 0
        for key in order:
            open_scan = self._by_id[key]
            if open_scan is self._current or open_scan.stage is Stage.WORKING:
                continue
            held += open_scan.n_points
            if held > KEPT_POINTS:
                open_scan.release()

    def fall_behind(self) -> None:
        """Words or threshold have changed: remember all that is outdated and not in view."""
        self._behind = deque(s for s in self if s.outdated and s is not self._current)

    def leave_behind(self) -> None:
        """Leave what is behind as it is, until it comes into view."""
        self._behind.clear()

    def next_behind(self) -> OpenScan | None:
        """The next scan to bring up to date while nobody waits, each once for a change.

        What fails or was given back is done when it comes into view.
        """
        while self._behind:
            open_scan = self._behind.popleft()
            if self.get(open_scan.scan_id) is open_scan and open_scan.can_catch_up:
                return open_scan
        return None
