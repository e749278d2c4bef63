"""What the record is searched for: a text, a period, a verdict, a decision."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from app.features.record.periods import Period, period_text, since
from app.features.record.words import decided_text, outcome_text
from btp_core.record.entries import CHOICES, OUTCOMES
from btp_core.record.search import UNDECIDED, Query

PAUSE = 250
"""Milliseconds of not typing after which is searched."""


class SearchFields(QWidget):
    """A line of fields.

    Attributes
    ----------
    changed
        Emitted when the search is to be made again: for a typed text after a pause.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.text = QLineEdit()
        self.text.setPlaceholderText(self.tr("Part of a name, serial number, design or reason"))
        self.text.setClearButtonEnabled(True)
        self.text.textChanged.connect(lambda _text: self._pause.start())
        row.addWidget(self.text, 1)
        self.period = QComboBox()
        for period in Period:
            self.period.addItem(period_text(period), period)
        self.period.setCurrentIndex(self.period.findData(Period.ALL))
        self.verdict = QComboBox()
        self.verdict.addItem(self.tr("Any verdict"), "")
        for outcome in OUTCOMES:
            self.verdict.addItem(outcome_text(outcome), outcome)
        self.decision = QComboBox()
        self.decision.addItem(self.tr("Any decision"), "")
        self.decision.addItem(self.tr("Undecided"), UNDECIDED)
        for choice in CHOICES:
            self.decision.addItem(decided_text(choice), choice)
        for box, name in [
            (self.period, self.tr("Period")),
            (self.verdict, self.tr("Verdict")),
            (self.decision, self.tr("Decision")),
        ]:
            box.setAccessibleName(name)
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())
            row.addWidget(box)

    @property
    def chosen_period(self) -> Period:
        """How far back is searched."""
        period: Period = self.period.currentData()
        return period

    @property
    def query(self) -> Query:
        """What the fields ask for."""
        verdict, decision = self.verdict.currentData(), self.decision.currentData()
        return Query(
            text=self.text.text().strip(),
            verdicts=(verdict,) if verdict else (),
            decision=decision,
            since=since(self.chosen_period),
        )

    def stop(self) -> None:
        """Wait for no typing any more."""
        self._pause.stop()
