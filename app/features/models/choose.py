"""Asks which model is to inspect."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from btp_core.inspection.model_choice import BUNDLED_NAME, ModelChoice
from btp_core.model.catalogue import Kind, KnownModel
from btp_core.model.store import ModelStore, Status


def ready_parts(store: ModelStore, models: Sequence[KnownModel]) -> ModelChoice:
    """The first backbone and the first tower of the catalogue that are whole."""
    ready = [model for model in models if store.status(model) is Status.READY]
    backbones = [store.path(model) for model in ready if model.kind is Kind.CHECKPOINT]
    towers = [store.path(model) for model in ready if model.kind is Kind.FOLDER]
    return ModelChoice(
        backbone=backbones[0] if backbones else None, tower=towers[0] if towers else None
    )


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

    def __init__(self, title: str, pattern: str, path: Path | None = None) -> None:
        super().__init__()
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


class ChooseModelDialog(QDialog):
    """A model's file, and its backbone and text tower where it needs them.

    Parameters
    ----------
    choice
        Shown first; of the bundled model the fields are empty.
    offered
        Backbone and tower that are ready on this machine: shown as a hint.
    """

    def __init__(
        self, choice: ModelChoice, offered: ModelChoice, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Choose the model"))
        self.setMinimumWidth(640)
        weights = self.tr("Weights (*.safetensors);;All files (*)")
        own = None if choice.model == BUNDLED_NAME else choice.model
        self.model = PathField(self.tr("Model file"), weights)
        self.model.text.setText(own or "")
        self.backbone = PathField(self.tr("Backbone"), weights, choice.backbone)
        self.tower = PathField(self.tr("Text tower"), "", choice.tower)
        for field, ready in ((self.backbone, offered.backbone), (self.tower, offered.tower)):
            if ready is not None:
                field.text.setPlaceholderText(self.tr("Ready: {0}").format(ready))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        form = QFormLayout()
        hint = QLabel(
            self.tr(
                "A file written by “btp-inspect train”. Name its backbone only if the file does "
                "not hold it, and its text tower only if it was trained with another one than "
                "the program brings."
            )
        )
        hint.setWordWrap(True)
        hint.setObjectName("muted")
        layout.addWidget(hint)
        layout.addLayout(form)
        form.addRow(self.tr("Model file"), self.model)
        form.addRow(self.tr("Backbone"), self.backbone)
        form.addRow(self.tr("Text tower"), self.tower)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        layout.addWidget(buttons)
        self.model.text.textChanged.connect(self._check)
        self._check()
        # A wrapped text is as high as the width makes it, which a layout asks for only here.
        self.resize(640, layout.totalHeightForWidth(640))

    @property
    def answer(self) -> ModelChoice:
        """What is in the fields."""
        return ModelChoice(str(self.model.path), self.backbone.path, self.tower.path)

    def _check(self) -> None:
        self._ok.setEnabled(self.model.path is not None)
