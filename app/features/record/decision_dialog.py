"""Asks who decides about a part, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.features.record.words import outcome_text
from app.i18n.translation import translate
from btp_core.record.entries import Choice, Decision, Outcome

WIDTH = 460
LONGEST = 500


class DecisionDialog(QDialog):
    """Name, reason and a note; what goes against the machine needs a reason."""

    def __init__(
        self,
        choice: Choice,
        scans: Sequence[str],
        verdicts: Sequence[Outcome],
        who: str,
        reasons: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.choice = choice
        self._needs_reason = choice != "accept" or any(one != "pass" for one in verdicts)
        titles = {
            "accept": self.tr("Accept"),
            "reject": self.tr("Reject"),
            "rework": self.tr("Rework"),
        }
        self.setWindowTitle(titles[choice])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(self._about(scans, verdicts))
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.who = QLineEdit(who)
        self.reason, typed = QComboBox(), QLineEdit()
        self.reason.setLineEdit(typed)
        # The stock reasons are translated; those of the firm's own stay what they are.
        self.reason.addItems(["", *(translate("Reasons", reason) for reason in reasons)])
        self.note = QLineEdit()
        for field in (self.who, typed, self.note):
            field.setMaxLength(LONGEST)
            field.textChanged.connect(self._check)
        typed.setPlaceholderText(self.tr("needed") if self._needs_reason else self.tr("not needed"))
        form.addRow(self.tr("Your name"), self.who)
        form.addRow(self.tr("Reason"), self.reason)
        form.addRow(self.tr("Note"), self.note)
        layout.addLayout(form)
        hint = QLabel(
            self.tr(
                "The decision is added to the record and cannot be taken back; a later one counts "
                "instead."
            )
        )
        hint.setWordWrap(True)
        hint.setObjectName("muted")
        layout.addWidget(hint)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.ok = buttons.addButton(titles[choice], QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setObjectName("primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self._check()
        self.resize(WIDTH, layout.totalHeightForWidth(WIDTH))
        (self.reason if who else self.who).setFocus()

    @property
    def decision(self) -> Decision:
        """What was decided."""
        return Decision(
            self.choice,
            self.who.text().strip(),
            self.reason.currentText().strip(),
            self.note.text().strip(),
        )

    def _about(self, scans: Sequence[str], verdicts: Sequence[Outcome]) -> QLabel:
        if len(scans) == 1:
            text = self.tr("{0}\nThe machine says: {1}").format(scans[0], outcome_text(verdicts[0]))
        else:
            text = self.tr("%n scan(s)", "", len(scans))
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _check(self) -> None:
        reason = self.reason.currentText().strip() or not self._needs_reason
        self.ok.setEnabled(bool(self.who.text().strip() and reason))
