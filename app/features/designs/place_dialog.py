"""Asks for the rule of a place on a design, why, and who says so."""

from __future__ import annotations

import math

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.widgets.number_field import NumberField

WIDTH = 460
LONGEST = 500
MOST = 1e6
ROOM = 1.2
"""A part like this one is to pass: allowed is a little more than what it shows."""


class PlaceDialog(QDialog):
    """A reason and a name; both are kept in the design, for whoever inspects with it."""

    def __init__(self, title: str, hint: str, do: str, who: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        label = QLabel(hint)
        label.setWordWrap(True)
        label.setObjectName("muted")
        layout.addWidget(label)
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.reason, self.who = QLineEdit(), QLineEdit(who)
        for field in (self.reason, self.who):
            field.setMaxLength(LONGEST)
            field.textChanged.connect(self._check)
        self.form.addRow(self.tr("Reason"), self.reason)
        self.form.addRow(self.tr("Your name"), self.who)
        layout.addLayout(self.form)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.ok = buttons.addButton(do, QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setObjectName("primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self._check()
        self.resize(WIDTH, layout.totalHeightForWidth(WIDTH))

    def _check(self) -> None:
        self.ok.setEnabled(bool(self.reason.text().strip() and self.who.text().strip()))


class NotADefectDialog(PlaceDialog):
    """For a place to be left out."""

    def __init__(self, design: str, who: str, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Not a defect here"),
            self.tr(
                "This place of {0} is left out from now on, on every scan. The design is saved as "
                "its next version; the place can be lifted again in the panel."
            ).format(design),
            self.tr("Leave it out"),
            who,
            parent,
        )
        self.reason.setPlaceholderText(self.tr("for example: serial number, weld, sprue"))


class ToleranceDialog(PlaceDialog):
    """For a place with a tolerance of its own.

    Parameters
    ----------
    design, units
        Its name and its unit of length.
    who
        Whoever said so last.
    deviation
        Largest of the place on this scan, in units; NaN where it is not known.
    """

    def __init__(
        self, design: str, units: str, who: str, deviation: float, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            self.tr("Tolerance here"),
            self.tr(
                "At this place of {0} every deviation up to the tolerance passes from now on, and "
                "every larger one fails, whatever the score. The design is saved as its next "
                "version; the tolerance can be lifted again in the panel."
            ).format(design),
            self.tr("Set the tolerance"),
            who,
            parent,
        )
        self.reason.setPlaceholderText(self.tr("for example: drawing 4711, note 3"))
        suggested = ROOM * abs(deviation) if math.isfinite(deviation) and deviation else 1.0
        decimals = min(max(1 - math.floor(math.log10(suggested)), 0), 6)
        self.limit = NumberField()
        self.limit.setDecimals(decimals)
        self.limit.setRange(10.0**-decimals, MOST)
        self.limit.setSingleStep(10.0**-decimals)
        self.limit.setPrefix("\N{PLUS-MINUS SIGN} ")
        self.limit.setSuffix(f" {units}" if units else "")
        self.limit.setValue(suggested)
        self.form.insertRow(0, self.tr("Tolerance"), self.limit)
        self.resize(WIDTH, self.layout().totalHeightForWidth(WIDTH))  # type: ignore[union-attr]
