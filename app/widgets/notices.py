"""Notices over the 3D view: they tell without stopping the work."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n.numbers import count_text
from app.notify import Level, Notice
from app.widgets.plain import plain_label, plain_tip

INFO_MILLISECONDS = 5000
PASSING_MILLISECONDS = 12000
MOST_NOTICES = 3
WIDTH = 460


class NoticeCard(QFrame):
    """One notice with a button to dismiss it.

    Attributes
    ----------
    passing
        Whether it leaves by itself, but not from under the mouse.
    more
        How many other notices it stands for.
    """

    dismissed = Signal()

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self.passing = notice.level in (Level.INFO, Level.WARNING)
        self.more = 0
        self.setObjectName("notice")
        self.setProperty("level", notice.level.value)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(13, 9, 7, 9)
        column = QVBoxLayout()
        column.setSpacing(2)
        self.title = title = plain_label(notice.title)
        title.setObjectName("heading")
        column.addWidget(title)
        if notice.text:
            text = plain_label(notice.text)
            text.setWordWrap(True)
            column.addWidget(text)
        self._others = QLabel()
        self._others.setObjectName("muted")
        self._others.hide()
        column.addWidget(self._others)
        layout.addLayout(column, 1)
        dismiss = QPushButton("✕")
        dismiss.setObjectName("link")
        dismiss.setAccessibleName(self.tr("Dismiss"))
        dismiss.setToolTip(self.tr("Dismiss"))
        dismiss.clicked.connect(self.dismiss)
        layout.addWidget(dismiss, 0, Qt.AlignmentFlag.AlignTop)
        if notice.details:
            self.setToolTip(plain_tip(notice.details))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self._timer.setInterval(
            INFO_MILLISECONDS if notice.level is Level.INFO else PASSING_MILLISECONDS
        )
        self._let_pass()

    def stand_for(self, more: int) -> None:
        """Say how many other notices there were no room for."""
        self.more = more
        self._others.setText(self.tr("and {0} more, see the log").format(count_text(more)))
        self._others.setVisible(more > 0)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the mouse is over it."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Leave some time after the mouse."""
        self._let_pass()
        super().leaveEvent(event)

    def _let_pass(self) -> None:
        if self.passing and not self.isHidden():
            self._timer.start()

    def dismiss(self) -> None:
        """Remove the notice."""
        self._timer.stop()
        self.hide()
        self.dismissed.emit()
        self.deleteLater()


class NoticeStack(QWidget):
    """The first notices and the newest, under each other; the same one is not shown twice.

    Notices that do not fit are counted on the newest one, so that none is dropped silently.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._width = WIDTH
        self.setFixedWidth(WIDTH)
        self._cards: list[NoticeCard] = []
        self._most = MOST_NOTICES
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(7)

    @property
    def cards(self) -> list[NoticeCard]:
        """The notices in view, oldest first."""
        return list(self._cards)

    def set_room(self, width: int) -> None:
        """How wide notices may be, in pixels."""
        self._width = min(WIDTH, width)
        self.setFixedWidth(self._width)
        self._fit()

    def set_most(self, most: int) -> None:
        """How many notices there is room for from now on."""
        self._most = most

    def show_notice(self, notice: Notice) -> None:
        """Add a notice."""
        for card in self.cards:
            if card.notice == notice:
                card.dismiss()
        more = 0
        if len(self._cards) >= self._most:
            more = sum(card.more for card in self._cards) + 1
            victims = [card for card in self._cards if card.passing] or self._cards
            victims[-1].dismiss()
            for left in self._cards:
                left.stand_for(0)
        card = NoticeCard(notice, self)
        card.stand_for(more)
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
        # Its size hint knows nothing of lines that are wrapped at this width.
        self._layout.activate()
        self.setFixedHeight(max(self._layout.totalHeightForWidth(self._width), 0))

    def dismiss_all(self) -> None:
        """Dismiss everything, timers included."""
        for card in self.cards:
            card.dismiss()
