"""Notices over the 3D view: they tell without stopping the work."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.notify import Level, Notice

INFO_MILLISECONDS = 5000
WARNING_MILLISECONDS = 12000
MOST_NOTICES = 3
WIDTH = 460


class NoticeCard(QFrame):
    """One notice with a button to dismiss it."""

    dismissed = Signal()

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self.setObjectName("notice")
        self.setProperty("level", notice.level.value)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(13, 9, 7, 9)
        column = QVBoxLayout()
        column.setSpacing(2)
        self.title = title = QLabel(notice.title)
        title.setObjectName("heading")
        title.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(title)
        if notice.text:
            text = QLabel(notice.text)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.setWordWrap(True)
            text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
            column.addWidget(text)
        layout.addLayout(column, 1)
        dismiss = QPushButton("✕")
        dismiss.setObjectName("link")
        dismiss.setAccessibleName(self.tr("Dismiss"))
        dismiss.setToolTip(self.tr("Dismiss"))
        dismiss.clicked.connect(self.dismiss)
        layout.addWidget(dismiss, 0, Qt.AlignmentFlag.AlignTop)
        if notice.details:
            self.setToolTip(notice.details)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        if notice.level is Level.INFO:
            self._timer.start(INFO_MILLISECONDS)
        elif notice.level is Level.WARNING:
            self._timer.start(WARNING_MILLISECONDS)

    def dismiss(self) -> None:
        """Take the notice away."""
        self._timer.stop()
        self.hide()
        self.dismissed.emit()
        self.deleteLater()


class NoticeStack(QWidget):
    """The newest notices, under each other; the same one is not shown twice."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self._cards: list[NoticeCard] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(7)

    @property
    def cards(self) -> list[NoticeCard]:
        """The notices in view, oldest first."""
        return list(self._cards)

    def show_notice(self, notice: Notice) -> None:
        """Add a notice."""
        for card in self.cards:
            if card.notice == notice:
                card.dismiss()
        for card in self.cards[: max(0, len(self.cards) - MOST_NOTICES + 1)]:
            card.dismiss()
        card = NoticeCard(notice, self)
        card.dismissed.connect(lambda: self._remove(card))
        self._cards.append(card)
        self._layout.addWidget(card)
        card.show()
        self._fit()
        self.raise_()

    def _remove(self, card: NoticeCard) -> None:
        if card in self._cards:
            self._cards.remove(card)
            self._layout.removeWidget(card)
            self._fit()

    def _fit(self) -> None:
        # An empty stack must not lie over the view and take its clicks.
        self.setVisible(bool(self._cards))
        self.adjustSize()

    def stop(self) -> None:
        """Dismiss everything, timers included."""
        for card in self.cards:
            card.dismiss()
