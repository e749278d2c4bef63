"""The scans of a run as a table that sorts and filters."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from app.core_sentences import core_text
from app.numbers import count_text
from app.widgets.chip import verdict_text
from btp_core.batch.record import ScanRecord

Index = QModelIndex | QPersistentModelIndex

SORT_ROLE = Qt.ItemDataRole.UserRole + 1
RECORD_ROLE = Qt.ItemDataRole.UserRole + 2
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
    """One row per scan, in the order in which they arrived; a scan done again replaces its row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._records: list[ScanRecord] = []
        self._places: dict[str, int] = {}
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
        """All rows."""
        return tuple(self._records)

    def set_records(self, records: list[ScanRecord]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._records = list(records)
        self._places = {record.name: place for place, record in enumerate(records)}
        self.endResetModel()

    def put(self, record: ScanRecord) -> None:
        """Add a row, or replace that of the same scan."""
        place = self._places.get(record.name)
        if place is None:
            place = len(self._records)
            self.beginInsertRows(QModelIndex(), place, place)
            self._records.append(record)
            self._places[record.name] = place
            self.endInsertRows()
        else:
            self._records[place] = record
            self.dataChanged.emit(self.index(place, 0), self.index(place, NOTE))

    def rowCount(self, parent: Index | None = None) -> int:
        """Number of scans."""
        return 0 if parent is not None and parent.isValid() else len(self._records)

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
        """Text, value to sort by, or the record itself."""
        if not index.isValid():
            return None
        record, column = self._records[index.row()], index.column()
        makers: dict[int, Callable[[], Any]] = {
            RECORD_ROLE: lambda: record,
            SORT_ROLE: lambda: sort_values(record)[column],
            Qt.ItemDataRole.DisplayRole: lambda: cell_texts(record)[column],
            Qt.ItemDataRole.ToolTipRole: lambda: "\n".join(
                [record.error or record.reason, *record.warnings]
            ).strip(),
            Qt.ItemDataRole.TextAlignmentRole: lambda: RIGHT if column in NUMBERS else LEFT,
        }
        return makers[role]() if role in makers else None


class RecordFilter(QSortFilterProxyModel):
    """Rows of one kind whose name holds a text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = Show.ALL
        self._text = ""
        self.setSortRole(SORT_ROLE)

    def set_filter(self, show: Show, text: str) -> None:
        """Show other rows."""
        self.beginFilterChange()
        self._show, self._text = show, text.casefold()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Whether a row is to be seen."""
        record = self.sourceModel().index(row, 0, parent).data(RECORD_ROLE)
        wanted = {
            Show.ALL: True,
            Show.FAILED: record.verdict == "fail",
            Show.PASSED: record.verdict == "pass",
            Show.NOT_INSPECTED: record.verdict not in ("pass", "fail"),
        }[self._show]
        return wanted and self._text in record.name.casefold()


def cell_texts(record: ScanRecord) -> tuple[str, ...]:
    """What the cells of a row show."""
    note = core_text(record.error) or "; ".join(map(core_text, record.warnings))
    verdict = verdict_text(record.verdict or "not checked")
    if record.status != "done":
        return (verdict, record.name, "", "", "", "", note)
    return (
        verdict,
        record.name,
        f"{record.object_score:.3f}",
        str(len(record.regions)),
        count_text(record.n_points),
        f"{record.seconds:.1f}",
        note,
    )


def sort_values(record: ScanRecord) -> tuple[Any, ...]:
    """What the columns are sorted by; scans without a result lie below all others."""
    inspected = record.status == "done"
    return (
        {"fail": 0, "not checked": 1, "": 2, "pass": 3}[record.verdict],
        record.name.casefold(),
        record.object_score if inspected else -1.0,
        len(record.regions) if inspected else -1,
        record.n_points,
        record.seconds,
        record.error,
    )
