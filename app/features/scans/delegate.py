"""Paints a row of the scan list."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.i18n.numbers import score_text
from app.session.open_scan import OpenScan, Stage
from app.theme.tokens import LIGHT, Theme
from app.widgets.chip import verdict_text

OPEN_SCAN_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_HEIGHT = 56
PADDING = 12
THUMBNAIL = QSize(52, 39)


class ScanDelegate(QStyledItemDelegate):
    """Name on top; below it size and score, and the verdict or the progress."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT

    def set_theme(self, theme: Theme) -> None:
        """Use a theme's colours."""
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Rows of one height, growing with the font."""
        return QSize(180, max(ROW_HEIGHT, option.fontMetrics.height() * 2 + 22))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a row."""
        open_scan = index.data(OPEN_SCAN_ROLE)
        if not isinstance(open_scan, OpenScan):
            return
        theme, row = self._theme, QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_background(painter, option, row)
        inner = row.adjusted(PADDING, 9, -PADDING, -9)
        self._paint_thumbnail(painter, QRect(inner.topLeft(), THUMBNAIL), open_scan)
        inner.setLeft(inner.left() + THUMBNAIL.width() + 10)
        half = inner.height() // 2
        name_font = QFont(option.font)
        name_font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(name_font)
        painter.setPen(QColor(theme.text))
        top = QRect(inner.left(), inner.top(), inner.width(), half)
        if open_scan.alarming:
            top.setRight(top.right() - half)
            self._paint_sign(painter, QRectF(top.right() + 4, top.top() + 1, half - 4, half - 4))
            painter.setPen(QColor(theme.text))
        name = painter.fontMetrics().elidedText(
            open_scan.path.name, Qt.TextElideMode.ElideMiddle, top.width()
        )
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(option.font)
        bottom = QRect(inner.left(), inner.top() + half, inner.width(), half)
        if open_scan.stage is Stage.WORKING:
            self._paint_progress(painter, bottom, open_scan)
        else:
            self._paint_state(painter, bottom, open_scan)
        painter.restore()

    def _paint_background(
        self, painter: QPainter, option: QStyleOptionViewItem, row: QRect
    ) -> None:
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(row, QColor(self._theme.raised))
            painter.fillRect(
                QRect(row.left(), row.top(), 3, row.height()), QColor(self._theme.accent)
            )
        elif state & QStyle.StateFlag.State_MouseOver:
            tint = QColor(self._theme.raised)
            tint.setAlpha(150)
            painter.fillRect(row, tint)

    def _paint_thumbnail(self, painter: QPainter, box: QRect, open_scan: OpenScan) -> None:
        path = QPainterPath()
        path.addRoundedRect(QRectF(box), 5, 5)
        painter.fillPath(path, QColor(self._theme.window))
        if open_scan.thumbnail is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(path)
        painter.drawImage(box, open_scan.thumbnail)
        painter.restore()

    def _paint_sign(self, painter: QPainter, box: QRectF) -> None:
        """A sign that there are notes, which the tool tip tells."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.warning))
        painter.drawEllipse(box)
        painter.setPen(QColor(self._theme.surface))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "!")

    def _paint_progress(self, painter: QPainter, box: QRect, open_scan: OpenScan) -> None:
        bar = QRectF(box.left(), box.center().y() - 1, box.width(), 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.border))
        painter.drawRoundedRect(bar, 2, 2)
        bar.setWidth(max(bar.width() * open_scan.fraction, 4))
        painter.setBrush(QColor(self._theme.accent))
        painter.drawRoundedRect(bar, 2, 2)

    def _paint_state(self, painter: QPainter, box: QRect, open_scan: OpenScan) -> None:
        theme = self._theme
        left, right, color = "", "", theme.muted
        match open_scan.stage:
            case Stage.QUEUED:
                left = self.tr("Waiting")
            case Stage.CANCELLED:
                left = self.tr("Cancelled")
            case Stage.FAILED:
                left, color = verdict_text("not inspected"), theme.unchecked
            case _ if open_scan.verdict is not None:
                left = self.tr("Score {0}").format(
                    score_text(open_scan.verdict.object_score, open_scan.verdict.threshold)
                )
                verdict = verdict_text(open_scan.verdict.status)
                right = self.tr("outdated") if open_scan.outdated else verdict
            case Stage.DONE:
                left = self.tr("For the other model to inspect")
        painter.setPen(QColor(color))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, left)
        if right and open_scan.verdict is not None:
            tint = {"pass": theme.passed, "fail": theme.failed}.get(
                open_scan.verdict.status, theme.unchecked
            )
            painter.setPen(QColor(theme.muted if open_scan.outdated else tint))
            painter.drawText(
                box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right
            )
