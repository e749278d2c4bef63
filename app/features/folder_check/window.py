"""The window that checks a folder of scans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from app.background.engine import Engine
from app.background.folder import FolderRequest, Run
from app.background.job import Event, Job, JobCancelled, JobDone, JobFailed
from app.background.runner import Background
from app.features.folder_check.filters import RunFilters
from app.features.folder_check.outputs import OutputButton, Write
from app.features.folder_check.result_table import ResultTable
from app.features.folder_check.table import RecordModel, Show, kind_of
from app.i18n.core_messages import core_text
from app.i18n.numbers import count_text, date_text, decimal_text
from app.i18n.stages import stage_text
from app.notify import Notifier
from app.widgets.placement import fitted
from app.widgets.plain import plain_label
from app.widgets.progress_bar import ProgressBar
from btp_core.base.errors import InspectError
from btp_core.batch.progress import BatchProgress
from btp_core.batch.record import ScanRecord
from btp_core.inspection.model_choice import ModelChoice
from btp_core.text.prompts import PromptSet

if TYPE_CHECKING:
    from btp_core.batch.engine import BatchResult

RUN_NAME = "btp-inspect.h5"
SIZE = QSize(940, 620)
THREAD = "folder-check"


@dataclass(frozen=True, eq=False)
class _News(Event):
    """What a job reports before its end, and what takes it on the GUI thread."""

    receive: Callable[[Any], None]
    value: object


class FolderWindow(QDialog):
    """Chooses a folder, runs the check, and lists what was found.

    A window of its own beside the main one, which it must not keep covered: it has no parent,
    and whoever creates it destroys it. Closing it does not stop a check, which runs until it is
    cancelled or the program ends. One thing is done at a time, beside the scan in view: a check,
    reading a run file, or writing what was found.

    Parameters
    ----------
    engine
        Checks folders and reads run files.
    background
        Does what takes time.
    notifier
        Told of errors.
    in_force
        Gives the prompt set, the threshold and the model in force when a check begins.
    design
        Gives the file of the design in force, or None.

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
        engine: Engine,
        background: Background,
        notifier: Notifier,
        in_force: Callable[[], tuple[PromptSet, float, ModelChoice]],
        design: Callable[[], Path | None],
    ) -> None:
        # As a dialog, window managers would keep it above the main window even without a parent.
        super().__init__(None, Qt.WindowType.Window)
        self._engine, self._background = engine, background
        self._notifier, self._in_force, self._design_in_force = notifier, in_force, design
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
        self._show_state(self.tr("Choose a folder; every scan in it is inspected."))

    @property
    def running(self) -> bool:
        """Whether something is under way, or its end not yet told."""
        return self._background.busy(THREAD)

    def set_folder(self, folder: Path) -> None:
        """Choose a folder, and a run file in it."""
        self.folder.setText(str(folder))
        self.output.setText(str(folder / RUN_NAME))

    def start(self, _checked: bool = False, *, retry_failed: bool = False) -> None:
        """Begin the check with the wording and the threshold of the main window."""
        folder, output = self.folder.text().strip(), self.output.text().strip()
        if not folder or not output or self.running:
            return
        prompts, threshold, model = self._in_force()
        patterns = tuple(p.strip() for p in self.include.text().split(";") if p.strip())
        self._folder, self._run = Path(folder).absolute(), Path(output).absolute()
        self.model.set_records([])
        self._left = 0
        request = FolderRequest(
            self._folder,
            self._run,
            prompts,
            threshold,
            patterns,
            retry_failed,
            model,
            self._design_in_force() if self.with_design.isChecked() else None,
        )

        def check(job: Job) -> object:
            if request.output.exists():
                job.tell(_News(self._show_run, self._engine.read_run(request.output)))
            return self._engine.run_folder(
                request, lambda at: job.tell(_News(self._progressed, at)), job.token
            )

        self._begin(check, self._finished, self.tr("Looking for scans…"))

    def open_run(self, path: Path) -> None:
        """Show the rows of an earlier check; not while something is under way."""
        if self.running:
            self._notifier.warn(path.name, self.tr("Wait for the folder check, or cancel it."))
            return
        run = path.absolute()
        text = self.tr("Reading {0}…").format(path.name)
        self._begin(lambda _job: self._engine.read_run(run), self._opened, text)

    def write(self, work: Write) -> None:
        """Write a report or a table of the run in view."""

        def write(job: Job) -> Path:
            return work(lambda *at: job.tell(_News(self._writing, at)), job.token)

        self._begin(write, self._written, self.tr("Writing…"))

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
        self.with_design = QCheckBox()
        self.with_design.setToolTip(
            self.tr("The design in force in the main window; its threshold counts as well.")
        )
        form.addRow(self.tr("Design"), self.with_design)
        self.show_design()
        return form

    def show_design(self) -> None:
        """Offer the design in force, if there is one: taken unless it is unticked."""
        path = self._design_in_force()
        known = path is not None and path.name == self.with_design.text()
        self.with_design.setText(
            path.name if path is not None else self.tr("none in force in the main window")
        )
        self.with_design.setEnabled(path is not None and not self.running)
        if not known:
            self.with_design.setChecked(path is not None)

    def _make_progress(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.start_button = QPushButton(self.tr("Start"))
        self.start_button.setObjectName("primary")
        self.retry_button = QPushButton(self.tr("Try failed ones again"))
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.start_button.clicked.connect(self.start)
        self.retry_button.clicked.connect(lambda: self.start(retry_failed=True))
        self.cancel_button.clicked.connect(lambda: self._background.cancel_all(THREAD))
        self.bar = ProgressBar()
        self.state = plain_label()
        self.output_button = OutputButton(lambda: self._run, self.write)
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

    def _begin(
        self, work: Callable[[Job], object], take_result: Callable[[Any], None], text: str
    ) -> None:
        """Do something on another thread, unless something is under way."""

        def receive(_job: Job, event: Event) -> None:
            match event:
                case _News():
                    event.receive(event.value)
                case JobDone(result=result):
                    take_result(result)
                case JobFailed(error=error):
                    self._failed(error)
                case JobCancelled():
                    self._cancelled()

        if not self.running:
            self._background.submit(Job(THREAD, work, receive))
        self._show_state(text)

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

    def _finished(self, result: BatchResult) -> None:
        self.model.set_records(result.records)
        self.bar.set_fraction(1.0)
        self._summarise()
        for warning in result.warnings:
            self._notifier.warn(self._folder.name, warning)
        self._show_state(self.tr("Done."))

    def _failed(self, error: BaseException) -> None:
        self._notifier.report(error)
        self._summarise()
        if isinstance(error, InspectError):
            self._show_state(core_text(error.cause))
        else:
            self._show_state(self.tr("Stopped by an error."))

    def _cancelled(self) -> None:
        self._summarise()
        self._show_state(self.tr("Stopped. Finished scans are kept; Start resumes the check."))

    def _summarise(self) -> None:
        records = self.model.records
        counted = Counter(map(kind_of, records))
        self.filters.set_counts({**counted, Show.ALL: len(records)})
        counts = [count_text(counted[kind]) for kind in Show if kind is not Show.ALL]
        summary = self.tr(
            "%n scan(s): {0} failed, {1} passed, {2} not inspected", "", len(records)
        ).format(*counts)
        if self._left and not self.running:
            summary = self.tr("{0}; {1} more were not reached").format(
                summary, count_text(self._left)
            )
        self.summary.setText(summary)

    def _show_state(self, text: str) -> None:
        self.state.setText(text)
        running = self.running
        self.start_button.setEnabled(not running)
        self.cancel_button.setEnabled(running)
        errors = any(record.status == "failed" for record in self.model.records)
        self.retry_button.setVisible(errors and not running)
        self.output_button.setEnabled(bool(self.model.records) and not running)
        for field in (self.folder, self.output, self.include, self.choose_button):
            field.setEnabled(not running)
        self.with_design.setEnabled(self._design_in_force() is not None and not running)
