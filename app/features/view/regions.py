"""The regions of the scan in view: numbers in the view and rows in the table, one and the same."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QObject

from app.features.view.area import ViewArea
from app.i18n.numbers import signed_text
from app.session.open_scan import OpenScan
from app.session.session import Session
from app.viewport.base import Coloring
from app.widgets.callouts import MOST, Callout
from app.widgets.region_table import RegionTable
from btp_core.inspection.results import Region


class RegionCommands(QObject):
    """Keeps the callouts, the outline and the table's row together."""

    def __init__(self, area: ViewArea, table: RegionTable, session: Session) -> None:
        super().__init__(area)
        self._area, self._table, self._session = area, table, session
        self._regions: tuple[Region, ...] = ()
        self._selected: Region | None = None
        self.units = ""
        area.viewport.scale_changed.connect(self._place)
        area.viewport.picked.connect(self._point_picked)
        area.callouts.chosen.connect(self.choose)
        table.region_chosen.connect(self.fly_to)
        table.region_pointed.connect(self._point_at)

    def show_scan(self, open_scan: OpenScan | None) -> None:
        """Follow the verdict of the scan in view."""
        verdict = None if open_scan is None or open_scan.scores is None else open_scan.verdict
        regions = () if verdict is None else verdict.regions
        if regions is self._regions:
            return
        self._regions, self._selected = regions, None
        self._area.viewport.set_selected(None)
        self._area.callouts.set_selected(0)
        self._area.callouts.set_callouts(
            [
                Callout(number, region.extent[0], self._text(region))
                for number, region in enumerate(regions[:MOST], start=1)
            ]
        )
        self._place()

    def choose(self, number: int) -> None:
        """Choose a region by its number, as its row does."""
        self._table.choose(number)

    def fly_to(self, region: Region) -> None:
        """Frame a region and draw a line around it."""
        self._select(region)
        self._area.viewport.fly_to(region.centroid, max(region.extent) / 2)

    def _select(self, region: Region) -> None:
        self._selected = region
        self._area.viewport.set_selected(region.point_indices)
        self._point_at(None)

    def _point_at(self, region: Region | None) -> None:
        """Light up the region under the mouse, or else the chosen one."""
        lit = self._selected if region is None else region
        numbers = (n for n, other in enumerate(self._regions, start=1) if other is lit)
        self._area.callouts.set_selected(next(numbers, 0))

    def _point_picked(self, point: int) -> None:
        """A click on a region's place chooses its row, and leaves the camera alone."""
        for number, region in enumerate(self._regions, start=1):
            if point in region.point_indices:
                self._table.show_chosen(number)
                self._select(region)
                return

    def _place(self, _scale: float = 0.0) -> None:
        callouts, style = self._area.callouts, self._area.style_shown
        regions = self._regions[:MOST]
        callouts.setVisible(bool(regions) and style.coloring is not Coloring.REFERENCE)
        places = np.array([region.centroid for region in regions], dtype=np.float64).reshape(-1, 3)
        pixels, in_front = self._area.viewport.locate(places)
        if callouts.isHidden():
            pixels = np.full_like(pixels, np.nan)
        callouts.place(pixels, in_front, self._area.scale_bar.pixels_per_unit)

    def _text(self, region: Region) -> str:
        if region.deviation is None or not (region.missing or math.isfinite(region.deviation)):
            return ""
        if region.missing:
            return self.tr("missing")
        return f"{signed_text(region.deviation, digits=2)} {self.units}".rstrip()
