"""Writes a report of the scan in view, on another thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app import settings as keys
from app.actions import Actions
from app.background.job import Event, Job, JobDone, JobFailed
from app.background.runner import Background
from app.features.report.dialog import ReportDialog
from app.notify import Notifier
from app.session.open_scan import OpenScan
from app.session.session import Session
from app.settings import Settings
from app.widgets.written import offer_to_open
from btp_core.report.particulars import Particulars

THREAD = "report-writer"
SUFFIXES = (".pdf", ".html", ".htm")


class ReportCommands(QObject):
    """Asks what the operator adds and where to write, then writes a page about the scan."""

    def __init__(
        self,
        window: QWidget,
        session: Session,
        background: Background,
        settings: Settings,
        notifier: Notifier,
        actions: Actions,
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._background = window, session, background
        self._settings, self._notifier = settings, notifier
        self._action = actions["save_report"]
        actions.connect({"save_report": self.ask})

    def show_scan(self, open_scan: OpenScan | None) -> None:
        """Offer a report of what was inspected here; a stored map has one with its run."""
        self._action.setEnabled(
            open_scan is not None
            and open_scan.stored is None
            and not open_scan.outdated
            and None not in (open_scan.scan, open_scan.scores, open_scan.verdict)
        )

    def ask(self) -> None:
        """Ask what to add, then where to write."""
        current = self._session.open_scans.current
        if current is None:
            return
        design = self._session.design
        dialog = ReportDialog(
            self._settings.get(keys.INSPECTOR_NAME),
            "" if design is None else design.part_number,
            self._window,
        )
        dialog.accepted.connect(lambda: self._choose_file(current, dialog.particulars))
        dialog.open()

    def write(self, open_scan: OpenScan, particulars: Particulars, target: Path) -> None:
        """Write the report of a scan as it is judged now."""
        scan, field, verdict = open_scan.scan, open_scan.scores, open_scan.verdict
        if scan is None or field is None or verdict is None:
            return

        units = self._settings.get(keys.UNITS)

        def work(job: Job) -> Path:
            # Imports torch and fonts: not on the window's thread.
            from btp_core.report.one_scan import write_scan_report

            return write_scan_report(
                scan, field, verdict, target, particulars, job.token, units=units
            )

        self._background.submit(Job(THREAD, work, self._written))

    def _choose_file(self, open_scan: OpenScan, particulars: Particulars) -> None:
        self._settings.set(keys.INSPECTOR_NAME, particulars.operator.strip())
        folder = Path(self._settings.get(keys.LAST_FOLDER))
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Save report"),
            str(folder / f"{open_scan.path.stem}-report.pdf"),
            self.tr("Reports (*.pdf *.html)"),
        )
        if name:
            target = Path(name)
            known = target.suffix.lower() in SUFFIXES
            self.write(open_scan, particulars, target if known else Path(f"{name}.pdf"))

    def _written(self, _job: Job, event: Event) -> None:
        if isinstance(event, JobFailed):
            self._notifier.report(event.error)
        elif isinstance(event, JobDone):
            target = Path(str(event.result))
            text = self.tr("The report is written:\n{0}").format(target)
            offer_to_open(self._window, text, target)
