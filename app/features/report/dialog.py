"""Asks what the operator adds to the report of a scan."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from btp_core.report.particulars import Particulars

LONGEST = 120
LONGEST_NOTE = 600
"""More would leave the page."""
NOTE_LINES = 4


class ReportDialog(QDialog):
    """Part number, operator and a remark, all of which may stay empty."""

    def __init__(self, operator: str, part_number: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Report of this scan"))
        form = QFormLayout(self)
        form.setContentsMargins(24, 20, 24, 18)
        form.setHorizontalSpacing(20)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.part_number, self.operator = QLineEdit(part_number), QLineEdit(operator)
        for field in (self.part_number, self.operator):
            field.setMaxLength(LONGEST)
            field.setMinimumWidth(300)
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(NOTE_LINES * self.note.fontMetrics().lineSpacing() + 16)
        form.addRow(self.tr("Part number"), self.part_number)
        form.addRow(self.tr("Operator"), self.operator)
        form.addRow(self.tr("Remark"), self.note)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save_button = QPushButton(self.tr("Choose file…"))
        self.save_button.setObjectName("primary")
        self.save_button.setDefault(True)
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)

    @property
    def particulars(self) -> Particulars:
        """What was typed."""
        return Particulars(
            self.operator.text(), self.part_number.text(), self.note.toPlainText()[:LONGEST_NOTE]
        )
