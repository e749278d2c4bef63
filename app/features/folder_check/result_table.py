"""The table of a run: opens scans, and copies names and errors."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionHeader,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.features.folder_check.cells import Row, Waiting, note_text
from app.features.folder_check.table import (
    DECISION,
    NAME,
    NOTE,
    NUMBERS,
    RECORD_ROLE,
    SCORE,
    RecordModel,
)
from app.widgets.plain import plain_label
from app.widgets.row_model import Index
from btp_core.batch.row import ScanRow

CELL_MARGIN = 8
"""Pixels beside the text of a cell."""
MOST_FOR_NOTES = 0.25
"""Share of the width; notes are whole in the tool tip."""
ROW_HEIGHT = 36
PICTURE = QSize(40, 30)
UP, DOWN = "▲▼"


class ResultTable(QTableView):
    """Rows of a run; a double click or the Enter key asks for a scan.

    Attributes
    ----------
    scan_chosen
        Emitted with the row of a scan that is to be opened.
    picture_wanted
        Emitted with the name of an inspected scan whose row is seen and has no picture.
    menu_opens
        Emitted with the menu of the chosen rows, and the rows, before it is shown.
    """

    scan_chosen = Signal(object)
    menu_opens = Signal(object, object)
    picture_wanted = Signal(str)

    def __init__(self, rows: RecordModel) -> None:
        super().__init__()
        self._rows = rows
        self._note_width = 0
        self.setHorizontalHeader(_Headings(self))
        self.setItemDelegateForColumn(NAME, _Names(self))
        self.setModel(rows)
        self.setSortingEnabled(True)
        self.sortByColumn(SCORE, Qt.SortOrder.DescendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setIconSize(PICTURE)
        self.message = plain_label()
        self.message.setObjectName("muted")
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QVBoxLayout(self.viewport())
        inside.addWidget(self.message)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        # No wider than their headings with an arrow: what is left is for the names.
        for column in NUMBERS:
            header.resizeSection(column, header.sectionSizeHint(column))
        header.moveSection(DECISION, NAME)
        self.setColumnHidden(DECISION, True)  # until somebody decides
        rows.modelReset.connect(self._measure_notes)
        rows.rowsInserted.connect(self._measure_new_notes)
        self._measure_notes()
        self.setToolTip(self.tr("Double-click a scan to open it with its stored map."))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.doubleClicked.connect(self._choose)

    def say(self, text: str) -> None:
        """Say why there are no rows; empty where there are."""
        self.message.setText(text)

    def copy_text(self) -> str:
        """Put the chosen rows, name and error or warnings, on the clipboard."""
        rows = self.selectionModel().selectedRows()
        text = "\n".join(_line(index.data(RECORD_ROLE)) for index in rows)
        if text:
            QGuiApplication.clipboard().setText(text)
        return text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, open, or what every table does."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_text()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the notes from taking the names' room."""
        super().resizeEvent(event)
        self._fit_notes()

    def _measure_notes(self) -> None:
        self._note_width = self.horizontalHeader().sectionSizeHint(NOTE)
        self._make_room_for(self._rows.rows)

    def _measure_new_notes(self, _parent: QModelIndex, first: int, last: int) -> None:
        rows = range(first, last + 1)
        self._make_room_for([self._rows.index(row, NOTE).data(RECORD_ROLE) for row in rows])

    def _make_room_for(self, records: Iterable[Row]) -> None:
        # One text is measured, not ten thousand: the longest in the core's words.
        longest = max(records, key=_note_length, default=None)
        if longest is not None and _note_length(longest):
            width = self.fontMetrics().horizontalAdvance(note_text(longest)) + 2 * CELL_MARGIN
            self._note_width = max(self._note_width, width)
        self._fit_notes()

    def _fit_notes(self) -> None:
        most = round(self.viewport().width() * MOST_FOR_NOTES)
        self.horizontalHeader().resizeSection(NOTE, min(self._note_width, most))

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.scan_chosen.emit(index.data(RECORD_ROLE))

    def _show_menu(self, place: QPoint) -> None:
        index = self.indexAt(place)
        if not index.isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open"), lambda: self._choose(index))
        menu.addAction(self.tr("Copy name and error"), self.copy_text)
        chosen = self.selectionModel().selectedRows()
        self.menu_opens.emit(menu, [one.data(RECORD_ROLE) for one in chosen])
        menu.popup(self.viewport().mapToGlobal(place))


class _Headings(QHeaderView):
    """Headings with the arrow of the order beside the word; a style sheet puts it over it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logicalIndex: int) -> None:
        """As any header, but for the arrow."""
        super().initStyleOptionForIndex(option, logicalIndex)
        if not self.isSortIndicatorShown() or self.sortIndicatorSection() != logicalIndex:
            return
        arrow = UP if self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder else DOWN
        option.sortIndicator = QStyleOptionHeader.SortIndicator.None_
        # On the inner side: words and numbers stay in line.
        right = bool(option.textAlignment & Qt.AlignmentFlag.AlignRight)
        option.text = f"{arrow} {option.text}" if right else f"{option.text} {arrow}"


class _Names(QStyledItemDelegate):
    """Names that are too long lose their middle: the ends are where they differ."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """As any cell, but for where a text is cut."""
        super().initStyleOption(option, index)
        row, table = index.data(RECORD_ROLE), self.parent()
        inspected = isinstance(row, ScanRow) and row.status == "done"
        if inspected and option.icon.isNull() and isinstance(table, ResultTable):
            table.picture_wanted.emit(row.name)
        # Names stand in line, with or without a picture.
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.decorationSize = PICTURE
        option.textElideMode = Qt.TextElideMode.ElideMiddle


def _note_length(record: Row) -> int:
    if isinstance(record, Waiting):
        return 0
    return len(record.error) or sum(map(len, record.warnings))


def _line(record: Row) -> str:
    if isinstance(record, Waiting):
        return record.name
    return "\t".join(filter(None, [record.name, record.error, *record.warnings]))
