"""The window of the record: the morning's summary, look-up, history, charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QSplitter, QTabWidget, QVBoxLayout, QWidget

from app import settings as keys
from app.features.record.decision_dialog import DecisionDialog
from app.features.record.detail import InspectionDetail
from app.features.record.fields import SearchFields
from app.features.record.file_bar import RecordFileBar
from app.features.record.over_time import ChartPage, MapPage, names_for_charts
from app.features.record.store import RecordStore
from app.features.record.summary import summary_text
from app.features.record.table import FoundTable
from app.i18n.core_messages import core_text
from app.settings import Settings
from app.theme.style import repolish
from app.theme.tokens import Theme
from app.widgets.placement import fitted
from app.widgets.plain import plain_label
from btp_core.base.errors import InspectError
from btp_core.record.entries import Choice, Decision
from btp_core.record.file import RecordFile
from btp_core.record.search import Found, Inspection, Query, inspection, search

if TYPE_CHECKING:
    from btp_core.designs.design import Design

SIZE = QSize(1180, 720)
MOST_HISTORY = 200


@dataclass(frozen=True)
class Rows:
    """What a search found, and which designs the record knows."""

    rows: Sequence[Found]
    designs: list[str]


class RecordWindow(QDialog):
    """A window of its own beside the main one; whoever creates it destroys it.

    Attributes
    ----------
    open_requested
        Emitted with the :class:`~btp_core.record.search.Inspection` whose scan is to be opened.
    """

    open_requested = Signal(object)

    def __init__(
        self, store: RecordStore, settings: Settings, read_design: Callable[[Path], Design]
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._store, self._settings = store, settings
        self._chosen = 0
        self._stale = True
        self.dialog: DecisionDialog | None = None
        self.setWindowTitle(f"{self.tr('Inspection record')} — BTP Inspect")
        self.resize(fitted(SIZE, self.screen().availableGeometry().size()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setSpacing(8)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.charts, self.map = ChartPage(store), MapPage(store, read_design)
        self.tabs.addTab(self._make_list(), self.tr("Inspections"))
        self.tabs.addTab(self.charts, self.tr("Over time"))
        self.tabs.addTab(self.map, self.tr("Where defects gather"))
        layout.addWidget(self.tabs)
        for page in (self.charts, self.map):
            page.number_chosen.connect(self.choose)
        store.changed.connect(self._look_again)

    def set_theme(self, theme: Theme) -> None:
        """Draw the pictures in a theme's colours."""
        for page in (self.charts, self.map):
            page.set_theme(theme)

    def stop(self) -> None:
        """Wait for no typing any more."""
        self.fields.stop()

    def refresh(self) -> None:
        """Search again with what the fields say."""
        self.fields.stop()
        query = self.fields.query

        def find(record: RecordFile) -> Rows:
            return Rows(search(record, query), names_for_charts(record))

        self._store.look(
            find, self._show, Rows((), []), failed=self._show_unreadable, kind="search"
        )

    def choose(self, number: int) -> None:
        """Show an inspection, whether it is listed or not."""
        self.tabs.setCurrentIndex(0)
        if not self.table.choose(number):
            self._look_at(number)

    def decide(self, number: int, decision: Decision) -> None:
        """Put a decision into the record."""
        self._settings.set(keys.INSPECTOR_NAME, decision.by)

        def work(path: Path) -> None:
            with RecordFile(path) as record:
                record.decide(number, decision)

        self._store.do(work, lambda _none: None)

    def _make_list(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        self.fields = SearchFields()
        self.fields.changed.connect(self.refresh)
        column.addWidget(self.fields)
        self.summary = plain_label()
        self.summary.setWordWrap(True)
        self.summary.setObjectName("heading")
        column.addWidget(self.summary)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        self.table = FoundTable()
        self.table.number_chosen.connect(self._look_at)
        self.table.number_opened.connect(self._open)
        split.addWidget(self.table)
        self.detail = InspectionDetail()
        self.detail.open_requested.connect(self.open_requested)
        self.detail.number_chosen.connect(self.choose)
        self.detail.decision.choice_made.connect(self._ask)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 1)
        column.addWidget(split, 1)
        self.file_bar = RecordFileBar(self._store, lambda: self.fields.query)
        column.addWidget(self.file_bar)
        return page

    def showEvent(self, event: QShowEvent) -> None:
        """Show what was recorded meanwhile."""
        super().showEvent(event)
        self.file_bar.show_place()
        if self._stale:
            self._stale = False
            self.refresh()

    def _look_again(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _show(self, found: Rows) -> None:
        self.table.found.set_rows(found.rows)
        self._set_summary(summary_text(self.fields.chosen_period, found.rows))
        self.charts.set_designs(found.designs)
        self.map.set_designs([name for name in found.designs if name])
        self.table.choose(self._chosen)
        if self._chosen:
            self._look_at(self._chosen)

    def _show_unreadable(self, error: Exception) -> None:
        """Say why nothing is listed: an empty list must not look like an empty record."""
        self._chosen = 0
        self.table.found.set_rows(())
        self.detail.show_inspection(None, ())
        text = core_text(error.message) if isinstance(error, InspectError) else str(error)
        self._set_summary(text, bad=True)

    def _set_summary(self, text: str, *, bad: bool = False) -> None:
        self.summary.setObjectName("problem" if bad else "heading")
        repolish(self.summary)
        self.summary.setText(text)

    def _look_at(self, number: int) -> None:
        self._chosen = number

        def find(record: RecordFile) -> tuple[Inspection, list[Found]]:
            full = inspection(record, number)
            serial = full.found.serial
            query = Query(serial=serial, limit=MOST_HISTORY)
            return full, search(record, query) if serial else [full.found]

        self._store.look(find, self._show_one, None, kind="one")

    def _show_one(self, found: tuple[Inspection, list[Found]] | None) -> None:
        if found is None:
            self.detail.show_inspection(None, ())
        elif found[0].found.id == self._chosen:
            self.detail.show_inspection(*found)

    def _open(self, number: int) -> None:
        self._store.look(
            lambda record: inspection(record, number),
            lambda full: self.open_requested.emit(full) if full is not None else None,
            None,
        )

    def _ask(self, choice: Choice) -> None:
        found = self.detail.found
        if found is None:
            return
        number = found.id
        dialog = self.dialog = DecisionDialog(
            choice,
            [found.scan],
            [found.verdict],
            self._settings.get(keys.INSPECTOR_NAME),
            self._settings.get(keys.REASONS),
            self,
        )
        dialog.accepted.connect(lambda: self.decide(number, dialog.decision))
        dialog.open()
