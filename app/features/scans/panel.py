"""The list of open scans, each with its verdict."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
)
from PySide6.QtWidgets import QListView, QMenu, QVBoxLayout, QWidget

from app.features.scans.delegate import OPEN_SCAN_ROLE, ScanDelegate
from app.i18n.core_messages import core_text
from app.session.open_scan import OpenScan, Stage
from app.session.open_scans import OpenScans
from app.session.session import Session
from app.theme.tokens import Theme
from app.widgets.chip import verdict_text
from app.widgets.plain import plain_tip

Index = QModelIndex | QPersistentModelIndex


class ScanListModel(QAbstractListModel):
    """The open scans as Qt's views want them."""

    def __init__(self, open_scans: OpenScans, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[OpenScan] = list(open_scans)
        open_scans.added.connect(self._added)
        open_scans.removed.connect(self._removed)
        open_scans.changed.connect(self._changed)

    def rowCount(self, parent: Index | None = None) -> int:
        """Number of open scans."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, tool tip, or the scan itself for the delegate."""
        if not index.isValid():
            return None
        open_scan = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return open_scan.path.name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            text = "\n".join(filter(None, [str(open_scan.path), describe(open_scan)]))
            return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text
        if role == OPEN_SCAN_ROLE:
            return open_scan
        return None

    def open_scan(self, index: Index) -> OpenScan:
        """The scan in a row."""
        return self._rows[index.row()]

    def index_of(self, open_scan: OpenScan | None) -> QModelIndex:
        """The row of a scan; invalid for ``None``."""
        if open_scan is None or open_scan not in self._rows:
            return QModelIndex()
        return self.index(self._rows.index(open_scan))

    def _added(self, open_scan: OpenScan) -> None:
        self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows))
        self._rows.append(open_scan)
        self.endInsertRows()

    def _removed(self, open_scan: OpenScan) -> None:
        row = self._rows.index(open_scan)
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._rows[row]
        self.endRemoveRows()

    def _changed(self, open_scan: OpenScan) -> None:
        index = self.index_of(open_scan)
        if index.isValid():
            self.dataChanged.emit(index, index)


def describe(open_scan: OpenScan) -> str:
    """How far a scan has come or how it was judged, and what there is to know about it."""
    return "\n".join(filter(None, [_state(open_scan), *map(core_text, open_scan.notes)]))


def _state(open_scan: OpenScan) -> str:
    if open_scan.stage is Stage.FAILED:
        return open_scan.error
    if open_scan.verdict is not None and open_scan.outdated:
        return QCoreApplication.translate(
            "ScansPanel",
            "Of another wording or threshold; choose the scan to bring it up to date.",
        )
    if open_scan.verdict is not None:
        return verdict_text(open_scan.verdict.status)
    return ""


class ScansPanel(QWidget):
    """Chooses the scan in view; files dropped anywhere in the window end up here."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._session = session
        self._following = False
        self.model = ScanListModel(session.open_scans, self)
        self.view = QListView()
        self.view.setObjectName("scanList")
        self.view.setModel(self.model)
        self.delegate = ScanDelegate(self.view)
        self.view.setItemDelegate(self.delegate)
        # Else Qt asks for the height of each row whenever one is added.
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.view.selectionModel().currentChanged.connect(self._selected)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        session.open_scans.current_changed.connect(self._follow)

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self.delegate.set_theme(theme)
        self.view.viewport().update()

    def _follow(self, open_scan: OpenScan | None) -> None:
        self._following = True
        self.view.setCurrentIndex(self.model.index_of(open_scan))
        self._following = False

    def _selected(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid() and not self._following:
            self._session.show(self.model.open_scan(index))

    def _show_menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        if not index.isValid():
            return
        open_scan = self.model.open_scan(index)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if open_scan.stage in (Stage.FAILED, Stage.CANCELLED):
            menu.addAction(self.tr("Try again"), lambda: self._session.retry(open_scan))
        menu.addAction(self.tr("Close"), lambda: self._session.close(open_scan))
        menu.popup(self.view.viewport().mapToGlobal(place))
