"""The window that checks a folder of scans."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from app.background.folder import FolderRequest, Run
from app.features.folder_check.filters import RunFilters
from app.features.folder_check.outputs import OutputButton
from app.features.folder_check.result_table import ResultTable
from app.features.folder_check.service import FolderService, Write
from app.features.folder_check.table import RecordModel, Show
from app.i18n.core_messages import core_text
from app.i18n.numbers import count_text, date_text, decimal_text
from app.i18n.stages import stage_text
from app.notify import Notifier
from app.widgets.placement import fitted
from app.widgets.progress_bar import ProgressBar
from btp_core.base.errors import InspectError
from btp_core.batch.progress import BatchProgress
from btp_core.batch.record import ScanRecord
from btp_core.text.prompts import PromptSet

RUN_NAME = "btp-inspect.h5"
SIZE = QSize(940, 620)


class FolderWindow(QDialog):
    """Chooses a folder, runs the check, and lists what was found.

    A window of its own beside the main one, which it must not cover for good: it has no parent,
    and whoever makes it ends it. Closing it does not stop a check; that goes on until it is
    cancelled or the program ends.

    Parameters
    ----------
    service
        Runs the check.
    notifier
        Told of errors.
    wording
        Gives the prompt set and the threshold in force when a check begins.

    Attributes
    ----------
    stored_requested
        Emitted with a scan's file, its run file and its name there.
    scan_requested
        Emitted with the file of a scan that has no stored map.
    """

    stored_requested = Signal(object, object, str)
    scan_requested = Signal(object)

    def __init__(
        self,
        service: FolderService,
        notifier: Notifier,
        wording: Callable[[], tuple[PromptSet, float]],
    ) -> None:
        # As a dialog, window managers would keep it above the main window even without a parent.
        super().__init__(None, Qt.WindowType.Window)
        self._service, self._notifier, self._wording = service, notifier, wording
        self._folder = Path()
        self._run: Path | None = None
        self._left = 0
        self.setWindowTitle(f"{self.tr('Check a folder')} — BTP Inspect")
        self.resize(fitted(SIZE, self.screen().availableGeometry().size()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addLayout(self._make_form())
        layout.addLayout(self._make_progress())
        self.filters = RunFilters()
        layout.addWidget(self.filters)
        self.model = RecordModel(self)
        self.filters.changed.connect(self.model.set_filter)
        self.table = ResultTable(self.model)
        self.table.scan_chosen.connect(self._open)
        layout.addWidget(self.table, 1)
        self.summary = QLabel()
        self.summary.setObjectName("muted")
        layout.addWidget(self.summary)
        service.loaded.connect(self._show_run)
        service.opened.connect(self._opened)
        service.writing.connect(self._writing)
        service.written.connect(self._written)
        service.progressed.connect(self._progressed)
        service.finished.connect(self._finished)
        service.failed.connect(self._failed)
        service.cancelled.connect(self._cancelled)
        self._show_state(self.tr("Choose a folder; every scan in it is inspected."))

    def set_folder(self, folder: Path) -> None:
        """Choose a folder, and a run file in it."""
        self.folder.setText(str(folder))
        self.output.setText(str(folder / RUN_NAME))

    def start(self, _checked: bool = False, *, retry_failed: bool = False) -> None:
        """Begin the check with the wording and the threshold of the main window."""
        folder, output = self.folder.text().strip(), self.output.text().strip()
        if not folder or not output or self._service.running:
            return
        prompts, threshold = self._wording()
        patterns = tuple(p.strip() for p in self.include.text().split(";") if p.strip())
        self._folder, self._run = Path(folder).absolute(), Path(output).absolute()
        self.model.set_records([])
        self._left = 0
        self._service.start(
            FolderRequest(self._folder, self._run, prompts, threshold, patterns, retry_failed)
        )
        self._show_state(self.tr("Looking for scans…"))

    def open_run(self, path: Path) -> None:
        """Show the rows of an earlier check; not while something is under way."""
        if self._service.running:
            self._notifier.warn(path.name, self.tr("Wait for the folder check, or cancel it."))
            return
        self._service.open_run(path.absolute())
        self._show_state(self.tr("Reading {0}…").format(path.name))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Only hide: the check goes on."""
        event.accept()

    def _make_form(self) -> QFormLayout:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.folder, self.output, self.include = QLineEdit(), QLineEdit(), QLineEdit()
        self.include.setPlaceholderText(self.tr("all scans; for example *.ply; left/*"))
        self.output.setToolTip(
            self.tr("Results are saved here after every scan. A check that was stopped is resumed.")
        )
        self.choose_button = QPushButton(self.tr("Choose…"))
        self.choose_button.clicked.connect(self._choose_folder)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose_button)
        form.addRow(self.tr("Folder"), row)
        form.addRow(self.tr("Only names like"), self.include)
        form.addRow(self.tr("Run file"), self.output)
        return form

    def _make_progress(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.start_button = QPushButton(self.tr("Start"))
        self.start_button.setObjectName("primary")
        self.retry_button = QPushButton(self.tr("Try failed ones again"))
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.start_button.clicked.connect(self.start)
        self.retry_button.clicked.connect(lambda: self.start(retry_failed=True))
        self.cancel_button.clicked.connect(self._service.cancel)
        self.bar = ProgressBar()
        self.state = QLabel()
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.output_button = OutputButton(lambda: self._run, self._write)
        for widget, stretch in [
            (self.start_button, 0),
            (self.retry_button, 0),
            (self.cancel_button, 0),
            (self.bar, 2),
            (self.state, 3),
            (self.output_button, 0),
        ]:
            row.addWidget(widget, stretch)
        return row

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Check a folder"), self.folder.text())
        if name:
            self.set_folder(Path(name))

    def _open(self, record: ScanRecord) -> None:
        source = self._folder / record.name
        if record.status == "done" and self._run is not None:
            self.stored_requested.emit(source, self._run, record.name)
        else:
            self.scan_requested.emit(source)

    def _write(self, work: Write) -> None:
        self._service.write(work)
        self._show_state(self.tr("Writing…"))

    def _show_run(self, run: Run) -> None:
        self.model.set_records(run.records)
        self._summarise()

    def _opened(self, run: Run) -> None:
        self._run, self._folder = run.path, Path(run.header.folder)
        self.folder.setText(run.header.folder)
        self.output.setText(str(run.path))
        self.include.clear()
        self._left = 0
        self._show_run(run)
        self.bar.set_fraction(1.0)
        self._show_state(
            self.tr("Checked {0} with {1}, threshold {2}").format(
                date_text(run.header.created),
                run.header.prompts.name,
                decimal_text(run.header.threshold, 2),
            )
        )

    def _writing(self, progress: tuple[str, float]) -> None:
        stage, fraction = progress
        self.bar.set_fraction(fraction)
        self._show_state(self.tr("Writing: {0}").format(stage_text(stage)))

    def _written(self, target: Path) -> None:
        self.bar.set_fraction(1.0)
        self._show_state(self.tr("Done."))
        self.output_button.offer(target)

    def _progressed(self, progress: BatchProgress) -> None:
        if progress.last is not None:
            self.model.put(progress.last)
            self._summarise()
        self._left = progress.total - progress.done
        self.bar.set_fraction(progress.fraction)
        self._show_state(core_text(progress.message))

    def _finished(self, result: object) -> None:
        records = list(getattr(result, "records", ()))
        self.model.set_records(records)
        self.bar.set_fraction(1.0)
        self._summarise()
        for warning in getattr(result, "warnings", ()):
            self._notifier.warn(self._folder.name, warning)
        self._show_state(self.tr("Done."))

    def _failed(self, error: BaseException) -> None:
        self._notifier.report(error)
        self._summarise()
        if isinstance(error, InspectError):
            self._show_state(core_text(error.cause))
        else:
            self._show_state(self.tr("Stopped by an error."))

    def _cancelled(self, _nothing: object) -> None:
        self._summarise()
        self._show_state(self.tr("Stopped. Finished scans are kept; Start resumes the check."))

    def _summarise(self) -> None:
        records = self.model.records
        failed = sum(record.verdict == "fail" for record in records)
        passed = sum(record.verdict == "pass" for record in records)
        missing = len(records) - failed - passed
        self.filters.set_counts(
            {
                Show.ALL: len(records),
                Show.FAILED: failed,
                Show.PASSED: passed,
                Show.NOT_INSPECTED: missing,
            }
        )
        counts = map(count_text, (failed, passed, missing))
        summary = self.tr(
            "%n scan(s): {0} failed, {1} passed, {2} not inspected", "", len(records)
        ).format(*counts)
        if self._left and not self._service.running:
            summary = self.tr("{0}; {1} more were not reached").format(
                summary, count_text(self._left)
            )
        self.summary.setText(summary)

    def _show_state(self, text: str) -> None:
        self.state.setText(text)
        running = self._service.running
        self.start_button.setEnabled(not running)
        self.cancel_button.setEnabled(running)
        errors = any(record.status == "failed" for record in self.model.records)
        self.retry_button.setVisible(errors and not running)
        self.output_button.setEnabled(bool(self.model.records) and not running)
        for field in (self.folder, self.output, self.include, self.choose_button):
            field.setEnabled(not running)
