"""What can be written of a run: a report in several forms, and a table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QPushButton

from app.widgets.written import offer_to_open
from btp_core.base.progress import CancelToken, ProgressCallback

TABLE_SUFFIX = ".csv"

Write = Callable[[ProgressCallback, CancelToken], Path]
"""Writes something and says where the result is."""


class OutputButton(QPushButton):
    """A button with a menu; asks where to write, and hands over what to do.

    Parameters
    ----------
    run
        Gives the run file in view, or None.
    write
        Given what writes it; called on another thread.
    record
        Gives the inspection record that knows decisions, or None.
    """

    def __init__(
        self,
        run: Callable[[], Path | None],
        write: Callable[[Write], None],
        record: Callable[[], Path | None],
    ) -> None:
        super().__init__()
        self._run, self._write, self._record = run, write, record
        self.setText(self.tr("Report"))
        menu = QMenu(self)
        pages, page = self.tr("Folders (*)"), self.tr("Web pages (*.html)")
        for text, ending, kind in [
            (self.tr("Report as a folder of web pages…"), "", pages),
            (self.tr("Report as one web page…"), ".html", page),
            (self.tr("Report as PDF…"), ".pdf", self.tr("PDF files (*.pdf)")),
        ]:
            menu.addAction(text, partial(self._ask, ending, kind, report_writer))
        menu.addSeparator()
        tables = self.tr("Tables (*.csv)")
        menu.addAction(
            self.tr("Table as CSV…"), partial(self._ask, TABLE_SUFFIX, tables, table_writer)
        )
        self.setMenu(menu)

    def offer(self, target: Path) -> QMessageBox:
        """Say what was written, and offer to open it; does not stop the event loop."""
        written = (
            self.tr("The table is written:\n{0}")
            if target.suffix == TABLE_SUFFIX
            else self.tr("The report is written:\n{0}")
        )
        return offer_to_open(self.window(), written.format(target), target)

    def _ask(
        self, ending: str, kind: str, make: Callable[[Path, Path, Path | None], Write]
    ) -> None:
        if (run := self._run()) is not None:
            name, _ = QFileDialog.getSaveFileName(
                self, self.tr("Save as"), f"{run.with_suffix('')}-report{ending}", kind
            )
            if name:
                target = Path(name)
                target = target if target.suffix else target.with_suffix(ending)
                record = self._record()
                known = record if record is not None and record.exists() else None
                self._write(make(run, target, known))


def report_writer(run: Path, target: Path, record: Path | None = None) -> Write:
    """Writes the report of a run: one file if the name ends so, otherwise a folder.

    With a record, decisions stand beside the verdicts.
    """

    def write(progress: ProgressCallback, cancel: CancelToken) -> Path:
        from btp_core.report.write import write_report

        return write_report(run, target, record=record, progress=progress, cancel=cancel).first

    return write


def table_writer(run: Path, target: Path, record: Path | None = None) -> Write:
    """Writes the rows of a run as CSV, with the decisions of a record."""

    def write(_progress: ProgressCallback, _cancel: CancelToken) -> Path:
        from btp_core.base.files import write_atomically
        from btp_core.batch.export import decisions_for, table_text
        from btp_core.batch.run_file import read_table

        _, records = read_table(run)
        # With a mark in front, or Excel takes it for another encoding.
        write_atomically(
            target, table_text(records, decisions_for(record, records)).encode("utf-8-sig")
        )
        return target

    return write
