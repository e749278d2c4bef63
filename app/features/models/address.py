"""Asks where a model is downloaded from."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QWidget

from btp_core.model.catalogue import KnownModel

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


class AddressDialog(QDialog):
    """Address and checksum of a file; what the catalogue knows is filled in."""

    def __init__(self, model: KnownModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Download {0}").format(model.title))
        self.resize(600, 0)
        self.url, self.sha256 = QLineEdit(model.url), QLineEdit(model.sha256)
        self.url.setPlaceholderText("https://")
        self.sha256.setPlaceholderText(self.tr("64 digits; may be left empty"))
        form = QFormLayout(self)
        form.setContentsMargins(18, 16, 18, 14)
        hint = QLabel(self.tr("The project's page has the address: {0}").format(model.source))
        hint.setWordWrap(True)
        hint.setObjectName("muted")
        form.addRow(hint)
        form.addRow(self.tr("Address"), self.url)
        form.addRow(self.tr("Checksum (sha256)"), self.sha256)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        form.addRow(buttons)
        for field in (self.url, self.sha256):
            field.textChanged.connect(self._check)
        self._check()

    @property
    def answer(self) -> tuple[str, str]:
        """Address, and checksum in small letters or nothing."""
        return self.url.text().strip(), self.sha256.text().strip().lower()

    def _check(self) -> None:
        url, sha256 = self.answer
        self._ok.setEnabled(bool(url) and (not sha256 or bool(_SHA256.fullmatch(sha256))))
