"""The places of a design that are no defect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.i18n.numbers import date_text
from app.widgets.plain import plain_label

if TYPE_CHECKING:
    from btp_core.designs.masks import Mask


class MaskList(QWidget):
    """One row a place: why it is left out, who said so and when, and a button that lifts it.

    Attributes
    ----------
    lift_requested
        Emitted with the key of a mask.
    """

    lift_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(5)
        self.buttons: list[QPushButton] = []
        self.texts: list[str] = []

    def show_masks(self, masks: Sequence[Mask]) -> None:
        """List these."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons, self.texts = [], []
        for mask in masks:
            self._column.addWidget(self._row(mask))

    def _row(self, mask: Mask) -> QWidget:
        who = f"{mask.by}, {date_text(mask.when)}" if mask.by else date_text(mask.when)
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        reason = plain_label(f"{mask.reason}\n{who}")
        reason.setWordWrap(True)
        lift = QPushButton(self.tr("Lift"))
        lift.setObjectName("link")
        lift.setToolTip(self.tr("Check this place again, from the design's next version on"))
        lift.clicked.connect(lambda _checked=False: self.lift_requested.emit(mask.key))
        layout.addWidget(reason, 1)
        layout.addWidget(lift, 0, Qt.AlignmentFlag.AlignTop)
        self.buttons.append(lift)
        self.texts.append(reason.text())
        return row
