from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.notify import Level, Notice
from app.widgets.notices import WIDTH, NoticeCard, NoticeStack


@pytest.fixture
def notices(qtbot: QtBot) -> Iterator[NoticeStack]:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(600, 400)
    host.show()
    stack = NoticeStack(host)
    yield stack
    stack.dismiss_all()


def test_the_same_notice_is_not_shown_twice(qtbot: QtBot, notices: NoticeStack) -> None:
    for _ in range(3):
        notices.show_notice(Notice(Level.ERROR, "a.ply", "It is empty."))
    assert len(notices.cards) == 1


def texts(card: NoticeCard) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if not label.isHidden()]


def test_what_there_is_no_room_for_is_counted_by_the_newest(
    qtbot: QtBot, notices: NoticeStack
) -> None:
    for number in range(6):
        notices.show_notice(Notice(Level.ERROR, f"{number}.ply", "It is empty."))
    assert [card.notice.title for card in notices.cards] == ["0.ply", "1.ply", "5.ply"]
    assert "and 3 more, see the log" in texts(notices.cards[-1])
    assert texts(notices.cards[0]) == ["0.ply", "It is empty."]


def test_what_passes_makes_room_first(qtbot: QtBot, notices: NoticeStack) -> None:
    notices.show_notice(Notice(Level.ERROR, "model", "It is missing."))
    notices.show_notice(Notice(Level.WARNING, "0.ply", "It is empty."))
    notices.show_notice(Notice(Level.ERROR, "disk", "It is full."))
    notices.show_notice(Notice(Level.WARNING, "1.ply", "It is empty."))
    assert [card.notice.title for card in notices.cards] == ["model", "disk", "1.ply"]
    assert "and 1 more, see the log" in texts(notices.cards[-1])


def test_an_error_that_may_pass_leaves_but_not_from_under_the_mouse(
    qtbot: QtBot, notices: NoticeStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.widgets.notices.PASSING_MILLISECONDS", 60)
    notices.show_notice(Notice(Level.ERROR, "stays", "It is full."))
    notices.show_notice(Notice(Level.WARNING, "a.ply", "It is empty."))
    card = notices.cards[1]
    place = QPointF(card.rect().center())
    QApplication.sendEvent(card, QEnterEvent(place, place, place))
    qtbot.wait(150)
    assert len(notices.cards) == 2
    QApplication.sendEvent(card, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: len(notices.cards) == 1)
    assert notices.cards[0].notice.title == "stays"


def test_a_card_is_as_high_as_its_text(qtbot: QtBot, notices: NoticeStack) -> None:
    for words in (3, 60, 20):
        notices.show_notice(Notice(Level.ERROR, f"{words}.ply", "word " * words))
    qtbot.waitUntil(lambda: notices.height() == notices.layout().totalHeightForWidth(WIDTH))
    for card in notices.cards:
        assert card.height() == card.layout().totalHeightForWidth(card.width())


def test_a_notice_can_be_dismissed_and_leaves_no_timer(qtbot: QtBot, notices: NoticeStack) -> None:
    notices.show_notice(Notice(Level.WARNING, "a.ply", "Two points are equal."))
    button = notices.cards[0].findChild(QPushButton)
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert notices.cards == []


def test_file_names_are_not_taken_for_markup(qtbot: QtBot, notices: NoticeStack) -> None:
    notices.show_notice(Notice(Level.ERROR, "<b>x</b>.ply", "<img src=y>"))
    assert "<b>x</b>.ply" in [
        label.text() for label in notices.cards[0].findChildren(type(notices.cards[0].title))
    ]
