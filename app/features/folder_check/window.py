"""The window that checks a folder of scans."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout

from app.background.engine import Engine
from app.background.folder import FolderRequest, Run
from app.background.job import Job
from app.background.runner import Background
from app.features.folder_check.cells import Row
from app.features.folder_check.closing import ask_before_closing
from app.features.folder_check.form import CheckForm
from app.features.folder_check.other_settings import ask_about, free_name
from app.features.folder_check.outputs import Write
from app.features.folder_check.progress_row import ProgressRow
from app.features.folder_check.results import RunResults
from app.features.folder_check.work import FolderWork, News
from app.i18n.core_messages import core_text
from app.i18n.numbers import date_text, decimal_text
from app.i18n.stages import stage_text
from app.notify import Notifier
from app.theme.tokens import Theme
from app.widgets.placement import fitted
from btp_core.base.errors import InspectError, OtherSettingsError
from btp_core.batch.progress import BatchProgress
from btp_core.batch.row import ScanRow
from btp_core.inspection.limits import Limits
from btp_core.inspection.model_choice import ModelChoice
from btp_core.text.prompts import PromptSet

if TYPE_CHECKING:
    from btp_core.batch.run import BatchResult

SIZE = QSize(940, 620)


class FolderWindow(QDialog):
    """Chooses a folder, runs the check, and lists what was found.

    A window of its own beside the main one, which it must not keep covered: it has no parent,
    and whoever creates it destroys it. One thing is done at a time, beside the scan in view: a
    check, scoring one again, reading a run file, or writing what was found.

    Parameters
    ----------
    engine
        Checks folders and reads run files.
    background
        Does what takes time.
    notifier
        Told of errors.
    in_force
        Gives the prompt set, threshold, limits and model in force when a check begins.

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
        in_force: Callable[[], tuple[PromptSet, float, Limits, ModelChoice]],
    ) -> None:
        # As a dialog, window managers would keep it above the main window even without a parent.
        super().__init__(None, Qt.WindowType.Window)
        self._engine = engine
        self._work = FolderWork(background, self._failed, self._cancelled)
        self._notifier, self._in_force = notifier, in_force
        self._folder = Path()
        self._run: Path | None = None
        self._source: Path | None = None
        self._checking = False
        self.recording: Callable[[], tuple[Path | None, str]] = lambda: (None, "")
        self.setWindowTitle(f"{self.tr('Check a folder')} — BTP Inspect")
        self.resize(fitted(SIZE, self.screen().availableGeometry().size()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        self.form = CheckForm()
        self.form.submitted.connect(self.start)
        layout.addWidget(self.form)
        self.progress = ProgressRow(lambda: self._run, self.write, lambda: self.recording()[0])
        self.progress.start_button.clicked.connect(self.start)
        self.progress.retry_button.clicked.connect(lambda: self.start(retry_failed=True))
        self.progress.cancel_button.clicked.connect(self.cancel)
        layout.addWidget(self.progress)
        self.results = RunResults(engine, background, lambda: self.running)
        self.results.table.scan_chosen.connect(self._open)
        layout.addWidget(self.results, 1)
        self._show_state(self.tr("Choose a folder; every scan in it is inspected."))

    @property
    def run_file(self) -> Path | None:
        """The run in view."""
        return self._run

    @property
    def running(self) -> bool:
        """Whether something is under way, or its end not yet told."""
        return self._work.running

    @property
    def checking(self) -> bool:
        """Whether a check is under way."""
        return self._checking and self.running

    def set_theme(self, theme: Theme) -> None:
        """Show verdicts in a theme's colours."""
        self.results.set_theme(theme)

    def set_folder(self, folder: Path) -> None:
        """Choose a folder, and a run file in it."""
        self.form.set_folder(folder)

    def start(self, _checked: bool = False, *, retry_failed: bool = False) -> None:
        """Begin the check with the wording and the threshold of the main window."""
        if self.running:
            return
        folder, output = self.form.folder_path, self.form.output_path
        if folder is None or output is None:
            self._show_state(self.tr("Type or choose a folder first."))
            self.form.folder.setFocus()
            return
        request = self._request(folder, output, retry_failed=retry_failed)
        self._folder, self._run = folder, output
        self.results.clear()

        def check(job: Job) -> object:
            if request.output.exists():
                job.tell(News(self.results.show_run, self._engine.read_run(request.output)))
            return self._engine.run_folder(
                request, lambda at: job.tell(News(self._progressed, at)), job.token
            )

        self._checking, self._source = True, output
        self._begin(check, self._finished, self.tr("Looking for scans…"))

    def score_again(self, source: Path) -> None:
        """Score a run with the wording and the threshold of the main window, into a new file."""
        output = free_name(source)
        request = self._request(self._folder, output)
        self.form.set_output(output)

        def score(job: Job) -> Run:
            return self._engine.rescore(
                request, source, lambda *at: job.tell(News(self._scoring, at)), job.token
            )

        self._begin(score, self._scored_again, self.tr("Scoring again…"))

    def cancel(self) -> None:
        """Stop what is under way."""
        self._work.cancel()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask what is to become of a check that is under way."""
        if self.checking and self.isVisible():
            event.ignore()
            ask_before_closing(self, hide=self.hide, stop=self._stop_and_hide)
        else:
            super().closeEvent(event)

    def _stop_and_hide(self) -> None:
        self.cancel()
        self.hide()

    def _request(self, folder: Path, output: Path, *, retry_failed: bool = False) -> FolderRequest:
        prompts, threshold, limits, model = self._in_force()
        form = self.form
        return FolderRequest(
            *(folder, output, prompts, threshold, form.patterns, retry_failed, model, form.design),
            *self.recording(),
            limits=limits,
        )

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
            return work(lambda *at: job.tell(News(self._writing, at)), job.token)

        self._begin(write, self._written, self.tr("Writing…"))

    def show_design(self, path: Path | None) -> None:
        """Offer the design in force."""
        self.form.show_design(path)

    def _open(self, record: Row) -> None:
        source = self._folder / record.name
        inspected = isinstance(record, ScanRow) and record.status == "done"
        if inspected and self._run is not None:
            self.stored_requested.emit(source, self._run, record.name)
        else:
            self.scan_requested.emit(source)

    def _begin(
        self, work: Callable[[Job], object], take_result: Callable[[Any], None], text: str
    ) -> None:
        """Do something on another thread, unless something is under way."""
        self._work.begin(work, take_result)
        self._show_state(text)

    def _opened(self, run: Run) -> None:
        self._run, self._folder, self._source = run.path, Path(run.header.folder), run.path
        self.form.set_run(run.header.folder, run.path)
        self.results.show_run(run)
        self.progress.bar.set_fraction(1.0)
        self._show_state(
            self.tr("Checked {0} with {1}, threshold {2}").format(
                date_text(run.header.created),
                run.header.prompts.name,
                decimal_text(run.header.threshold, 2),
            )
        )

    def _writing(self, progress: tuple[str, float]) -> None:
        stage, fraction = progress
        self.progress.bar.set_fraction(fraction)
        self._show_state(self.tr("Writing: {0}").format(stage_text(stage)))

    def _written(self, target: Path) -> None:
        self.progress.bar.set_fraction(1.0)
        self._show_state(self.tr("Done."))
        self.progress.output_button.offer(target)

    def _scoring(self, progress: tuple[str, float]) -> None:
        self.progress.bar.set_fraction(progress[1])

    def _scored_again(self, run: Run) -> None:
        self._run = run.path
        self.results.show_run(run)
        self.progress.bar.set_fraction(1.0)
        self._show_state(self.tr("Done."))

    def _progressed(self, progress: BatchProgress) -> None:
        if progress.waiting:
            self.results.set_waiting(progress.waiting)
        if progress.last is not None:
            left = progress.total - progress.done
            self.results.put(self._run, progress.last, left)
        self.progress.bar.set_fraction(progress.fraction)
        self._show_state(core_text(progress.message))

    def _finished(self, result: BatchResult) -> None:
        self._checking = False
        self.results.show_records(self._run, result.rows)
        self.progress.bar.set_fraction(1.0)
        for warning in result.warnings:
            self._notifier.warn(self._folder.name, warning)
        self._show_state(self.tr("Done."))

    def _end(self) -> None:
        """Nothing is checked any more: no scan waits."""
        self._checking = False
        self.results.end()

    def _failed(self, error: BaseException) -> None:
        self._end()
        if isinstance(error, OtherSettingsError):
            self._show_state(core_text(error.cause))
            self._ask_about(error)
            return
        self._notifier.report(error)
        if isinstance(error, InspectError):
            self._show_state(core_text(error.cause))
        else:
            self._show_state(self.tr("Stopped by an error."))

    def _ask_about(self, error: OtherSettingsError) -> None:
        source, asked = self._source, self._run
        assert asked is not None

        def inspect_again() -> None:
            self.form.set_output(free_name(asked))
            self.start()

        ask_about(error, lambda: self.score_again(source or asked), inspect_again, self)

    def _cancelled(self) -> None:
        self._end()
        self._show_state(self.tr("Stopped. Finished scans are kept; Start resumes the check."))

    def _show_state(self, text: str) -> None:
        records = self.results.records
        self.progress.show_state(
            text,
            running=self.running,
            errors=any(record.status == "failed" for record in records),
            any_records=bool(records),
        )
        self.form.set_locked(self.running)
