"""One inspection of the record: what was found, who decided what, and the part's history."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.features.record.decision_bar import DecisionBar
from app.features.record.words import decided_text, moment_text, outcome_text, source_text
from app.i18n.core_messages import core_text
from app.i18n.numbers import MISSING, decimal_text, score_text, signed_text
from app.widgets.plain import plain_tip
from btp_core.record.search import Found, Inspection

WIDTH = 340
NUMBER_ROLE = Qt.ItemDataRole.UserRole + 1


class InspectionDetail(QWidget):
    """Shows an inspection; its buttons ask for the scan, for a decision, or for another one."""

    open_requested = Signal(object)
    number_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(WIDTH)
        self._full: Inspection | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(8)
        self.title = self._label("heading")
        column.addWidget(self.title)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(5)
        self.values: dict[str, QLabel] = {}
        for name, title in [
            ("verdict", self.tr("Verdict")),
            ("score", self.tr("Score")),
            ("deviation", self.tr("Largest deviation")),
            ("regions", self.tr("Regions")),
            ("design", self.tr("Design")),
            ("serial", self.tr("Serial number")),
            ("time", self.tr("Inspected")),
            ("model", self.tr("Model")),
            ("prompts", self.tr("Prompts")),
        ]:
            heading = QLabel(title)
            heading.setObjectName("muted")
            self.values[name] = self._label()
            form.addRow(heading, self.values[name])
        column.addLayout(form)
        self.reason = self._label("muted")
        column.addWidget(self.reason)
        self.open_button = QPushButton(self.tr("Open scan"))
        self.open_button.clicked.connect(partial(self._open))
        column.addWidget(self.open_button)
        self.decision = DecisionBar()
        column.addWidget(self.decision)
        self._add_list_heading(column, self.tr("Decisions"))
        self.decisions = QListWidget()
        column.addWidget(self.decisions, 1)
        self._add_list_heading(column, self.tr("This part before and after"))
        self.history = QListWidget()
        self.history.setToolTip(self.tr("All inspections with this serial number"))
        self.history.itemActivated.connect(self._choose)
        self.history.itemClicked.connect(self._choose)
        column.addWidget(self.history, 1)
        self.show_inspection(None, ())

    @property
    def found(self) -> Found | None:
        """The inspection that is shown."""
        return None if self._full is None else self._full.found

    def show_inspection(self, full: Inspection | None, others: Sequence[Found]) -> None:
        """Show an inspection, and all of the same part; None for none."""
        self._full = full
        self.setEnabled(full is not None)
        self.decisions.clear()
        self.history.clear()
        if full is None:
            self.title.setText(self.tr("Choose an inspection"))
            for label in (*self.values.values(), self.reason):
                label.clear()
            self.decision.show_found(None, can_decide=False)
            return
        found = full.found
        self.title.setText(found.scan)
        deviation = found.largest_deviation
        design = self.tr("{0}, version {1}").format(found.design, found.design_version)
        texts = {
            "verdict": outcome_text(found.verdict),
            "score": self.tr("{0} at a threshold of {1}").format(
                score_text(found.object_score, found.threshold), decimal_text(found.threshold, 2)
            ),
            "deviation": MISSING
            if math.isnan(deviation)
            else f"{signed_text(deviation)} {found.units}".rstrip(),
            "regions": str(found.n_regions),
            "design": design if found.design else MISSING,
            "serial": found.serial or MISSING,
            "time": f"{moment_text(found.time)}, {source_text(found.source)}",
            "model": str(full.facts["model"]),
            "prompts": str(full.prompts.get("name") or MISSING),
        }
        for name, text in texts.items():
            self.values[name].setText(text)
        self.reason.setText(core_text(found.reason))
        self.decision.show_found(found, can_decide=True)
        for _, one in reversed(full.decisions):
            about = ", ".join(filter(None, (one.reason, one.note)))
            text = self.tr("{0} by {1}, {2}").format(
                decided_text(one.choice), one.by, moment_text(one.time)
            )
            item = QListWidgetItem(f"{text}\n{about}" if about else text)
            item.setToolTip(plain_tip(about))
            self.decisions.addItem(item)
        for row in others:
            words = (moment_text(row.time), outcome_text(row.verdict), decided_text(row.decision))
            item = QListWidgetItem("  ·  ".join(filter(None, words)))
            item.setData(NUMBER_ROLE, row.id)
            self.history.addItem(item)
            if row.id == found.id:
                item.setSelected(True)

    def _open(self) -> None:
        if self._full is not None:
            self.open_requested.emit(self._full)

    def _choose(self, item: QListWidgetItem) -> None:
        number = item.data(NUMBER_ROLE)
        if self._full is not None and number != self._full.found.id:
            self.number_chosen.emit(number)

    @staticmethod
    def _label(name: str = "") -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if name:
            label.setObjectName(name)
        return label

    @staticmethod
    def _add_list_heading(column: QVBoxLayout, text: str) -> None:
        label = QLabel(text)
        label.setObjectName("muted")
        column.addWidget(label)
