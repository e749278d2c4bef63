"""The scans of a run as a table that sorts and filters."""

from __future__ import annotations

import math
import operator
from bisect import bisect_left
from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from app.i18n.core_messages import core_text
from app.i18n.numbers import count_text, decimal_text
from app.widgets.chip import verdict_text
from app.widgets.plain import plain_tip
from btp_core.batch.record import ScanRecord

Index = QModelIndex | QPersistentModelIndex

RECORD_ROLE = Qt.ItemDataRole.UserRole + 1
_VERDICT, NAME, SCORE, REGIONS, POINTS, SECONDS, NOTE = range(7)
NUMBERS = (SCORE, REGIONS, POINTS, SECONDS)
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Show(Enum):
    """Which rows are to be seen."""

    ALL = "all"
    FAILED = "failed"
    PASSED = "passed"
    NOT_INSPECTED = "not inspected"


class RecordModel(QAbstractTableModel):
    """One row per scan, sorted and filtered; a scan done again replaces its row.

    Sorted here and not by a ``QSortFilterProxyModel``, which asks Python for two values for each
    comparison: over a second for 10,000 scans, in which the window would not answer.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._records: dict[str, ScanRecord] = {}
        self._shown: list[ScanRecord] = []
        self._column, self._descending = NAME, False
        self._show, self._text = Show.ALL, ""
        self._headings = (
            self.tr("Verdict"),
            self.tr("Scan"),
            self.tr("Score"),
            self.tr("Regions"),
            self.tr("Points"),
            self.tr("Seconds"),
            self.tr("Note"),
        )

    @property
    def records(self) -> tuple[ScanRecord, ...]:
        """All scans, in the order in which they arrived, whether their rows are shown or not."""
        return tuple(self._records.values())

    def set_records(self, records: Sequence[ScanRecord]) -> None:
        """Replace all rows."""
        self._records = {record.name: record for record in records}
        self._reset()

    def put(self, record: ScanRecord) -> None:
        """Add a row, or replace that of the same scan."""
        before = self._records.get(record.name)
        self._records[record.name] = record
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

    def rowCount(self, parent: Index | None = None) -> int:
        """Number of scans shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        """Number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Headings of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section in NUMBERS else LEFT
        return self._headings[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, or the record itself."""
        if not index.isValid():
            return None
        record, column = self._shown[index.row()], index.column()
        makers: dict[int, Callable[[], Any]] = {
            RECORD_ROLE: lambda: record,
            Qt.ItemDataRole.DisplayRole: lambda: cell_texts(record)[column],
            Qt.ItemDataRole.ToolTipRole: lambda: tip_text(record),
            Qt.ItemDataRole.TextAlignmentRole: lambda: RIGHT if column in NUMBERS else LEFT,
        }
        return makers[role]() if role in makers else None

    def _reset(self) -> None:
        self.beginResetModel()
        self._shown = [record for record in self._records.values() if self._is_shown(record)]
        self._shown.sort(key=self._key, reverse=self._descending)
        self.endResetModel()

    def _key(self, record: ScanRecord) -> Any:
        return sort_values(record)[self._column]

    def _is_shown(self, record: ScanRecord) -> bool:
        return self._show in (Show.ALL, kind_of(record)) and self._text in record.name.casefold()

    def _place_for(self, record: ScanRecord) -> int:
        """Behind the rows that are not to come after it."""
        key, comes_after = self._key(record), operator.lt if self._descending else operator.gt
        return bisect_left(
            self._shown, True, key=lambda shown: bool(comes_after(self._key(shown), key))
        )


def kind_of(record: ScanRecord) -> Show:
    """With which rows a scan is shown."""
    return {"fail": Show.FAILED, "pass": Show.PASSED}.get(record.verdict, Show.NOT_INSPECTED)


def tip_text(record: ScanRecord) -> str:
    """The full name of a scan, then what there is to know about its result, as rich text."""
    told = map(core_text, filter(None, [record.error or record.reason, *record.warnings]))
    return plain_tip("\n".join((record.name, *told)))


def note_text(record: ScanRecord) -> str:
    """Why a scan could not be inspected, or what to keep in mind of its result."""
    return core_text(record.error) or "; ".join(map(core_text, record.warnings))


def cell_texts(record: ScanRecord) -> tuple[str, ...]:
    """What the cells of a row show."""
    note = note_text(record)
    verdict = verdict_text(record.verdict or "not checked")
    if record.status != "done":
        return (verdict, record.name, "", "", "", "", note)
    return (
        verdict,
        record.name,
        decimal_text(record.object_score, 3),
        count_text(len(record.regions)),
        count_text(record.n_points),
        decimal_text(record.seconds, 1),
        note,
    )


def sort_values(record: ScanRecord) -> tuple[Any, ...]:
    """What the columns are sorted by; scans without a result lie below all others."""
    inspected = record.status == "done"
    score = record.object_score if inspected else -1.0
    return (
        {"fail": 0, "not checked": 1, "": 2, "pass": 3}[record.verdict],
        record.name.casefold(),
        # A scan without a measured point has none, and NaN has no place in an order.
        -0.5 if math.isnan(score) else score,
        len(record.regions) if inspected else -1,
        record.n_points,
        record.seconds,
        record.error,
    )
