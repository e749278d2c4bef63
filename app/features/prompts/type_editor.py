"""The named defect types of a prompt set: name, colour, phrases, and whether they are shown."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QColorDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.widgets.plain import plain_tip
from btp_core.text.prompts import DefectType

NAME, PHRASES = 0, 1
COLOR_ROLE = Qt.ItemDataRole.UserRole + 1
SEPARATOR = "; "
NEW_COLORS = ("#e69f00", "#0072b2", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#882255")
MOST_ROWS_SHOWN = 9


class TypeEditor(QWidget):
    """A table of defect types; names and phrases are edited in place."""

    edited = Signal()
    shown_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.table = QTreeWidget()
        self.table.setAccessibleName(self.tr("Defect types"))
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setHeaderLabels([self.tr("Type"), self.tr("Phrases")])
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.table.setToolTip(
            self.tr(
                "Phrases are separated by semicolons. Double-click to edit; a tick shows the type "
                "in the type view."
            )
        )
        header = self.table.header()
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(PHRASES, QHeaderView.ResizeMode.Stretch)
        column.addWidget(self.table)
        row = QHBoxLayout()
        row.setSpacing(2)
        self.add_button = QPushButton(self.tr("Add type"))
        self.color_button = QPushButton(self.tr("Colour…"))
        self.remove_button = QPushButton(self.tr("Remove"))
        for button in (self.add_button, self.color_button, self.remove_button):
            button.setObjectName("link")
            row.addWidget(button)
        row.addStretch()
        column.addLayout(row)
        self.add_button.clicked.connect(self.add_type)
        self.color_button.clicked.connect(self._choose_color)
        self.remove_button.clicked.connect(self._remove)
        self.table.itemChanged.connect(self._changed)
        self.table.itemSelectionChanged.connect(self._selected)
        self._shown: tuple[bool, ...] = ()
        self._selected()

    def types(self) -> tuple[DefectType, ...]:
        """The types as edited; those without a name are left out."""
        found = []
        for item in self._items():
            name = item.text(NAME).strip()
            phrases = tuple(p.strip() for p in item.text(PHRASES).split(";") if p.strip())
            if name:
                found.append(DefectType(name, phrases, item.data(NAME, COLOR_ROLE)))
        return tuple(found)

    def hidden(self) -> frozenset[str]:
        """Names of the types that are not to be shown in the type view."""
        return frozenset(
            item.text(NAME).strip()
            for item in self._items()
            if item.checkState(NAME) is not Qt.CheckState.Checked
        )

    def set_types(self, types: tuple[DefectType, ...]) -> None:
        """Replace the table without announcing it; types keep whether they are shown."""
        if types == self.types():
            return
        hidden = self.hidden()
        with QSignalBlocker(self.table):
            self.table.clear()
            for defect in types:
                self._append(defect, defect.name not in hidden)
        self._fit()
        self._selected()

    def add_type(self) -> None:
        """Append a type and begin to edit its name."""
        taken = {defect.name for defect in self.types()}
        number = next(n for n in range(1, 1000) if self.tr("type {0}").format(n) not in taken)
        color = NEW_COLORS[len(taken) % len(NEW_COLORS)]
        name = self.tr("type {0}").format(number)
        with QSignalBlocker(self.table):
            item = self._append(DefectType(name, ("{object} with a …",), color), shown=True)
        self._fit()
        self.table.setCurrentItem(item)
        self.table.editItem(item, NAME)
        self.edited.emit()

    def set_color(self, item: QTreeWidgetItem, color: str) -> None:
        """Change a type's colour."""
        with QSignalBlocker(self.table):
            item.setData(NAME, COLOR_ROLE, color)
            item.setIcon(NAME, swatch(color))
        self.edited.emit()

    def _append(self, defect: DefectType, shown: bool) -> QTreeWidgetItem:
        item = QTreeWidgetItem([defect.name, SEPARATOR.join(defect.phrases)])
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(NAME, Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)
        item.setData(NAME, COLOR_ROLE, defect.color)
        item.setIcon(NAME, swatch(defect.color))
        item.setToolTip(PHRASES, plain_tip("\n".join(defect.phrases)))
        self.table.addTopLevelItem(item)
        return item

    def _items(self) -> list[QTreeWidgetItem]:
        found = [self.table.topLevelItem(i) for i in range(self.table.topLevelItemCount())]
        return [item for item in found if item is not None]

    def _changed(self, _item: QTreeWidgetItem, _column: int) -> None:
        shown = tuple(i.checkState(NAME) is Qt.CheckState.Checked for i in self._items())
        if shown != self._shown:
            self._shown = shown
            self.shown_changed.emit()
        self.edited.emit()

    def _selected(self) -> None:
        chosen = bool(self.table.selectedItems())
        self.color_button.setEnabled(chosen)
        self.remove_button.setEnabled(chosen)

    def _remove(self) -> None:
        for item in self.table.selectedItems():
            self.table.takeTopLevelItem(self.table.indexOfTopLevelItem(item))
        self._fit()
        self.edited.emit()

    def _choose_color(self) -> None:
        for item in self.table.selectedItems()[:1]:
            color = QColorDialog.getColor(QColor(item.data(NAME, COLOR_ROLE)), self)
            if color.isValid():
                self.set_color(item, color.name())

    def _fit(self) -> None:
        self._shown = tuple(i.checkState(NAME) is Qt.CheckState.Checked for i in self._items())
        rows = min(max(self.table.topLevelItemCount(), 1), MOST_ROWS_SHOWN)
        row = max(self.table.sizeHintForRow(0), self.fontMetrics().height() + 8)
        self.table.setFixedHeight(self.table.header().sizeHint().height() + 6 + rows * row)


def swatch(color: str, size: int = 12) -> QIcon:
    """A small rounded square of a colour."""
    picture = QPixmap(2 * size, 2 * size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawRoundedRect(1, 1, 2 * size - 2, 2 * size - 2, 5, 5)
    painter.end()
    picture.setDevicePixelRatio(2.0)
    return QIcon(picture)
