"""Picking points: from a click in the view to a row in the table and a mark on the scan."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app import settings as keys
from app.features.picks.panel import PicksPanel
from app.features.picks.picks import Pick, make_pick, read_again, write_picks
from app.features.view.area import ViewArea
from app.notify import Notifier
from app.session.open_scan import OpenScan
from app.session.session import Session
from app.settings import Settings
from btp_core.base.errors import InspectError

CLOSE_UP_SHARE = 0.02
SUFFIX = ".csv"


class PickCommands(QObject):
    """Binds the view's clicks to the table of picks."""

    def __init__(
        self,
        area: ViewArea,
        panel: PicksPanel,
        session: Session,
        settings: Settings,
        notifier: Notifier,
    ) -> None:
        super().__init__(panel)
        self._area, self._panel, self._session = area, panel, session
        self._settings, self._notifier = settings, notifier
        self._numbers = itertools.count(1)
        self._explained = 0
        area.viewport.picked.connect(self.pick)
        session.scores_ready.connect(self.read_again)
        session.open_scans.current_changed.connect(self.refresh)
        session.point_explained.connect(panel.show_phrases)
        panel.chosen.connect(self.fly_to)
        panel.changed.connect(self.show_marks)
        panel.save_button.clicked.connect(self.choose_and_save)

    def pick(self, index: int) -> None:
        """Read a point of the scan in view and list it."""
        open_scan = self._session.open_scans.current
        if open_scan is None:
            return
        found = make_pick(open_scan, index, next(self._numbers))
        if found is not None:
            self._panel.add(replace(found, outdated=found.revision != self._session.revision))
            self._explain(found, open_scan)

    def read_again(self, open_scan: OpenScan) -> None:
        """Read the picks of a scan that has new scores."""
        for pick in self._panel.picks:
            if pick.scan_id == open_scan.scan_id:
                found = read_again(pick, open_scan)
                self._panel.put(found)
                if pick.number == self._explained:
                    self._explain(found, open_scan)
        self.refresh()

    def refresh(self, _reason: object = None) -> None:
        """Say which picks were read with an earlier wording, and read those in view again."""
        current, revision = self._session.open_scans.current, self._session.revision
        for pick in self._panel.picks:
            in_view = current is not None and pick.scan_id == current.scan_id
            found = pick
            if current is not None and in_view and pick.revision != current.scores_revision:
                found = read_again(pick, current)
            found = replace(found, outdated=found.revision != revision)
            if found != pick:
                self._panel.put(found)
            if found.outdated and not in_view and pick.number == self._explained:
                self._panel.clear_phrases()

    def fly_to(self, pick: Pick) -> None:
        """Bring a pick into view, its scan first."""
        open_scan = self._session.open_scans.get(pick.scan_id)
        if open_scan is None:
            self._notifier.info(pick.scan, self.tr("This scan is closed."))
            return
        self._session.show(open_scan)
        if open_scan.geometry is not None:
            self._area.viewport.fly_to(pick.position, CLOSE_UP_SHARE * open_scan.geometry.radius)
        self._explain(pick, open_scan)

    def _explain(self, pick: Pick, open_scan: OpenScan) -> None:
        self._explained = pick.number
        self._session.explain(open_scan, pick.point, pick.number)

    def show_marks(self, _open_scan: OpenScan | None = None) -> None:
        """Mark the picks of the scan in view."""
        current = self._session.open_scans.current
        places = [
            pick.position
            for pick in self._panel.picks
            if current is not None and pick.scan_id == current.scan_id
        ]
        self._area.viewport.set_marks(np.asarray(places, dtype=np.float64).reshape(-1, 3))

    def choose_and_save(self) -> None:
        """Ask for a file and write the table."""
        suggestion = Path(self._settings.get(keys.LAST_FOLDER)) / f"picks{SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(
            self._panel, self.tr("Save picks"), str(suggestion), self.tr("Tables (*.csv)")
        )
        if name:
            path = Path(name)
            self.save(path if path.suffix else path.with_suffix(SUFFIX))

    def save(self, path: Path) -> None:
        """Write the table."""
        try:
            write_picks(path, self._panel.picks, self._panel.units)
        except InspectError as error:
            self._notifier.report(error)
