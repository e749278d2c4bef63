"""The scans that are open, and what is known about each."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.viewport.geometry import DisplayGeometry
from btp_core.base.arrays import Float32Array, Float64Array, UInt8Array
from btp_core.inspection.results import ScoreField, Verdict
from btp_core.scans.scan import Scan

if TYPE_CHECKING:
    from btp_core.inspection.encoded import EncodedScan

KEPT_POINTS = 3_000_000
"""Points of scans kept in memory besides the one in view; with encoding and scores they take some
hundred bytes each."""


class Stage(Enum):
    """How far a scan has come."""

    QUEUED = "queued"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class StoredMap:
    """Where a scan's map was read from: a run file, and the scan's name in it."""

    run: Path
    name: str


@dataclass(eq=False)
class OpenScan:
    """One scan file.

    ``detail`` is how closely the model looked, or is to look once the scan is read.
    ``stored`` says that the map in view is the one that a folder check left behind; None once
    it was scored here. ``outdated`` says that the verdict is of another wording or threshold than
    those in force.

    ``scan`` to ``scores_before`` are heavy and may be released while the scan is not in view;
    the verdict stays. ``scores_before`` are those of the wording before this one.
    """

    scan_id: int
    path: Path
    detail: str = "overview"
    stage: Stage = Stage.QUEUED
    progress_stage: str = ""
    fraction: float = 0.0
    error: str = ""
    scan: Scan | None = None
    geometry: DisplayGeometry | None = None
    encoded: EncodedScan | None = None
    scores: ScoreField | None = None
    histogram: Float64Array | None = None
    region_types: UInt8Array | None = None
    scores_before: Float32Array | None = None
    scores_revision: int = -1
    thumbnail: QImage | None = None
    verdict: Verdict | None = None
    verdict_revision: int = -1
    judged_threshold: float = -1.0
    outdated: bool = False
    stored: StoredMap | None = None

    @property
    def n_points(self) -> int:
        """Points held in memory for this scan."""
        return self.scan.n_points if self.scan is not None else 0

    def release(self) -> None:
        """Give the memory back; the scan is read again when it comes into view."""
        self.scan = self.geometry = self.encoded = self.scores = self.histogram = None
        self.region_types = self.scores_before = None
        self.scores_revision = -1


class OpenScans(QObject):
    """The open scans in the order they were opened, and which one is in view."""

    added = Signal(object)
    changed = Signal(object)
    removed = Signal(object)
    current_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_scans: dict[int, OpenScan] = {}
        self._by_path: dict[Path, OpenScan] = {}
        self._ids = itertools.count(1)
        self._current: OpenScan | None = None
        self._recently_shown: list[int] = []

    def __iter__(self) -> Iterator[OpenScan]:
        return iter(list(self._open_scans.values()))

    def __len__(self) -> int:
        return len(self._open_scans)

    @property
    def current(self) -> OpenScan | None:
        """The scan in view."""
        return self._current

    def get(self, scan_id: int) -> OpenScan | None:
        """A scan by its id; ``None`` once it was closed."""
        return self._open_scans.get(scan_id)

    def by_path(self, path: Path) -> OpenScan | None:
        """A scan by its file."""
        return self._by_path.get(path)

    def add(self, path: Path) -> OpenScan:
        """Add a file at the end of the list."""
        open_scan = OpenScan(next(self._ids), path)
        self._open_scans[open_scan.scan_id] = self._by_path[path] = open_scan
        self.added.emit(open_scan)
        return open_scan

    def remove(self, open_scan: OpenScan) -> None:
        """Close a scan; the one after it (else before it) comes into view if it was."""
        order = list(self._open_scans)
        if open_scan.scan_id not in self._open_scans:
            return
        place = order.index(open_scan.scan_id)
        del self._open_scans[open_scan.scan_id], self._by_path[open_scan.path]
        self.removed.emit(open_scan)
        if open_scan is self._current:
            left = order[place + 1 :] + order[:place][::-1]
            self.set_current(self._open_scans[left[0]] if left else None)

    def beside(self, steps: int) -> OpenScan | None:
        """The scan some steps down the list from the one in view; None beyond its ends."""
        order = list(self._open_scans.values())
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
        order = [k for k in self._recently_shown if k in self._open_scans]
        order += [k for k in self._open_scans if k not in order]
        held = 0
        for key in order:
            open_scan = self._open_scans[key]
            if open_scan is self._current or open_scan.stage is Stage.WORKING:
                continue
            held += open_scan.n_points
            if held > KEPT_POINTS:
                open_scan.release()
