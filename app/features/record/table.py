"""The inspections of the record as a table that sorts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.features.record.words import decided_text, moment_text, outcome_text
from app.i18n.numbers import MISSING, decimal_text
from btp_core.record.search import Found

Index = QModelIndex | QPersistentModelIndex

FOUND_ROLE = Qt.ItemDataRole.UserRole + 1
TIME, VERDICT, DECISION, BY, SCORE, SERIAL, SCAN, DESIGN = range(8)
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ORDER = {"fail": 0, "error": 1, "not checked": 2, "pass": 3}

_TEXTS: tuple[Callable[[Found], str], ...] = (
    lambda row: moment_text(row.time),
    lambda row: outcome_text(row.verdict),
    lambda row: decided_text(row.decision) or MISSING,
    lambda row: row.decided_by,
    lambda row: decimal_text(row.object_score, 3) if math.isfinite(row.object_score) else MISSING,
    lambda row: row.serial,
    lambda row: row.scan,
    lambda row: row.design,
)
_KEYS: tuple[Callable[[Found], Any], ...] = (
    lambda row: row.id,
    lambda row: (_ORDER[row.verdict], row.id),
    lambda row: (row.decision, row.id),
    lambda row: (row.decided_by.casefold(), row.id),
    lambda row: -1.0 if math.isnan(row.object_score) else row.object_score,
    lambda row: (row.serial, row.id),
    lambda row: (row.scan.casefold(), row.id),
    lambda row: (row.design, row.id),
)


class FoundModel(QAbstractTableModel):
    """One row an inspection; sorted here, since a proxy asks Python for every comparison."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Found] = []
        self._column, self._descending = TIME, True
        self._headings = (
            self.tr("Time"),
            self.tr("Verdict"),
            self.tr("Decision"),
            self.tr("Decided by"),
            self.tr("Score"),
            self.tr("Serial number"),
            self.tr("Scan"),
            self.tr("Design"),
        )

    @property
    def rows(self) -> tuple[Found, ...]:
        """In the order in which they are shown."""
        return tuple(self._rows)

    def set_rows(self, rows: Sequence[Found]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = sorted(rows, key=_KEYS[self._column], reverse=self._descending)
        self.endResetModel()

    def place_of(self, number: int) -> int | None:
        """The row of an inspection, or None."""
        return next((at for at, row in enumerate(self._rows) if row.id == number), None)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column."""
        self._column, self._descending = column, order == Qt.SortOrder.DescendingOrder
        self.set_rows(self._rows)

    def rowCount(self, parent: Index | None = None) -> int:
        """Number of inspections."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

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
            return RIGHT if section == SCORE else LEFT
        return self._headings[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, or the row itself."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role == FOUND_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return _TEXTS[column](row)
        if role == Qt.ItemDataRole.ToolTipRole:
            # Marked as rich text, or a name with a "<" in it might be taken for it.
            told = filter(None, (row.scan, row.reason, row.decision_reason, row.note))
            return f"<qt>{'<br>'.join(map(escape, told))}</qt>"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column == SCORE else LEFT
        return None
