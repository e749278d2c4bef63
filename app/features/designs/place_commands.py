"""Places of a design with rules of their own: asked for at a region, and lifted again."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from app import settings as keys
from app.features.designs.place_dialog import NotADefectDialog, PlaceDialog, ToleranceDialog
from app.features.designs.places import place_of
from app.session.samples import is_sample
from app.session.session import Session
from app.settings import Settings
from btp_core.inspection.results import Region, ScoreField

if TYPE_CHECKING:
    from btp_core.designs.design import Design

    Alter = Callable[[Callable[[Design], Design]], None]


class PlaceCommands(QObject):
    """What a user says of places on the design in force; ``alter`` saves its next version.

    Attributes
    ----------
    dialog
        What is being asked, or was asked last.
    """

    def __init__(self, window: QWidget, session: Session, settings: Settings, alter: Alter) -> None:
        super().__init__(window)
        self._window, self._session, self._settings = window, session, settings
        self._alter = alter
        self.dialog: PlaceDialog | None = None

    def offer_menu(self, region: Region, place: QPoint) -> None:
        """What can be done with a region."""
        field, path = aligned_scores(self._session), self._session.design_path
        why_not = ""
        if field is None:
            why_not = self.tr("needs a design")
        elif path is not None and is_sample(path):
            why_not = self.tr("not in the sample's design")
        menu = QMenu(self._window)
        for text, ask in (
            (self.tr("Not a defect here…"), self.ask_for_mask),
            (self.tr("Tolerance here…"), self.ask_for_tolerance),
        ):
            action = menu.addAction(f"{text} ({why_not})" if why_not else text)
            action.setEnabled(not why_not)
            action.triggered.connect(lambda _checked=False, ask=ask: ask(region, field))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def offer_menu_at(self, point: int) -> None:
        """What can be done with the region that a point of the scan in view belongs to."""
        current = self._session.open_scans.current
        if current is None or current.verdict is None:
            return
        for region in current.verdict.regions:
            if point in region.point_indices:
                self.offer_menu(region, QCursor.pos())
                return

    def ask_for_mask(self, region: Region, field: ScoreField) -> None:
        """Ask why a region is no defect."""
        if (design := self._session.design) is None:
            return
        dialog = self.dialog = NotADefectDialog(design.name, self._who, self._window)
        dialog.accepted.connect(
            lambda: self.leave_out(region, field, dialog.reason.text(), dialog.who.text())
        )
        dialog.open()

    def ask_for_tolerance(self, region: Region, field: ScoreField) -> None:
        """Ask how far a region may deviate."""
        if (design := self._session.design) is None:
            return
        deviation = math.nan if region.deviation is None else region.deviation
        dialog = self.dialog = ToleranceDialog(
            design.name, design.units, self._who, deviation, self._window
        )
        dialog.accepted.connect(
            lambda: self.allow(
                region, field, dialog.limit.value(), dialog.reason.text(), dialog.who.text()
            )
        )
        dialog.open()

    def leave_out(self, region: Region, field: ScoreField, reason: str, who: str) -> None:
        """Leave a region out from now on."""
        self._settings.set(keys.INSPECTOR_NAME, who.strip())
        self._alter(
            lambda design: design.with_mask(
                field.shown.alignment, place_of(region, field), reason.strip(), who.strip()
            )
        )

    def allow(self, region: Region, field: ScoreField, limit: float, reason: str, who: str) -> None:
        """Give a region a tolerance of its own, in the design's units."""
        self._settings.set(keys.INSPECTOR_NAME, who.strip())
        self._alter(
            lambda design: design.with_band(
                field.shown.alignment, place_of(region, field), limit, reason.strip(), who.strip()
            )
        )

    def lift(self, key: str) -> None:
        """Check a place again from now on."""
        self._alter(lambda design: design.without(key))

    @property
    def _who(self) -> str:
        name: str = self._settings.get(keys.INSPECTOR_NAME)
        return name


def aligned_scores(session: Session) -> ScoreField | None:
    """Of the scan in view, if it lies on the design in force."""
    current = session.open_scans.current
    if session.design is None or current is None or current.scores is None:
        return None
    aligned = current.scores.shown.alignment is not None and current.stored is None
    return current.scores if aligned else None
