"""How strongly each phrase speaks at a picked point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.i18n.numbers import decimal_text

if TYPE_CHECKING:
    from btp_core.inspection.explain import PhraseStrength

SHARE_ROLE = Qt.ItemDataRole.UserRole + 1
BAR_WIDTH = 110


class _BarDelegate(QStyledItemDelegate):
    """Paints a share in [0, 1] as a bar."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        share = float(index.data(SHARE_ROLE) or 0.0)
        box = QRectF(option.rect).adjusted(4, 6, -8, -6)
        palette = option.palette
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(QPalette.ColorRole.Mid))
        painter.drawRoundedRect(box, 2, 2)
        box.setWidth(max(box.width() * share, 2.0))
        color = QColor(palette.color(QPalette.ColorRole.Link))
        painter.setBrush(color)
        painter.drawRoundedRect(box, 2, 2)
        painter.restore()


class PhraseBars(QWidget):
    """A table of phrases, the strongest first, relative to each other."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.caption = QLabel()
        self.caption.setObjectName("muted")
        column.addWidget(self.caption)
        self.table = QTreeWidget()
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setHeaderLabels([self.tr("Phrase"), self.tr("Side"), self.tr("Strength")])
        self.table.setToolTip(
            self.tr(
                "How near the surface at this point lies to each phrase, from the weakest (empty) "
                "to the strongest (full). Only differences have a meaning."
            )
        )
        self.table.setItemDelegateForColumn(2, _BarDelegate(self.table))
        header = self.table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.resizeSection(2, BAR_WIDTH)
        column.addWidget(self.table)

    def show_strengths(self, caption: str, strengths: Sequence[PhraseStrength]) -> None:
        """List phrases, the strongest first."""
        self.caption.setText(caption)
        self.table.clear()
        cosines = [strength.cosine for strength in strengths]
        low, span = min(cosines, default=0.0), 1e-9
        span = max(max(cosines, default=0.0) - low, span)
        for strength in sorted(strengths, key=lambda strength: -strength.cosine):
            item = QTreeWidgetItem([strength.phrase, strength.side, ""])
            item.setData(2, SHARE_ROLE, (strength.cosine - low) / span)
            sign = "+" if strength.cosine >= 0 else ""
            item.setToolTip(2, sign + decimal_text(strength.cosine, 3))
            self.table.addTopLevelItem(item)
