"""The window of the record: the morning's summary, look-up, history, charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app import settings as keys
from app.features.record.decision_dialog import DecisionDialog
from app.features.record.detail import InspectionDetail
from app.features.record.over_time import ChartPage, MapPage, names_for_charts
from app.features.record.periods import Period, period_text, since
from app.features.record.store import RecordStore
from app.features.record.table import DESIGN, FOUND_ROLE, SCAN, FoundModel
from app.features.record.words import decided_text, outcome_text
from app.i18n.core_messages import core_text
from app.i18n.numbers import count_text
from app.i18n.translation import translate
from app.notify import Notifier
from app.settings import Settings
from app.theme.tokens import Theme
from app.widgets.placement import fitted
from btp_core.record.entries import CHOICES, OUTCOMES, Choice, Decision, Outcome
from btp_core.record.file import RecordFile
from btp_core.record.search import (
    UNDECIDED,
    Found,
    Inspection,
    Query,
    inspection,
    search,
)

if TYPE_CHECKING:
    from btp_core.designs.design import Design

SIZE = QSize(1180, 720)
PAUSE = 250
"""Milliseconds of not typing after which is searched."""
MOST_HISTORY = 200
ROW_PADDING, CELL_PADDING = 10, 16
"""Pixels around the text of a cell."""


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
        self,
        store: RecordStore,
        settings: Settings,
        notifier: Notifier,
        read_design: Callable[[Path], Design],
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._store, self._settings, self._notifier = store, settings, notifier
        self._chosen = 0
        self._stale = True
        self.dialog: DecisionDialog | None = None
        self.setWindowTitle(f"{self.tr('Inspection record')} — BTP Inspect")
        self.resize(fitted(SIZE, self.screen().availableGeometry().size()))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self.refresh)
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
        self._pause.stop()

    def refresh(self) -> None:
        """Search again with what the fields say."""
        self._pause.stop()
        query = self.query

        def find(record: RecordFile) -> Rows:
            return Rows(search(record, query), names_for_charts(record))

        self._store.look(find, self._show, Rows((), []), kind="search")

    @property
    def query(self) -> Query:
        """What the fields ask for."""
        verdict, decision = self.verdict.currentData(), self.decision.currentData()
        return Query(
            text=self.text.text().strip(),
            verdicts=(verdict,) if verdict else (),
            decision=decision,
            since=since(self.period.currentData()),
        )

    def choose(self, number: int) -> None:
        """Show an inspection, whether it is listed or not."""
        self.tabs.setCurrentIndex(0)
        place = self.model.place_of(number)
        if place is not None:
            self.table.selectRow(place)
        else:
            self._look_at(number)

    def decide(self, number: int, decision: Decision) -> None:
        """Put a decision into the record."""
        self._settings.set(keys.INSPECTOR_NAME, decision.by)

        def work(path: Path) -> None:
            with RecordFile(path) as record:
                record.decide(number, decision)

        self._store.do(work, lambda _none: None)

    # Making

    def _make_list(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._make_fields())
        self.summary = QLabel()
        self.summary.setObjectName("heading")
        column.addWidget(self.summary)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._make_table())
        self.detail = InspectionDetail()
        self.detail.open_requested.connect(self.open_requested)
        self.detail.number_chosen.connect(self.choose)
        self.detail.decision.choice_made.connect(self._ask)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 1)
        column.addWidget(split, 1)
        column.addLayout(self._make_buttons())
        return page

    def _make_fields(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.text = QLineEdit()
        self.text.setPlaceholderText(self.tr("Part of a name, serial number, design or reason"))
        self.text.setClearButtonEnabled(True)
        self.text.textChanged.connect(lambda _text: self._pause.start())
        row.addWidget(self.text, 1)
        self.period = QComboBox()
        for period in Period:
            self.period.addItem(period_text(period), period)
        self.period.setCurrentIndex(self.period.findData(Period.ALL))
        self.verdict = QComboBox()
        self.verdict.addItem(self.tr("Any verdict"), "")
        for outcome in OUTCOMES:
            self.verdict.addItem(outcome_text(outcome), outcome)
        self.decision = QComboBox()
        self.decision.addItem(self.tr("Any decision"), "")
        self.decision.addItem(self.tr("Undecided"), UNDECIDED)
        for choice in CHOICES:
            self.decision.addItem(decided_text(choice), choice)
        for box, name in [
            (self.period, self.tr("Period")),
            (self.verdict, self.tr("Verdict")),
            (self.decision, self.tr("Decision")),
        ]:
            box.setAccessibleName(name)
            box.currentIndexChanged.connect(lambda _index: self.refresh())
            row.addWidget(box)
        return row

    def _make_table(self) -> QTableView:
        self.model = FoundModel(self)
        table = self.table = QTableView()
        table.setModel(self.model)
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + ROW_PADDING)
        header = table.horizontalHeader()
        header.setSectionResizeMode(SCAN, QHeaderView.ResizeMode.Stretch)
        metrics = table.fontMetrics()
        for column, widest in enumerate(
            ("0000-00-00 00:00", "! Not inspected", "Rejected", "Somebody", "0.0000", "0000-000000")
        ):
            needed = metrics.horizontalAdvance(widest) + CELL_PADDING
            header.resizeSection(column, max(needed, header.sectionSizeHint(column)))
        header.resizeSection(DESIGN, metrics.horizontalAdvance("bracket 4711") + CELL_PADDING)
        table.selectionModel().currentRowChanged.connect(self._row_chosen)
        table.doubleClicked.connect(self._open_row)
        return table

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.verify_button = QPushButton(self.tr("Verify"))
        self.verify_button.setToolTip(self.tr("Find out whether anything was changed later"))
        self.verify_button.clicked.connect(self.verify)
        self.export_button = QPushButton(self.tr("Export…"))
        self.export_button.setToolTip(self.tr("What is listed, as a table or as JSON lines"))
        self.export_button.clicked.connect(self._ask_export)
        self.state = QLabel()
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setWordWrap(True)
        for button in (self.verify_button, self.export_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addWidget(self.state, 1)
        self.place = QLabel()
        self.place.setObjectName("muted")
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self.place)
        return row

    # Showing

    def showEvent(self, event: QShowEvent) -> None:
        """Show what was recorded meanwhile."""
        super().showEvent(event)
        self.place.setText(self._store.path.name)
        self.place.setToolTip(str(self._store.path))
        if self._stale:
            self._stale = False
            self.refresh()

    def _look_again(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _show(self, found: Rows) -> None:
        self.model.set_rows(found.rows)
        self.summary.setText(summary_text(self.period.currentData(), found.rows))
        for page, names in ((self.charts, found.designs), (self.map, found.designs)):
            page.set_designs([name for name in names if name or page is self.charts])
        place = self.model.place_of(self._chosen)
        if place is not None:
            self.table.selectRow(place)
        if self._chosen:
            self._look_at(self._chosen)

    def _row_chosen(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self._look_at(index.data(FOUND_ROLE).id)

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

    def _open_row(self, index: QModelIndex) -> None:
        number = index.data(FOUND_ROLE).id
        self._store.look(
            lambda record: inspection(record, number),
            lambda full: self.open_requested.emit(full) if full is not None else None,
            None,
        )

    # Doing

    def _ask(self, choice: Choice) -> None:
        place = self.model.place_of(self._chosen)
        found = None if place is None else self.model.rows[place]
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

    def verify(self) -> None:
        """Check the whole record; says so beside the button."""
        from btp_core.record.verify import Verified, verify

        self.state.setText(self.tr("Verifying…"))

        def show(found: Verified) -> None:
            if found.sound:
                text = self.tr("✓ Sound: %n row(s), last hash {0}", "", found.n_rows)
                self.state.setText(text.format(found.head[:16]))
                self.state.setToolTip(found.head)
                return
            text = self.tr("✕ The record was changed by hand: {0}")
            text = text.format(core_text(found.problems[0]))
            self.state.setText(text)
            self.state.setToolTip("\n".join(map(core_text, found.problems)))

        self._store.do(verify, show, failed=self.state.clear, changes=False)

    def _ask_export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export"),
            str(Path.home() / "inspections.csv"),
            self.tr("Tables (*.csv);;JSON lines (*.jsonl)"),
        )
        if name:
            self.export(Path(name))

    def export(self, target: Path) -> None:
        """Write what is listed."""
        query = self.query

        def write(path: Path) -> int:
            from btp_core.record.export import export

            with RecordFile(path) as record:
                return export(record, target, query)

        def done(count: int) -> None:
            text = self.tr("%n inspection(s) written to {0}", "", count)
            self.state.setText(text.format(target.name))

        self._store.do(write, done, changes=False)


def summary_text(period: Period, rows: Sequence[Found]) -> str:
    """The morning's sentence: how many scans, and how they did."""
    return f"{period_text(period)}: {counts_text(rows)}"


def counts_text(rows: Sequence[Found]) -> str:
    """Such as "42 scans, 3 failed, 1 not checked, 4 undecided"; what is zero is left out."""
    counted: dict[Outcome, int] = {
        outcome: sum(row.verdict == outcome for row in rows) for outcome in OUTCOMES
    }
    undecided = sum(row.verdict != "pass" and not row.decision for row in rows)
    parts = [translate("Record", "%n scan(s)", "", len(rows))]
    for count, text in [
        (counted["fail"], translate("Record", "{0} failed")),
        (counted["not checked"], translate("Record", "{0} not checked")),
        (counted["error"], translate("Record", "{0} could not be inspected")),
        (undecided, translate("Record", "{0} of these undecided")),
    ]:
        if count:
            parts.append(text.format(count_text(count)))
    return ", ".join(parts)
