from __future__ import annotations

import logging
import sys
import threading

import pytest
from pytestqt.qtbot import QtBot

from app.notify import Level, Notice, Notifier
from btp_core.base.errors import CancelledError, ScanReadError


@pytest.fixture
def told() -> tuple[Notifier, list[Notice]]:
    notifier, notices = Notifier(), []
    notifier.notice.connect(notices.append)
    return notifier, notices


def test_expected_errors_name_file_cause_and_next_step(
    told: tuple[Notifier, list[Notice]], caplog: pytest.LogCaptureFixture
) -> None:
    notifier, notices = told
    notifier.report(ScanReadError("It is empty.", path="/x/a.ply", next_step="Export it again."))
    assert notices == [Notice(Level.ERROR, "a.ply", "It is empty. Export it again.", "/x/a.ply")]
    assert "It is empty." in caplog.text


def test_unexpected_errors_carry_their_traceback(
    told: tuple[Notifier, list[Notice]], caplog: pytest.LogCaptureFixture
) -> None:
    notifier, notices = told
    try:
        raise ZeroDivisionError("oh")
    except ZeroDivisionError as error:
        notifier.report(error)
    assert notices[0].level is Level.UNEXPECTED
    assert "test_notifier.py" in notices[0].details
    assert "ZeroDivisionError: oh" in caplog.text


def test_cancelling_is_no_news(told: tuple[Notifier, list[Notice]]) -> None:
    notifier, notices = told
    notifier.report(CancelledError())
    assert notices == []


def test_uncaught_exceptions_of_any_thread_arrive_on_the_gui_thread(
    told: tuple[Notifier, list[Notice]], qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    notifier, notices = told
    where: list[str] = []
    notifier.notice.connect(lambda _notice: where.append(threading.current_thread().name))
    hooks = sys.excepthook, threading.excepthook
    notifier.install_hooks()
    try:
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: bool(notices))
        sys.excepthook(ValueError, ValueError("here"), None)
    finally:
        notifier.remove_hooks()
    assert (sys.excepthook, threading.excepthook) == hooks
    assert "ZeroDivisionError" in notices[0].details
    assert "ValueError: here" in notices[1].details
    assert set(where) == {threading.main_thread().name}


def test_the_log_keeps_warnings(
    told: tuple[Notifier, list[Notice]], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        told[0].warn("a.ply", "Two points are equal.")
        told[0].info("Saved", "there")
    assert "Two points are equal." in caplog.text
    assert [notice.level for notice in told[1]] == [Level.WARNING, Level.INFO]
