"""What is inspected in the window goes into the record, and is decided about there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app import settings as keys
from app.features.record.decision_dialog import DecisionDialog
from app.session.samples import sample_scans
from app.settings import Settings
from btp_core.batch.run_writer import RunWriter, create_run_file
from btp_core.record.file import RecordFile
from btp_core.record.search import Found, Query, inspection, search
from btp_core.record.verify import verify
from tests.app.conftest import WAIT, Opened, sphere
from tests.core.batch.runs_for_tests import header, image_of


@pytest.fixture(autouse=True)
def record(settings: Settings, tmp_path: Path) -> Path:
    """A record of the test's own."""
    path = tmp_path / "kept" / "r.sqlite"
    settings.set(keys.RECORD_FILE, str(path))
    return path


def rows(record: Path) -> list[Found]:
    if not record.exists():
        return []
    with RecordFile(record) as opened:
        return search(opened, Query())


def wait(qtbot: QtBot, opened: Opened) -> None:
    qtbot.waitUntil(lambda: not opened.window.record.store.busy, timeout=WAIT)


def decide(qtbot: QtBot, opened: Opened, choice: str, who: str, reason: str) -> DecisionDialog:
    record = opened.window.record
    record.bar.buttons[choice].click()  # type: ignore[index]
    dialog = record.in_view.dialog
    assert dialog is not None
    dialog.who.setText(who)
    dialog.reason.setCurrentText(reason)
    return dialog


def test_each_scan_is_recorded_once(
    qtbot: QtBot, opened: Opened, tmp_path: Path, record: Path, scan_file: Path
) -> None:
    other = tmp_path / "other.npy"
    np.save(other, sphere(500))
    opened.open(scan_file, other)
    wait(qtbot, opened)
    assert sorted(row.scan for row in rows(record)) == ["ball.npy", "other.npy"]
    opened.window.session.set_threshold(0.95)
    opened.wait_idle()
    opened.window.session.show_beside(1)
    opened.wait_idle()
    wait(qtbot, opened)
    assert len(rows(record)) == 2
    assert {row.source for row in rows(record)} == {"window"}


def test_a_decision_is_kept_with_name_and_reason(
    qtbot: QtBot, opened: Opened, record: Path, scan_file: Path, settings: Settings
) -> None:
    opened.open(scan_file)
    wait(qtbot, opened)
    dialog = decide(qtbot, opened, "reject", "", "")
    assert not dialog.ok.isEnabled()
    dialog.who.setText("Ada")
    assert not dialog.ok.isEnabled()  # a reason is needed
    dialog.reason.setCurrentText("Dent")
    assert dialog.ok.isEnabled()
    dialog.accept()
    wait(qtbot, opened)
    (row,) = rows(record)
    assert (row.verdict, row.decision, row.decided_by) == ("fail", "reject", "Ada")
    assert "Rejected by Ada" in opened.window.record.bar.state.text()
    assert settings.get(keys.INSPECTOR_NAME) == "Ada"
    decide(qtbot, opened, "accept", "Grace", "False alarm").accept()
    wait(qtbot, opened)
    with RecordFile(record) as kept:
        assert [one.choice for _, one in inspection(kept, row.id).decisions] == ["reject", "accept"]
    assert verify(record).sound


def test_what_is_decided_about_is_recorded_as_it_was_then(
    qtbot: QtBot, opened: Opened, record: Path, scan_file: Path
) -> None:
    opened.open(scan_file)
    opened.window.session.set_threshold(0.95)
    opened.wait_idle()
    qtbot.waitUntil(lambda: opened.window.session.open_scans.current.judged_threshold == 0.95)  # type: ignore[union-attr]
    decide(qtbot, opened, "accept", "Ada", "").accept()
    wait(qtbot, opened)
    assert sorted((row.threshold, row.decision) for row in rows(record)) == [
        (0.5, ""),
        (0.95, "accept"),
    ]


def test_a_stored_map_can_be_decided_about(
    qtbot: QtBot, opened: Opened, record: Path, tmp_path: Path, scan_file: Path
) -> None:
    run = tmp_path / "run.h5"
    create_run_file(run, header(folder=str(tmp_path)))
    with RunWriter(run) as writer:
        writer.add(scan_file.name, image_of(scan_file.name, sha256="7" * 64))
    opened.window.session.open_stored(scan_file, run, scan_file.name)
    opened.wait_idle()
    wait(qtbot, opened)
    assert rows(record) == []  # the check that made it recorded it, or was not to
    assert opened.window.record.bar.buttons["reject"].isEnabled()
    decide(qtbot, opened, "reject", "Ada", "Dent").accept()
    wait(qtbot, opened)
    (row,) = rows(record)
    assert (row.decision, row.verdict) == ("reject", "pass")
    assert "Rejected by Ada" in opened.window.record.bar.state.text()


def test_nothing_is_recorded_where_no_record_is_wanted(
    qtbot: QtBot, opened: Opened, record: Path, scan_file: Path, settings: Settings
) -> None:
    settings.set(keys.RECORD_KEEP, False)
    opened.open(scan_file)
    wait(qtbot, opened)
    assert not record.exists()
    decide(qtbot, opened, "reject", "Ada", "Dent").accept()
    wait(qtbot, opened)
    assert [row.decision for row in rows(record)] == ["reject"]


def test_samples_are_not_recorded(qtbot: QtBot, opened: Opened, record: Path) -> None:
    opened.open(sample_scans()[0])
    wait(qtbot, opened)
    assert rows(record) == []


def test_a_record_that_is_none_is_told_and_the_scan_is_shown(
    qtbot: QtBot, opened: Opened, record: Path, scan_file: Path
) -> None:
    record.parent.mkdir()
    record.write_text("no record " * 200)
    opened.open(scan_file)
    wait(qtbot, opened)
    assert opened.window.session.open_scans.current.verdict is not None  # type: ignore[union-attr]
    assert any("no inspection record" in notice.text for notice in opened.notices)
    assert record.read_text().startswith("no record")


def test_a_file_that_changed_meanwhile_is_not_recorded(
    qtbot: QtBot, opened: Opened, record: Path, scan_file: Path
) -> None:
    opened.open(scan_file)
    wait(qtbot, opened)
    np.save(scan_file, sphere(100, seed=9))
    opened.window.session.set_threshold(0.95)
    opened.wait_idle()
    decide(qtbot, opened, "accept", "Ada", "x").accept()
    wait(qtbot, opened)
    assert [row.decision for row in rows(record)] == [""]
    assert any("has changed" in notice.text for notice in opened.notices)


def test_the_window_is_german(german: None, qtbot: QtBot, opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    wait(qtbot, opened)
    assert opened.window.record.bar.buttons["accept"].text()
