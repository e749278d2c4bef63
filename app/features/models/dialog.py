"""The dialog that lists the models and places them."""

from __future__ import annotations

from collections.abc import Callable
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

from app.background.job import Event, Job, JobCancelled, JobDone, Progress
from app.background.runner import Background
from app.features.models.row import ModelRow
from app.notify import Notifier
from btp_core.base.errors import CancelledError
from btp_core.model.catalogue import Kind, KnownModel
from btp_core.model.store import ModelStore, Status


class ModelsDialog(QDialog):
    """Closing it does not stop a job, which runs until it is cancelled or the program ends.

    Each model has a thread of its own, with one job at a time.

    Parameters
    ----------
    background
        Does what takes time.
    store
        Where the models are.
    models
        What is listed.
    in_force
        Stands above the list: which model inspects.
    notifier
        Told of errors.
    """

    def __init__(
        self,
        background: Background,
        store: ModelStore,
        models: tuple[KnownModel, ...],
        in_force: QWidget,
        notifier: Notifier,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._background, self._store, self._notifier = background, store, notifier
        self._states = {model.name: Status.MISSING for model in models}
        self.setWindowTitle(self.tr("Models"))
        self.resize(760, 620)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        hint = QLabel(
            self.tr(
                "The program works offline with what it brings. Published weights are models that "
                "others have trained and made public; they are never fetched by themselves. Get "
                "the file that a row names from where it was published, then add it from there: "
                "it is taken only if its checksum is the published one."
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

    def showEvent(self, event: QShowEvent) -> None:
        """Check the disk again: files may have changed."""
        super().showEvent(event)
        for row in self.rows.values():
            self._look(row.model)

    def running(self, model: KnownModel) -> bool:
        """Whether a job for the model is under way, or its end not yet told."""
        return self._background.busy(_thread(model))

    def place(self, model: KnownModel, source: Path) -> None:
        """Take over a file or folder of this machine."""
        self._show_begun(model)
        self._begin(model, lambda _job: self._store.add(model, source))

    def remove(self, model: KnownModel) -> None:
        """Delete what is here of a model."""
        self._show_begun(model)
        self._begin(model, lambda _job: self._store.remove(model))

    def verify(self, model: KnownModel) -> None:
        """Compare every byte with the checksums."""
        self._show_begun(model)
        self._begin(model, lambda job: self._store.verify(model, job.progress, job.token))

    def _make_row(self, model: KnownModel) -> ModelRow:
        row = ModelRow(model)
        row.place_button.clicked.connect(lambda: self._ask_for_source(model))
        row.verify_button.clicked.connect(lambda: self.verify(model))
        row.remove_button.clicked.connect(lambda: self._ask_to_remove(model))
        row.cancel_button.clicked.connect(lambda: self._background.cancel_all(_thread(model)))
        return row

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

    def _look(self, model: KnownModel) -> None:
        self._begin(model, lambda _job: self._store.status(model))

    def _show_begun(self, model: KnownModel) -> None:
        self.state.clear()
        self.rows[model.name].show_state(self._states[model.name], running=True)

    def _begin(self, model: KnownModel, work: Callable[[Job], Status | None]) -> None:
        """Do something with a model, unless something is done with it already."""
        if self.running(model):
            return

        def run(job: Job) -> tuple[Status, Exception | None]:
            try:
                return work(job) or self._store.status(model), None
            except CancelledError:
                # Cancelling is not an error, but the state may have changed.
                return self._store.status(model), None
            except Exception as error:  # noqa: BLE001 - handed on whole; the window reports it
                return self._store.status(model), error

        def receive(_job: Job, event: Event) -> None:
            match event:
                case Progress(fraction=fraction):
                    self.rows[model.name].bar.set_fraction(fraction)
                case JobDone(result=(Status() as status, (Exception() | None) as error)):
                    self._end(model, status, error)
                case JobCancelled():  # before it began
                    self._end(model, self._store.status(model), None)

        self._background.submit(Job(_thread(model), run, receive))

    def _end(self, model: KnownModel, status: Status, error: Exception | None) -> None:
        self._states[model.name] = status
        self.rows[model.name].show_state(status, running=False)
        if error is not None:
            self.state.setText(str(error))
            self._notifier.report(error)


def _thread(model: KnownModel) -> str:
    return f"model-{model.name}"
