"""The result panel: verdict, score and the defect regions."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from app.core_sentences import core_text
from app.documents import Document, Stage
from app.numbers import count_text, score_text
from app.panels.section import Section
from app.widgets.chip import VerdictChip
from btp_core.results import Region, Verdict

REGION_ROLE = Qt.ItemDataRole.UserRole + 1
MOST_REGIONS = 200
COLUMNS = 5
SMALL = 0.1


class ResultPanel(Section):
    """Says what was found, and flies to a region when its row is chosen."""

    region_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_title(self.tr("Result"))
        self.chip = VerdictChip()
        self.header.addWidget(self.chip)
        row = QHBoxLayout()
        row.setSpacing(9)
        self.score = QLabel()
        self.score.setObjectName("objectScore")
        row.addWidget(self.score, 0, Qt.AlignmentFlag.AlignBottom)
        self.caption = QLabel(self.tr("object score, 0 to 1"))
        self.caption.setObjectName("muted")
        self.caption.setContentsMargins(0, 0, 0, 4)
        row.addWidget(self.caption, 1, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(row)
        self.reason = QLabel()
        self.reason.setWordWrap(True)
        self.reason.setObjectName("muted")
        self.column.addWidget(self.reason)
        self.regions = self._make_table()
        self.column.addWidget(self.regions)
        self.show_document(None)

    def show_document(self, document: Document | None) -> None:
        """Show the state of a scan that has no verdict yet, or its verdict."""
        verdict = document.verdict if document is not None else None
        if verdict is not None and document is not None and document.scores is not None:
            self._show_verdict(verdict)
            return
        self.chip.set_status(None)
        self.score.hide()
        self.caption.hide()
        self.regions.clear()
        self.regions.hide()
        texts = {
            None: self.tr("No scan is open."),
            Stage.QUEUED: self.tr("Waiting to be inspected."),
            Stage.WORKING: self.tr("Being inspected…"),
            Stage.CANCELLED: self.tr("Cancelled before it was inspected."),
        }
        stage = document.stage if document is not None else None
        if document is not None and stage is Stage.FAILED:
            self.reason.setText(document.error)
            self.chip.set_status("not checked")
        else:
            self.reason.setText(texts.get(stage, ""))

    def _show_verdict(self, verdict: Verdict) -> None:
        self.chip.set_status(verdict.status)
        self.score.setText(score_text(verdict.object_score, verdict.threshold))
        self.score.show()
        self.caption.show()
        self.reason.setText(core_text(verdict.reason))
        self.regions.clear()
        for number, region in enumerate(verdict.regions[:MOST_REGIONS], start=1):
            self.regions.addTopLevelItem(self._row(number, region))
        self.regions.setVisible(bool(verdict.regions))
        rows = min(len(verdict.regions), 6)
        height = self.regions.header().sizeHint().height() + 6
        self.regions.setFixedHeight(height + rows * max(self.regions.sizeHintForRow(0), 0))

    def _row(self, number: int, region: Region) -> QTreeWidgetItem:
        texts = [
            f"{number} {region.likely_type or ''}".rstrip(),
            f"{region.max_score:.2f}",
            _length(region.extent[0]),
            _length(region.area),
            _length(region.depth),
        ]
        item = QTreeWidgetItem(texts)
        item.setData(0, REGION_ROLE, region)
        sides = " \u00d7 ".join(map(_length, region.extent))
        details = self.tr("{0}: mean score {1}, {2} points").format(
            sides, f"{region.mean_score:.2f}", count_text(len(region.point_indices))
        )
        for column in range(COLUMNS):
            item.setToolTip(column, details)
            if column:
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight)
        return item

    def _make_table(self) -> QTreeWidget:
        table = QTreeWidget()
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHeaderLabels(
            [
                self.tr("Region"),
                self.tr("Score"),
                self.tr("Length"),
                self.tr("Area"),
                self.tr("Depth"),
            ]
        )
        for column in range(1, COLUMNS):
            table.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight)
        header = table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.setToolTip(
            self.tr("Lengths and areas are in the scan's own units. Choose a region to fly there.")
        )
        table.itemClicked.connect(self._chosen)
        table.itemActivated.connect(self._chosen)
        return table

    def _chosen(self, item: QTreeWidgetItem, _column: int) -> None:
        self.region_chosen.emit(item.data(0, REGION_ROLE))


def _length(value: float) -> str:
    if value != value:  # noqa: PLR0124 - NaN is not itself
        return "—"
    # Small numbers have zeros in front, and the column no room for them.
    return f"{value:.2g}" if 0 < value < SMALL else f"{value:.3g}"
