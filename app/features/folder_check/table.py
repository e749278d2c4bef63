"""The scans of a run as a table that sorts and filters."""

from __future__ import annotations

import operator
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QColor, QImage

from app.features.folder_check.cells import (
    Row,
    Show,
    Waiting,
    cell_texts,
    kind_of,
    outcome_of,
    sort_values,
    tip_text,
)
from app.theme.tokens import LIGHT, Theme
from app.widgets.row_model import Index, RowModel
from btp_core.batch.row import ScanRow

RECORD_ROLE = Qt.ItemDataRole.UserRole + 1
_VERDICT, NAME, SCORE, REGIONS, POINTS, SECONDS, NOTE, DECISION = range(8)
NUMBERS = (SCORE, REGIONS, POINTS, SECONDS)


class RecordModel(RowModel[Row]):
    """One row per scan, sorted and filtered; a scan done again replaces its row."""

    def __init__(self, parent: QObject | None = None) -> None:
        headings = (
            self.tr("Verdict"),
            self.tr("Scan"),
            self.tr("Score"),
            self.tr("Regions"),
            self.tr("Points"),
            self.tr("Seconds"),
            self.tr("Note"),
            self.tr("Decision"),
        )
        super().__init__(headings, NUMBERS, parent)
        self._rows: dict[str, Row] = {}
        self._theme = LIGHT
        self._pictures: dict[str, QImage] = {}
        self._column, self._descending = NAME, False
        self._show, self._text = Show.ALL, ""
        self._decisions: dict[str, str] = {}

    @property
    def records(self) -> tuple[ScanRow, ...]:
        """Scans with a result, in the order they arrived, whether their rows are shown or not."""
        return tuple(row for row in self._rows.values() if isinstance(row, ScanRow))

    @property
    def rows(self) -> tuple[Row, ...]:
        """All scans, those that wait as well."""
        return tuple(self._rows.values())

    def set_records(self, records: Sequence[ScanRow]) -> None:
        """Replace all rows."""
        self._rows = {record.name: record for record in records}
        self._pictures.clear()
        self._reset()

    def set_waiting(self, names: Sequence[str]) -> None:
        """List scans that will be inspected; none, and those that still wait go."""
        if names:
            self._rows.update((name, Waiting(name)) for name in names)
        else:
            self._rows = {record.name: record for record in self.records}
        self._reset()

    def set_theme(self, theme: Theme) -> None:
        """Show verdicts in a theme's colours."""
        self._theme = theme
        self._tell_all(Qt.ItemDataRole.ForegroundRole)

    def set_decisions(self, decisions: Mapping[str, str]) -> None:
        """Show what people decided, by the sha256 of the scan's file."""
        self._decisions = dict(decisions)
        self._tell_all(Qt.ItemDataRole.DisplayRole)

    def set_picture(self, name: str, picture: QImage) -> None:
        """Show a small picture of a scan."""
        self._pictures[name] = picture
        self._tell_all(Qt.ItemDataRole.DecorationRole)

    def has_picture(self, name: str) -> bool:
        """Whether there is a picture of a scan."""
        return name in self._pictures

    def put(self, record: ScanRow) -> None:
        """Add a row, or replace that of the same scan."""
        before = self._rows.get(record.name)
        self._rows[record.name] = record
        self._pictures.pop(record.name, None)
        if before is not None and self._is_shown(before):
            place = self._shown.index(before)
            self.beginRemoveRows(QModelIndex(), place, place)
            del self._shown[place]
            self.endRemoveRows()
        if self._is_shown(record):
            place = self._place_for(record)
            self.beginInsertRows(QModelIndex(), place, place)
            self._shown.insert(place, record)
            self.endInsertRows()

    def set_filter(self, show: Show, text: str) -> None:
        """Show rows of one kind whose name holds a text."""
        self._show, self._text = show, text.casefold()
        self._reset()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; equal rows stay in the order they had, and what was chosen chosen."""
        self.layoutAboutToBeChanged.emit()
        self._column, self._descending = column, order == Qt.SortOrder.DescendingOrder
        kept = self.persistentIndexList()
        names = [self._shown[index.row()].name for index in kept]
        self._shown.sort(key=self._key, reverse=self._descending)
        places = {record.name: place for place, record in enumerate(self._shown)}
        self.changePersistentIndexList(
            kept,
            [
                self.index(places[name], index.column())
                for name, index in zip(names, kept, strict=True)
            ],
        )
        self.layoutChanged.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, or the record itself."""
        if not index.isValid():
            return None
        record, column = self._shown[index.row()], index.column()
        makers: dict[int, Callable[[], Any]] = {
            RECORD_ROLE: lambda: record,
            Qt.ItemDataRole.DisplayRole: lambda: (
                self._decision(record) if column == DECISION else cell_texts(record)[column]
            ),
            Qt.ItemDataRole.ToolTipRole: lambda: tip_text(record),
            Qt.ItemDataRole.TextAlignmentRole: lambda: self.alignment(column),
            Qt.ItemDataRole.ForegroundRole: lambda: self._color(record, column),
            Qt.ItemDataRole.DecorationRole: lambda: (
                self._pictures.get(record.name) if column == NAME else None
            ),
        }
        return makers[role]() if role in makers else None

    def _reset(self) -> None:
        self.beginResetModel()
        self._shown = [row for row in self._rows.values() if self._is_shown(row)]
        self._shown.sort(key=self._key, reverse=self._descending)
        self.endResetModel()

    def _color(self, row: Row, column: int) -> QColor | None:
        """The colour of a verdict, beside its word and sign; None for the usual one."""
        if column != _VERDICT:
            return None
        theme, outcome = self._theme, outcome_of(row)
        colors = {"fail": theme.failed, "pass": theme.passed, None: theme.muted}
        return QColor(colors.get(outcome, theme.unchecked))

    def _tell_all(self, role: Qt.ItemDataRole) -> None:
        if self._shown:
            last = self.index(len(self._shown) - 1, len(self._headings) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [role])

    def _key(self, record: Row) -> Any:
        if self._column == DECISION:
            return self._decision(record)
        return sort_values(record)[self._column]

    def _decision(self, row: Row) -> str:
        return self._decisions.get(row.sha256, "") if isinstance(row, ScanRow) else ""

    def _is_shown(self, record: Row) -> bool:
        return self._show in (Show.ALL, kind_of(record)) and self._text in record.name.casefold()

    def _place_for(self, record: Row) -> int:
        """Behind the rows that are not to come after it."""
        key, comes_after = self._key(record), operator.lt if self._descending else operator.gt
        return bisect_left(
            self._shown, True, key=lambda shown: bool(comes_after(self._key(shown), key))
        )
