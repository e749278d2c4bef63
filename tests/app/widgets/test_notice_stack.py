from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.notify import Level, Notice
from app.widgets.notices import MOST_NOTICES, NoticeStack


def stack(qtbot: QtBot) -> NoticeStack:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(600, 400)
    host.show()
    return NoticeStack(host)


def test_the_same_notice_is_not_shown_twice(qtbot: QtBot) -> None:
    notices = stack(qtbot)
    for _ in range(3):
        notices.show_notice(Notice(Level.ERROR, "a.ply", "It is empty."))
    assert len(notices.cards) == 1


def test_old_notices_make_room(qtbot: QtBot) -> None:
    notices = stack(qtbot)
    for number in range(6):
        notices.show_notice(Notice(Level.ERROR, f"{number}.ply", "It is empty."))
    assert [card.notice.title for card in notices.cards] == [
        f"{number}.ply" for number in range(6 - MOST_NOTICES, 6)
    ]


def test_a_notice_can_be_dismissed_and_leaves_no_timer(qtbot: QtBot) -> None:
    notices = stack(qtbot)
    notices.show_notice(Notice(Level.WARNING, "a.ply", "Two points are equal."))
    button = notices.cards[0].findChild(QPushButton)
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert notices.cards == []


def test_file_names_are_not_taken_for_markup(qtbot: QtBot) -> None:
    notices = stack(qtbot)
    notices.show_notice(Notice(Level.ERROR, "<b>x</b>.ply", "<img src=y>"))
    assert "<b>x</b>.ply" in [
        label.text() for label in notices.cards[0].findChildren(type(notices.cards[0].title))
    ]
    notices.stop()
