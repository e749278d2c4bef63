"""The inspections of the record in a table that sorts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from app.features.record.words import decided_text, moment_text, outcome_text
from app.i18n.numbers import MISSING, decimal_text
from app.widgets.row_model import Index, RowModel
from btp_core.record.search import Found

FOUND_ROLE = Qt.ItemDataRole.UserRole + 1
TIME, VERDICT, DECISION, BY, SCORE, SERIAL, SCAN, DESIGN = range(8)
ROW_PADDING, CELL_PADDING = 10, 16
"""Pixels around the text of a cell."""
_WIDEST = ("0000-00-00 00:00", "! Not inspected", "Rejected", "Somebody", "0.0000", "0000-000000")
READABLE_NAME = "4711-00382_left.ply"
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


class FoundModel(RowModel[Found]):
    """One row an inspection."""

    def __init__(self, parent: QObject | None = None) -> None:
        headings = (
            self.tr("Time"),
            self.tr("Verdict"),
            self.tr("Decision"),
            self.tr("Decided by"),
            self.tr("Score"),
            self.tr("Serial number"),
            self.tr("Scan"),
            self.tr("Design"),
        )
        super().__init__(headings, (SCORE,), parent)
        self._column, self._descending = TIME, True

    @property
    def rows(self) -> tuple[Found, ...]:
        """In the order in which they are shown."""
        return tuple(self._shown)

    def set_rows(self, rows: Sequence[Found]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._shown = sorted(rows, key=_KEYS[self._column], reverse=self._descending)
        self.endResetModel()

    def place_of(self, number: int) -> int | None:
        """The row of an inspection, or None."""
        return next((at for at, row in enumerate(self._shown) if row.id == number), None)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column."""
        self._column, self._descending = column, order == Qt.SortOrder.DescendingOrder
        self.set_rows(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, or the row itself."""
        if not index.isValid():
            return None
        row, column = self._shown[index.row()], index.column()
        if role == FOUND_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return _TEXTS[column](row)
        if role == Qt.ItemDataRole.ToolTipRole:
            # Marked as rich text, or a name with a "<" in it might be taken for it.
            told = filter(None, (row.scan, row.reason, row.decision_reason, row.note))
            return f"<qt>{'<br>'.join(map(escape, told))}</qt>"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(column)
        return None


class FoundTable(QTableView):
    """Lists inspections.

    Attributes
    ----------
    number_chosen
        Emitted with the number of the inspection whose row became the current one.
    number_opened
        Emitted with the number of one that was double-clicked.
    """

    number_chosen = Signal(int)
    number_opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.found = FoundModel(self)
        self.setModel(self.found)
        self.setSortingEnabled(True)
        self.sortByColumn(TIME, Qt.SortOrder.DescendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        metrics = self.fontMetrics()
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(metrics.height() + ROW_PADDING)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        for column, widest in enumerate(_WIDEST):
            needed = metrics.horizontalAdvance(widest) + CELL_PADDING
            header.resizeSection(column, max(needed, header.sectionSizeHint(column)))
        header.resizeSection(DESIGN, metrics.horizontalAdvance("bracket 4711") + CELL_PADDING)
        self.selectionModel().currentRowChanged.connect(self._row_chosen)
        self.doubleClicked.connect(lambda index: self.number_opened.emit(index.data(FOUND_ROLE).id))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names take what is left, and never so little that they cannot be read."""
        super().resizeEvent(event)
        header = self.horizontalHeader()
        others = header.length() - header.sectionSize(SCAN)
        least = self.fontMetrics().horizontalAdvance(READABLE_NAME) + CELL_PADDING
        header.resizeSection(SCAN, max(self.viewport().width() - others, least))

    def choose(self, number: int) -> bool:
        """Make an inspection's row the current one; False if it is not listed."""
        place = self.found.place_of(number)
        if place is None:
            return False
        self.selectRow(place)
        return True

    def _row_chosen(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.number_chosen.emit(index.data(FOUND_ROLE).id)
