"""Under the verdict: what a person decided about the part, and the buttons to decide."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.features.record.words import choice_text, decided_text, moment_text
from app.widgets.plain import plain_tip
from btp_core.record.entries import CHOICES
from btp_core.record.search import Found


class DecisionBar(QWidget):
    """Three buttons, and who decided what; always of the same height."""

    choice_made = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(5)
        self.state = QLabel()
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setObjectName("muted")
        # A long reason must not make the panel wider.
        self.state.setMinimumWidth(1)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.buttons = {choice: QPushButton(choice_text(choice)) for choice in CHOICES}
        for choice, button in self.buttons.items():
            button.setAutoDefault(False)
            button.clicked.connect(partial(self.choice_made.emit, choice))
            row.addWidget(button, 1)
        column.addLayout(row)
        column.addWidget(self.state)
        self.show_found(None, can_decide=False)

    def show_found(self, found: Found | None, *, can_decide: bool) -> None:
        """Show the decision that counts; None for a scan that nobody decided about."""
        for button in self.buttons.values():
            button.setEnabled(can_decide)
        if found is None or not found.decision:
            text = self.tr("Nobody has decided yet.") if can_decide else ""
        else:
            who = self.tr("{0} by {1}, {2}").format(
                decided_text(found.decision), found.decided_by, moment_text(found.decided_at)
            )
            text = f"{who}: {found.decision_reason}" if found.decision_reason else who
        self.state.setText(text)
        more = f"\n{found.note}" if found is not None and found.note else ""
        self.state.setToolTip(plain_tip(f"{text}{more}") if text else "")
