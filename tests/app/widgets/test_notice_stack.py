from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.notify import Level, Notice
from app.widgets.notices import MOST_NOTICES, NoticeStack


@pytest.fixture
def notices(qtbot: QtBot) -> Iterator[NoticeStack]:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(600, 400)
    host.show()
    stack = NoticeStack(host)
    yield stack
    stack.stop()


def test_the_same_notice_is_not_shown_twice(qtbot: QtBot, notices: NoticeStack) -> None:
    for _ in range(3):
        notices.show_notice(Notice(Level.ERROR, "a.ply", "It is empty."))
    assert len(notices.cards) == 1


def test_old_notices_make_room(qtbot: QtBot, notices: NoticeStack) -> None:
    for number in range(6):
        notices.show_notice(Notice(Level.ERROR, f"{number}.ply", "It is empty."))
    assert [card.notice.title for card in notices.cards] == [
        f"{number}.ply" for number in range(6 - MOST_NOTICES, 6)
    ]


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
