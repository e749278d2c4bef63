"""A field for a file or folder with a button that asks for one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget


class PathField(QWidget):
    """A path to type or to choose; an empty field means none.

    Parameters
    ----------
    title
        Of the dialog that asks.
    pattern
        Which files are offered, as Qt writes it; empty to ask for a folder.
    path
        Shown first.
    """

    def __init__(
        self, title: str, pattern: str, path: Path | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title, self._pattern = title, pattern
        self.text = QLineEdit(str(path or ""))
        self.button = QPushButton(self.tr("Choose…"))
        self.button.clicked.connect(self._ask)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.button)

    @property
    def path(self) -> Path | None:
        """What is in the field."""
        text = self.text.text().strip()
        return Path(text) if text else None

    def _ask(self) -> None:
        start = str(self.path or "")
        if self._pattern:
            name, _ = QFileDialog.getOpenFileName(self, self._title, start, self._pattern)
        else:
            name = QFileDialog.getExistingDirectory(self, self._title, start)
        if name:
            self.text.setText(name)
