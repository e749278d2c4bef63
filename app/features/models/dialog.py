"""The dialog that lists the models and places them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QLabel,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.features.models.row import ModelRow
from app.features.models.service import ModelService
from app.notify import Notifier
from btp_core.model.catalogue import Kind, KnownModel
from btp_core.model.store import Status


class ModelsDialog(QDialog):
    """Closing it does not stop a job; that goes on until cancelled or the program ends.

    Parameters
    ----------
    service
        Does the work.
    models
        What is listed.
    in_force
        Stands above the list: which model inspects.
    notifier
        Told of errors.
    """

    def __init__(
        self,
        service: ModelService,
        models: tuple[KnownModel, ...],
        in_force: QWidget,
        notifier: Notifier,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._service, self._notifier = service, notifier
        self._states = {model.name: Status.MISSING for model in models}
        self.setWindowTitle(self.tr("Models"))
        self.resize(760, 620)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        hint = QLabel(
            self.tr(
                "The program works offline with what it brings. Published weights can be added."
            )
        )
        hint.setWordWrap(True)
        layout.addWidget(hint)
        layout.addWidget(in_force)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        self.rows = {model.name: self._make_row(model) for model in models}
        for row in self.rows.values():
            column.addWidget(row)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        # The window behind, not the surface that the style gives to areas.
        for layer in (content, area.viewport()):
            layer.setAutoFillBackground(False)
        layout.addWidget(area, 1)
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        layout.addWidget(self.state)
        service.progressed.connect(lambda name, done: self.rows[name].show_progress(done))
        service.ended.connect(self._ended)

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the disk anew."""
        super().showEvent(event)
        for row in self.rows.values():
            self._service.look(row.model)

    def _make_row(self, model: KnownModel) -> ModelRow:
        row = ModelRow(model)
        row.place_requested.connect(self._ask_for_source)
        row.verify_requested.connect(self._verify)
        row.remove_requested.connect(self._ask_to_remove)
        row.cancel_requested.connect(self._service.cancel)
        return row

    def place(self, model: KnownModel, source: Path) -> None:
        """Take over a file or folder of this machine."""
        self._service.add(model, source)
        self._begun(model)

    def remove(self, model: KnownModel) -> None:
        """Delete what is here of a model."""
        self._service.remove(model)
        self._begun(model)

    def _verify(self, model: KnownModel) -> None:
        self._service.verify(model)
        self._begun(model)

    def _ask_for_source(self, model: KnownModel) -> None:
        title = self.tr("Place {0}").format(model.title)
        if model.kind is Kind.FOLDER:
            name = QFileDialog.getExistingDirectory(self, title)
        else:
            name, _ = QFileDialog.getOpenFileName(self, title)
        if name:
            self.place(model, Path(name))

    def _ask_to_remove(self, model: KnownModel) -> None:
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(self.tr("Delete {0} from this machine?").format(model.title))
        box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
        box.accepted.connect(lambda: self.remove(model))
        box.open()

    def _begun(self, model: KnownModel) -> None:
        self.state.clear()
        self.rows[model.name].show_state(self._states[model.name], running=True)

    def _ended(self, name: str, status: Status, error: Exception | None) -> None:
        self._states[name] = status
        self.rows[name].show_state(status, running=False)
        if error is not None:
            self.state.setText(str(error))
            self._notifier.report(error)
