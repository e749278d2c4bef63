"""Asks why a region is no defect, and who says so."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

WIDTH = 460
LONGEST = 500


class NotADefectDialog(QDialog):
    """A reason and a name; both are kept in the design, for whoever inspects with it."""

    def __init__(self, design: str, who: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Not a defect here"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        hint = QLabel(
            self.tr(
                "This place of {0} is left out from now on, on every scan. The design is saved as "
                "its next version; the place can be lifted again in the panel."
            ).format(design)
        )
        hint.setWordWrap(True)
        hint.setObjectName("muted")
        layout.addWidget(hint)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.reason, self.who = QLineEdit(), QLineEdit(who)
        self.reason.setPlaceholderText(self.tr("for example: serial number, weld, sprue"))
        for field in (self.reason, self.who):
            field.setMaxLength(LONGEST)
            field.textChanged.connect(self._check)
        form.addRow(self.tr("Reason"), self.reason)
        form.addRow(self.tr("Your name"), self.who)
        layout.addLayout(form)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.ok = buttons.addButton(self.tr("Leave it out"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setObjectName("primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self._check()
        self.resize(WIDTH, layout.totalHeightForWidth(WIDTH))

    def _check(self) -> None:
        self.ok.setEnabled(bool(self.reason.text().strip() and self.who.text().strip()))
