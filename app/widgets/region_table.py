"""The table of defect regions, or why there are none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from app.i18n.numbers import column_texts, count_text, decimal_text
from app.widgets.plain import plain_label, plain_tip
from btp_core.inspection.results import Region

REGION_ROLE = Qt.ItemDataRole.UserRole + 1
MOST_REGIONS = 200
ROWS = 4
"""In view at once; the others are scrolled to."""
ROW_PADDING = 8


class Column(IntEnum):
    """Of the table, from left to right."""

    REGION = 0
    SCORE = 1
    LENGTH = 2
    AREA = 3
    DEPTH = 4


NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RegionTable(QTreeWidget):
    """Lists regions, or says why there are none.

    What stands under the table must not move while the threshold is dragged: the table asks for
    the same room whatever it holds.

    Attributes
    ----------
    way_out
        A button under the message, where something can be done about it.
    """

    region_chosen = Signal(object)
    region_pointed = Signal(object)
    menu_requested = Signal(object, QPoint)

    def __init__(self) -> None:
        super().__init__()
        self._units = ""
        self.setRootIsDecorated(False)
        self.setMinimumHeight(0)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        titles = {
            Column.REGION: self.tr("Region"),
            Column.SCORE: self.tr("Score"),
            Column.LENGTH: self.tr("Length"),
            Column.AREA: self.tr("Area"),
            Column.DEPTH: self.tr("Depth"),
        }
        self.setHeaderLabels([titles[column] for column in Column])
        for column in Column:
            if column is not Column.REGION:
                self.headerItem().setTextAlignment(column, NUMBER)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setToolTip(
            self.tr("Lengths and areas are in the scan's own units. Choose a region to fly there.")
        )
        self.message = plain_label()
        self.message.setObjectName("muted")
        self.message.setWordWrap(True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QVBoxLayout(self.viewport())
        inside.setContentsMargins(8, 2, 8, 2)
        inside.setSpacing(2)
        inside.addStretch()
        inside.addWidget(self.message)
        self.way_out = QToolButton()
        self.way_out.setObjectName("link")
        self.way_out.hide()
        inside.addWidget(self.way_out, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch()
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.itemClicked.connect(self._chosen)
        self.itemActivated.connect(self._chosen)
        self.setMouseTracking(True)
        self.itemEntered.connect(lambda item: self.region_pointed.emit(item.data(0, REGION_ROLE)))

    def show_regions(self, regions: Sequence[Region], units: str = "") -> None:
        """List regions in their order; ``units`` of length, if they are known."""
        listed = regions[:MOST_REGIONS]
        compared = any(region.deviation is not None for region in listed)
        depths = [region.deviation if compared else region.depth for region in listed]
        self._units = f" {units}" if units else ""
        self.headerItem().setText(
            Column.DEPTH, self.tr("Deviation") if compared else self.tr("Depth")
        )
        texts = {
            Column.REGION: [
                f"{number} {self._kind(r)}".rstrip() for number, r in enumerate(listed, 1)
            ],
            Column.SCORE: [decimal_text(region.max_score, 2) for region in listed],
            Column.LENGTH: column_texts(region.extent[0] for region in listed),
            Column.AREA: column_texts(region.area for region in listed),
            Column.DEPTH: [
                f"+{text}" if compared and depth is not None and depth > 0 else _true_minus(text)
                for depth, text in zip(
                    depths,
                    column_texts(math.nan if depth is None else depth for depth in depths),
                    strict=True,
                )
            ],
        }
        rows = zip(*(texts[column] for column in Column), strict=True)
        self.clear()
        self.addTopLevelItems(
            [self._row(cells, region) for cells, region in zip(rows, listed, strict=True)]
        )
        text = "" if regions else self.tr("No region reaches the threshold.")
        self._say(text)

    def show_message(self, text: str, way_out: str = "") -> None:
        """Say why there are no regions, and perhaps what can be done about it."""
        self.clear()
        self._say(text, way_out)

    @property
    def full_height(self) -> int:
        """What it takes to show :data:`ROWS` regions."""
        frame = 2 * self.frameWidth()
        return self.header().sizeHint().height() + ROWS * self._row_height() + frame

    def choose_beside(self, steps: int) -> None:
        """Choose the region some rows down from the chosen one, the first one if none is."""
        chosen = self.selectedItems()
        row = self.indexOfTopLevelItem(chosen[0]) + steps if chosen else 0
        if row >= 0 and (item := self.topLevelItem(row)) is not None:
            self.setCurrentItem(item)
            self._chosen(item, 0)

    def choose(self, number: int) -> None:
        """Choose a region by its number, counted from one."""
        self.show_chosen(number)
        if (item := self.topLevelItem(number - 1)) is not None:
            self._chosen(item, 0)

    def show_chosen(self, number: int) -> None:
        """Mark a region's row as chosen, and nothing else."""
        if (item := self.topLevelItem(number - 1)) is not None:
            self.setCurrentItem(item)
            self.scrollToItem(item)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at no region any more."""
        self.region_pointed.emit(None)
        super().leaveEvent(event)

    def _kind(self, region: Region) -> str:
        return self.tr("missing material") if region.missing else region.likely_type or ""

    def _ask_menu(self, place: QPoint) -> None:
        if (item := self.itemAt(place)) is not None:
            self.menu_requested.emit(item.data(0, REGION_ROLE), self.viewport().mapToGlobal(place))

    def _say(self, text: str, way_out: str = "") -> None:
        self.way_out.setText(way_out)
        self.way_out.setVisible(bool(way_out))
        self.message.setText(text)
        self.message.setToolTip(plain_tip(text))
        self.message.setVisible(bool(text))

    def _row_height(self) -> int:
        return self.fontMetrics().height() + ROW_PADDING

    def _row(self, texts: Sequence[str], region: Region) -> QTreeWidgetItem:
        item = QTreeWidgetItem(list(texts))
        item.setData(0, REGION_ROLE, region)
        item.setSizeHint(0, QSize(0, self._row_height()))
        sides = " \u00d7 ".join(column_texts(region.extent))
        details = self.tr("{0}: mean score {1}, {2} points").format(
            f"{sides}{self._units}",
            decimal_text(region.mean_score, 2),
            count_text(len(region.point_indices)),
        )
        if region.missing:
            details = f"{self.tr('Material that the scan lacks')}\n{details}"
        elif region.deviation is not None and math.isfinite(region.deviation):
            off = column_texts([abs(region.deviation)])[0] + self._units
            text = (
                self.tr("Lies {0} outside of the design")
                if region.deviation > 0
                else self.tr("Lies {0} inside of the design")
            )
            details = f"{text.format(off)}\n{details}"
        for column in range(len(texts)):
            item.setToolTip(column, details)
            if column:
                item.setTextAlignment(column, NUMBER)
        return item

    def _chosen(self, item: QTreeWidgetItem, _column: int) -> None:
        self.region_chosen.emit(item.data(0, REGION_ROLE))


def _true_minus(text: str) -> str:
    return text.replace("-", "\N{MINUS SIGN}", 1) if text.startswith("-") else text
