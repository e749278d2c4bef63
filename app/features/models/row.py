"""One model in the dialog: what it is, its state, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
)

from app.i18n.core_messages import core_text
from app.i18n.translation import translate
from app.widgets.chip import Chip
from app.widgets.progress_bar import ProgressBar
from btp_core.model.catalogue import Kind, KnownModel
from btp_core.model.store import Status

# The style sheet's name of a colour; symbol and word say the same.
_LOOKS = {
    Status.READY: ("pass", "✓"),
    Status.DAMAGED: ("fail", "✕"),
    Status.MISSING: ("not checked", "–"),  # noqa: RUF001
}


class ModelRow(QFrame):
    """Shows a model; what its buttons do is up to the dialog."""

    def __init__(self, model: KnownModel) -> None:
        super().__init__()
        self.model = model
        self.setObjectName("card")
        self.title, self.chip = QLabel(model.title), Chip()
        self.title.setObjectName("heading")
        size = QLocale().formattedDataSize(model.size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
        facts = QLabel(
            self.tr("{0} · licence: {1} · from: {2}").format(
                size, core_text(model.licence), core_text(model.source)
            )
        )
        facts.setObjectName("muted")
        self.bar = ProgressBar()
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.chip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.addLayout(head)
        for label in (QLabel(core_text(model.purpose)), facts):
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addWidget(self.bar)
        layout.addLayout(self._make_buttons())
        self.show_state(Status.MISSING, running=False)

    def show_state(self, status: Status, *, running: bool) -> None:
        """Show a state, and which buttons it leaves."""
        look, symbol = _LOOKS[status]
        self.chip.set_look(look, f"{symbol} {status_text(status)}")
        own = self.model.kind is not Kind.BUNDLED
        self.bar.setVisible(running)
        self.cancel_button.setVisible(running)
        self.verify_button.setEnabled(not running and status in (Status.READY, Status.DAMAGED))
        self.place_button.setVisible(own)
        self.place_button.setEnabled(not running)
        self.remove_button.setVisible(own)
        self.remove_button.setEnabled(not running and status is not Status.MISSING)
        if running:
            self.bar.setRange(0, 0)  # until there is something to measure

    def _make_buttons(self) -> QHBoxLayout:
        self.place_button = QPushButton(self.tr("Add from file…"))
        self.verify_button = QPushButton(self.tr("Verify"))
        self.remove_button = QPushButton(self.tr("Remove"))
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.place_button.setToolTip(
            self.tr("Take over a file or folder of this machine, which is left as it is")
        )
        self.verify_button.setToolTip(self.tr("Read every byte and compare checksums"))
        row = QHBoxLayout()
        for button in (
            self.place_button,
            self.verify_button,
            self.remove_button,
            self.cancel_button,
        ):
            row.addWidget(button)
        row.addStretch(1)
        return row


def status_text(status: Status) -> str:
    """The word for a state."""
    return {
        Status.MISSING: translate("ModelStatus", "Missing"),
        Status.DAMAGED: translate("ModelStatus", "Damaged"),
        Status.READY: translate("ModelStatus", "Ready"),
    }[status]
