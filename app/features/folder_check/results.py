"""The scans of a run: filters, the table, and how many there are of which kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.background.engine import Engine
from app.background.folder import Run
from app.background.runner import Background
from app.features.folder_check.cells import Show, kind_of
from app.features.folder_check.filters import RunFilters
from app.features.folder_check.pictures import RunPictures
from app.features.folder_check.result_table import ResultTable
from app.features.folder_check.table import RecordModel
from app.i18n.numbers import count_text
from app.theme.tokens import Theme
from btp_core.batch.row import ScanRow


class RunResults(QWidget):
    """Shows the scans of a run, those that wait as well.

    Parameters
    ----------
    engine, background
        Draw the pictures of the rows.
    running
        Whether something is under way.
    """

    def __init__(self, engine: Engine, background: Background, running: Callable[[], bool]) -> None:
        super().__init__()
        self._running = running
        self._left = 0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        self.filters = RunFilters()
        layout.addWidget(self.filters)
        self.model = RecordModel(self)
        self.filters.changed.connect(self._filter)
        self.table = ResultTable(self.model)
        layout.addWidget(self.table, 1)
        self.pictures = RunPictures(background, engine.draw_stored, self)
        self.table.picture_wanted.connect(self.pictures.ask)
        self.pictures.drawn.connect(self.model.set_picture)
        self.summary = QLabel()
        self.summary.setObjectName("muted")
        layout.addWidget(self.summary)

    @property
    def records(self) -> tuple[ScanRow, ...]:
        """Scans with a result, or an error."""
        return self.model.records

    def set_theme(self, theme: Theme) -> None:
        """Show verdicts in a theme's colours."""
        self.model.set_theme(theme)

    def clear(self) -> None:
        """Show no scan."""
        self._left = 0
        self.pictures.begin(None)
        self.model.set_records([])
        self.summarise()

    def show_run(self, run: Run) -> None:
        """Show the scans of a run file."""
        self.show_records(run.path, run.rows)

    def show_records(self, run: Path | None, records: Sequence[ScanRow]) -> None:
        """Show scans whose results a run file has."""
        self._left = 0
        self.pictures.begin(run)
        self.model.set_records(records)
        self.summarise()

    def set_waiting(self, names: Sequence[str]) -> None:
        """List scans that will be inspected."""
        self._left = len(names)
        self.model.set_waiting(names)
        self.summarise()

    def put(self, run: Path | None, record: ScanRow, left: int) -> None:
        """A scan was inspected; so many are left."""
        self._left = left
        if self.pictures.run is None:
            self.pictures.begin(run)
        self.pictures.renew(record.name)
        self.model.put(record)
        self.summarise()

    def end(self) -> None:
        """Nothing is checked any more: no scan waits."""
        self.model.set_waiting(())
        self.summarise()

    def summarise(self) -> None:
        """Count the scans of each kind."""
        rows = self.model.rows
        counted = Counter(map(kind_of, rows))
        self.filters.set_counts({**counted, Show.ALL: len(rows)})
        waiting = counted[Show.WAITING]
        failed, passed, unchecked, errors = (
            count_text(counted[kind])
            for kind in (Show.FAILED, Show.PASSED, Show.NOT_CHECKED, Show.NOT_INSPECTED)
        )
        text = self.tr(
            "%n scan(s): {0} failed, {1} passed, {2} not inspected", "", len(rows) - waiting
        ).format(failed, passed, errors)
        if counted[Show.NOT_CHECKED]:
            text = self.tr("{0}, {1} not checked").format(text, unchecked)
        if waiting:
            text = self.tr("{0}; {1} waiting").format(text, count_text(waiting))
        elif self._left and not self._running():
            text = self.tr("{0}; {1} more were not reached").format(text, count_text(self._left))
        self.summary.setText(text)
        self._say_if_empty()

    def _filter(self, show: Show, text: str) -> None:
        self.model.set_filter(show, text)
        self._say_if_empty()

    def _say_if_empty(self) -> None:
        """An empty table must not look like a check that found nothing."""
        text = ""
        if self.model.rows and not self.model.rowCount():
            part = self.filters.search.text()
            text = self.tr("No scan of this kind.")
            if part:
                text = self.tr("No scan of this kind has “{0}” in its name.").format(part)
        self.table.say(text)
