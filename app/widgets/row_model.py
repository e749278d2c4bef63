"""What tables of rows have in common: their headings, and on which side a column stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowModel(QAbstractTableModel, Generic[Row]):
    """A table of one object a row; it is sorted where it is kept.

    A ``QSortFilterProxyModel`` asks Python for two values for each comparison: over a second for
    10,000 rows, in which the window would not answer.

    Parameters
    ----------
    headings
        Of the columns.
    numbers
        Columns that stand on the right.
    """

    def __init__(
        self, headings: Sequence[str], numbers: Collection[int], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._headings, self._numbers = tuple(headings), frozenset(numbers)
        self._shown: list[Row] = []

    def alignment(self, column: int) -> Qt.AlignmentFlag:
        """Where the texts of a column stand."""
        return RIGHT if column in self._numbers else LEFT

    def rowCount(self, parent: Index | None = None) -> int:
        """Number of rows shown."""
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
            return self.alignment(section)
        return self._headings[section] if role == Qt.ItemDataRole.DisplayRole else None
