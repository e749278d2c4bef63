"""Looking up in the record's window, deciding, charts and export."""

from __future__ import annotations

import csv
import io
import sqlite3
import time
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app import settings as keys
from app.features.record.periods import Period, since
from app.features.record.summary import counts_text
from app.features.record.table import DECISION, SCAN
from app.features.record.window import RecordWindow
from app.settings import Settings
from btp_core.record.entries import Decision, now
from btp_core.record.file import RecordFile
from btp_core.record.search import Query, search
from tests.app.conftest import WAIT, Opened
from tests.core.record.entries_for_tests import entry


@pytest.fixture(autouse=True)
def record(settings: Settings, tmp_path: Path) -> Path:
    """Sixty inspections; the part 4711-0007 came back from rework."""
    path = tmp_path / "r.sqlite"
    settings.set(keys.RECORD_FILE, str(path))
    settings.set(keys.INSPECTOR_NAME, "Ada")
    with RecordFile(path, create=True) as opened:
        opened.add_all([entry(number) for number in range(60)])
        opened.add(entry(7, sha256="9" * 64, verdict="pass", time=now(), source="watch"))
        opened.decide(8, Decision("rework", "Grace", "Dent"))
    return path


@pytest.fixture
def window(qtbot: QtBot, opened: Opened) -> RecordWindow:
    opened.window.actions_by_name["record"].trigger()
    found = opened.window.record.window
    wait(qtbot, opened)
    return found


def wait(qtbot: QtBot, opened: Opened) -> None:
    qtbot.waitUntil(lambda: not opened.window.record.store.busy, timeout=WAIT)


def shown(window: RecordWindow, column: int = SCAN) -> list[str]:
    model = window.table.found
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_last_weeks_part_is_found_by_its_serial_number(
    qtbot: QtBot, opened: Opened, window: RecordWindow
) -> None:
    assert len(shown(window)) == 61
    window.fields.text.setText("4711-0007")
    qtbot.waitUntil(lambda: len(shown(window)) == 2, timeout=WAIT)
    assert shown(window, DECISION) == ["—", "Rework"]
    window.table.selectRow(1)
    qtbot.waitUntil(lambda: window.detail.history.count() == 2, timeout=WAIT)
    assert window.detail.decisions.item(0).text().startswith("Rework by Grace")
    assert window.detail.values["serial"].text() == "4711-0007"
    window.detail.history.itemClicked.emit(window.detail.history.item(0))
    qtbot.waitUntil(lambda: window.detail.decisions.count() == 0, timeout=WAIT)


def test_filters(qtbot: QtBot, opened: Opened, window: RecordWindow) -> None:
    window.fields.verdict.setCurrentIndex(window.fields.verdict.findData("fail"))
    wait(qtbot, opened)
    assert len(shown(window)) == 12
    window.fields.decision.setCurrentIndex(window.fields.decision.findData("rework"))
    wait(qtbot, opened)
    assert shown(window) == []
    window.fields.verdict.setCurrentIndex(0)
    wait(qtbot, opened)
    assert shown(window) == ["4711-0007.ply"]
    window.fields.decision.setCurrentIndex(0)
    window.fields.period.setCurrentIndex(window.fields.period.findData(Period.NIGHT))
    wait(qtbot, opened)
    assert len(shown(window)) == 1
    assert window.summary.text().startswith("Over night (since 18:00): 1 scan")


def test_a_decision_in_the_list(
    qtbot: QtBot, opened: Opened, window: RecordWindow, record: Path
) -> None:
    window.fields.text.setText("4711-0004")
    qtbot.waitUntil(lambda: len(shown(window)) == 1, timeout=WAIT)
    window.table.selectRow(0)
    qtbot.waitUntil(window.detail.decision.buttons["reject"].isEnabled, timeout=WAIT)
    qtbot.mouseClick(window.detail.decision.buttons["reject"], Qt.MouseButton.LeftButton)
    assert window.dialog is not None
    window.dialog.reason.setCurrentText("Dent")
    window.dialog.accept()
    qtbot.waitUntil(lambda: shown(window, DECISION) == ["Rejected"], timeout=WAIT)
    with RecordFile(record) as opened_record:
        (row,) = search(opened_record, Query(decision="reject"))
    assert (row.scan, row.decided_by, row.decision_reason) == ("4711-0004.ply", "Ada", "Dent")


def test_the_chart_is_drawn_and_a_value_leads_to_its_inspection(
    qtbot: QtBot, opened: Opened, window: RecordWindow
) -> None:
    window.tabs.setCurrentWidget(window.charts)
    view = window.charts.view
    qtbot.waitUntil(lambda: view.has_picture, timeout=WAIT)
    wait(qtbot, opened)
    assert len(view.places) == 61
    inside = (view.places >= 0).all() and (view.places <= [view.width(), view.height()]).all()
    assert inside
    x, y = view.places[4]
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    assert window.tabs.currentIndex() == 0
    qtbot.waitUntil(lambda: window.detail.title.text() == "4711-0004.ply", timeout=WAIT)


def test_a_map_says_what_it_lacks(qtbot: QtBot, opened: Opened, window: RecordWindow) -> None:
    window.tabs.setCurrentWidget(window.map)
    wait(qtbot, opened)
    assert not window.map.view.has_picture


def test_export_writes_what_is_listed(
    qtbot: QtBot, opened: Opened, window: RecordWindow, tmp_path: Path
) -> None:
    window.fields.verdict.setCurrentIndex(window.fields.verdict.findData("fail"))
    wait(qtbot, opened)
    window.file_bar.export(tmp_path / "out.csv")
    wait(qtbot, opened)
    text = (tmp_path / "out.csv").read_text("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text)))) == 13
    assert window.file_bar.state.text().startswith("12 inspection")


def test_verify_is_green_then_red(
    qtbot: QtBot, opened: Opened, window: RecordWindow, record: Path
) -> None:
    window.file_bar.verify()
    wait(qtbot, opened)
    assert "Sound" in window.file_bar.state.text()
    content = record.read_bytes()
    place = content.index(b"4711-0006.ply")
    record.write_bytes(content[:place] + b"9" + content[place + 1 :])
    window.file_bar.verify()
    wait(qtbot, opened)
    assert "inspection 7" in window.file_bar.state.text()


def test_a_locked_record_leaves_the_window_free(
    qtbot: QtBot, opened: Opened, window: RecordWindow, record: Path
) -> None:
    other = sqlite3.connect(record, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    window.refresh()
    started = time.monotonic()
    opened.window.actions_by_name["settings"].trigger()
    assert time.monotonic() - started < 1.0
    assert opened.window.record.store.busy
    other.execute("ROLLBACK")
    other.close()
    wait(qtbot, opened)
    assert len(shown(window)) == 61


def test_good_morning_is_said_once(
    qtbot: QtBot, opened: Opened, record: Path, settings: Settings
) -> None:
    with RecordFile(record) as kept:
        kept.add(entry(104, source="watch", time=now()))
    for _ in range(2):
        opened.window.record.good_morning()
        wait(qtbot, opened)
    told = [notice for notice in opened.notices if "Over night" in notice.title]
    (title,) = (notice.title for notice in told)
    assert title.startswith("Over night: 2 scan")
    assert title.endswith(", 1 failed, 1 of these undecided")


def test_counts_leave_out_what_is_zero() -> None:
    assert counts_text([]).startswith("0 scan")
    assert "failed" not in counts_text([])


def test_periods_begin_where_people_think() -> None:
    at = datetime(2026, 11, 26, 8, 0).astimezone()
    assert datetime.fromisoformat(since(Period.NIGHT, at)).astimezone().hour == 18
    assert since(Period.TODAY, at) < since(Period.TODAY, at.replace(day=27))
    assert since(Period.ALL, at) == ""


def test_an_inspection_that_is_not_listed_can_be_decided_about(
    qtbot: QtBot, opened: Opened, window: RecordWindow, record: Path
) -> None:
    window.fields.text.setText("4711-0004")
    qtbot.waitUntil(lambda: shown(window) == ["4711-0004.ply"], timeout=WAIT)
    window.choose(31)  # as a click into the chart does
    qtbot.waitUntil(lambda: window.detail.title.text() == "4711-0030.ply", timeout=WAIT)
    qtbot.mouseClick(window.detail.decision.buttons["reject"], Qt.MouseButton.LeftButton)
    assert window.dialog is not None
    window.dialog.reason.setCurrentText("Dent")
    window.dialog.accept()
    wait(qtbot, opened)
    with RecordFile(record) as read:
        found = [row.id for row in search(read, Query(decision="reject"))]
    assert found == [31]


@pytest.mark.usefixtures("german")
def test_numbers_are_written_as_the_language_does(
    qtbot: QtBot, window: RecordWindow, record: Path
) -> None:
    with RecordFile(record) as read:
        compared = next(row for row in search(read, Query()) if row.largest_deviation < 0)
    window.choose(compared.id)
    qtbot.waitUntil(lambda: bool(window.detail.values["score"].text()), timeout=WAIT)
    texts = [window.detail.values[name].text() for name in ("score", "deviation")]
    assert not any("." in text for text in texts), texts
    assert all("," in text for text in texts), texts


def test_a_record_that_cannot_be_read_is_told_where_the_list_would_be(
    qtbot: QtBot, opened: Opened, window: RecordWindow, record: Path
) -> None:
    record.write_text("not a database")
    window.refresh()
    wait(qtbot, opened)
    qtbot.waitUntil(lambda: "no inspection record" in window.summary.text(), timeout=WAIT)
    assert shown(window) == []
    assert not window.detail.isEnabled()


def test_names_can_be_read_in_a_narrow_window(qtbot: QtBot, window: RecordWindow) -> None:
    window.resize(900, 600)
    table = window.table
    name = table.fontMetrics().horizontalAdvance("4711-0007.ply")
    qtbot.waitUntil(lambda: table.columnWidth(SCAN) > name, timeout=WAIT)
