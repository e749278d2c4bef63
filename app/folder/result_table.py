"""The table of a run: opens scans, and gives away names and errors."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from app.folder.table import NAME, NOTE, RECORD_ROLE, SCORE, RecordModel
from btp_core.batch.record import ScanRecord


class ResultTable(QTableView):
    """Rows of a run; a double click or the Enter key asks for a scan."""

    scan_chosen = Signal(object)

    def __init__(self, rows: RecordModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(rows)
        self.setSortingEnabled(True)
        self.sortByColumn(SCORE, Qt.SortOrder.DescendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(NOTE, QHeaderView.ResizeMode.Stretch)
        self.setToolTip(self.tr("Double-click a scan to open it with its stored map."))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.doubleClicked.connect(self._choose)

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
        menu.popup(self.viewport().mapToGlobal(place))


def _line(record: ScanRecord) -> str:
    return "\t".join(filter(None, [record.name, record.error, *record.warnings]))
