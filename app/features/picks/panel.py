"""The table of picked points."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.features.picks.picks import Pick, distance_text, picks_csv
from app.i18n.numbers import MISSING, column_texts, count_text, decimal_text
from app.widgets.phrase_bars import PhraseBars
from app.widgets.plain import plain_tip

if TYPE_CHECKING:
    from btp_core.inspection.explain import PhraseStrength

PICK_ROLE = Qt.ItemDataRole.UserRole + 1
SCAN = 1
SCAN_WIDTH = 130
LIKELY_TYPE = 4
COORDINATES = (5, 6, 7)
COORDINATE_DIGITS = 5
NUMBERS = (2, 3, *COORDINATES)
NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PicksPanel(QWidget):
    """Lists picks; a row chosen flies there."""

    chosen = Signal(object)
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 8)
        column.setSpacing(6)
        self.table = QTreeWidget()
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setHeaderLabels(
            [
                self.tr("#"),
                self.tr("Scan"),
                self.tr("Score"),
                self.tr("Around"),
                self.tr("Likely type"),
                self.tr("X"),
                self.tr("Y"),
                self.tr("Z"),
            ]
        )
        self.table.setToolTip(
            self.tr("Around: mean score of the nearest points. Choose a row to fly there.")
        )
        header = self.table.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(False)
        # A long name must not push the readings out of sight.
        header.setSectionResizeMode(SCAN, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(SCAN, SCAN_WIDTH)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for place in NUMBERS:
            self.table.headerItem().setTextAlignment(place, NUMBER)
        self.table.itemClicked.connect(lambda item, _: self.chosen.emit(item.data(0, PICK_ROLE)))
        self.phrases = PhraseBars()
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.table)
        halves.addWidget(self.phrases)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        column.addWidget(halves)
        self._units = ""
        self.distance = QLabel()
        self.distance.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.distance.setToolTip(self.tr("Choose two rows with Ctrl to measure between them."))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.itemSelectionChanged.connect(self._measure)
        column.addWidget(self.distance)
        row = QHBoxLayout()
        self.hint = QLabel()
        self.hint.setObjectName("muted")
        row.addWidget(self.hint, 1)
        self.copy_button = QPushButton(self.tr("Copy"))
        self.save_button = QPushButton(self.tr("Save table…"))
        self.clear_button = QPushButton(self.tr("Clear"))
        for button in (self.copy_button, self.save_button, self.clear_button):
            button.setObjectName("link")
            row.addWidget(button)
        column.addLayout(row)
        self.copy_button.clicked.connect(self._copy)
        self.clear_button.clicked.connect(self.clear)
        self._update()

    @property
    def units(self) -> str:
        """What coordinates are in; empty where nobody has told."""
        return self._units

    @property
    def picks(self) -> tuple[Pick, ...]:
        """All picks in their order."""
        return tuple(item.data(0, PICK_ROLE) for item in self._items())

    def add(self, pick: Pick) -> None:
        """Append a pick and show it."""
        item = QTreeWidgetItem()
        for place in NUMBERS:
            item.setTextAlignment(place, NUMBER)
        self._write(item, pick)
        self.table.addTopLevelItem(item)
        self.table.scrollToItem(item)
        self._update()

    def put(self, pick: Pick) -> None:
        """Show a pick in place of the one with its number."""
        for item in self._items():
            if item.data(0, PICK_ROLE).number == pick.number:
                self._write(item, pick)
        self._follow_picks()

    def show_phrases(self, number: int, strengths: tuple[PhraseStrength, ...]) -> None:
        """Show what the phrases say at a pick."""
        self.phrases.show_strengths(
            self.tr("What each phrase says at point {0}").format(number), strengths
        )

    def clear(self) -> None:
        """Forget all picks."""
        self.table.clear()
        self.clear_phrases()
        self._update()

    def clear_phrases(self) -> None:
        """Show no phrases: what they said at the pick is not known any more."""
        self.phrases.show_strengths("", ())

    def set_units(self, units: str) -> None:
        """Say what coordinates are in; empty where nobody has told."""
        self._units = units
        for column, letter in zip(COORDINATES, "XYZ", strict=True):
            self.table.headerItem().setText(column, f"{letter}, {units}" if units else letter)
        self._measure()

    def _measure(self) -> None:
        """Say how far the two chosen picks are apart, or else the last two of one scan."""
        chosen = [item.data(0, PICK_ROLE) for item in self.table.selectedItems()]
        pair = chosen if len(chosen) == 2 else self.picks[-2:]
        same = len(pair) == 2 and pair[0].scan_id == pair[1].scan_id
        self.distance.setText(distance_text(pair[0], pair[1], self._units) if same else "")
        self.distance.setVisible(same)

    def _items(self) -> list[QTreeWidgetItem]:
        items = [self.table.topLevelItem(i) for i in range(self.table.topLevelItemCount())]
        return [item for item in items if item is not None]

    def _write(self, item: QTreeWidgetItem, pick: Pick) -> None:
        readings = [
            _score(pick.score),
            _score(pick.around),
            f"{pick.likely_type} {count_text(round(100 * pick.share))} %"
            if pick.likely_type
            else "",
        ]
        if pick.outdated:
            readings = [f"({text})" if text else "" for text in readings]
        places = column_texts(pick.position, digits=COORDINATE_DIGITS)
        for column, text in enumerate([str(pick.number), pick.scan, *readings, *places]):
            item.setText(column, text)
        item.setToolTip(SCAN, plain_tip(pick.scan))
        for column, value in zip(COORDINATES, pick.position, strict=True):
            item.setToolTip(column, repr(value))
        item.setData(0, PICK_ROLE, pick)

    def _follow_picks(self) -> None:
        # Wordings without types need the room for the coordinates.
        self.table.setColumnHidden(LIKELY_TYPE, not any(p.likely_type for p in self.picks))
        if any(pick.outdated for pick in self.picks):
            text = self.tr("In brackets: read with an earlier wording. Choose a row to read again.")
        else:
            text = self.tr("Click a point of the scan to read its score.")
        self.hint.setText(text)

    def _update(self) -> None:
        some = self.table.topLevelItemCount() > 0
        for button in (self.copy_button, self.save_button, self.clear_button):
            button.setEnabled(some)
        self._follow_picks()
        self._measure()
        self.changed.emit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(picks_csv(self.picks, self._units))


def _score(value: float) -> str:
    return MISSING if math.isnan(value) else decimal_text(value, 3)
