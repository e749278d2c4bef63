"""The places of a design with rules of their own: left out, or with a tolerance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.i18n.numbers import date_text, short_text
from app.widgets.plain import plain_label

if TYPE_CHECKING:
    from btp_core.designs.design import Design
    from btp_core.designs.masks import Mask, ToleranceBand


class PlaceList(QWidget):
    """One row a place: its rule, why, who said so and when, and a button that lifts it.

    Attributes
    ----------
    lift_requested
        Emitted with the key of a mask or tolerance band.
    """

    lift_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(5)
        self.buttons: list[QPushButton] = []
        self.texts: list[str] = []

    def show_places(self, design: Design) -> None:
        """List those of a design."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons, self.texts = [], []
        for mask in design.masks:
            self._column.addWidget(self._row(mask, mask.reason))
        for band in design.bands:
            limit = f"\N{PLUS-MINUS SIGN} {short_text(band.limit)} {design.units}".rstrip()
            self._column.addWidget(self._row(band, f"{limit}: {band.reason}".rstrip(": ")))

    def _row(self, place: Mask | ToleranceBand, rule: str) -> QWidget:
        when = date_text(place.when)
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        text = plain_label(f"{rule}\n{f'{place.by}, {when}' if place.by else when}")
        text.setWordWrap(True)
        lift = QPushButton(self.tr("Lift"))
        lift.setObjectName("link")
        lift.setToolTip(self.tr("Check this place again, from the design's next version on"))
        lift.clicked.connect(lambda _checked=False: self.lift_requested.emit(place.key))
        layout.addWidget(text, 1)
        layout.addWidget(lift, 0, Qt.AlignmentFlag.AlignTop)
        self.buttons.append(lift)
        self.texts.append(text.text())
        return row
