"""Opening scans, through the real window over a fake engine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.background import find
from app.notify import Level, Notice
from app.session.open_scan import Stage
from app.session.samples import first_sample
from app.settings import LAST_FOLDER, RECENT_FILES
from btp_core.base.messages import Message
from btp_core.scans.checks import REPEATED
from tests.app.conftest import WAIT, Opened, sphere
from tests.app.fake_engine import FakeEngine


def test_a_scan_is_shown_scored_and_judged(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    window, open_scan = opened.window, opened.window.session.open_scans.current
    assert open_scan is not None
    assert open_scan.stage is Stage.DONE
    assert opened.view.scores is not None
    assert opened.view.scores.max() > 0.85
    assert window.result.chip.text() == "✕ Fail"
    assert "3,000 points shown" in window.status.points.text()
    assert "1,000 points" in window.status.points.toolTip()
    assert "Scored in" in window.status.points.toolTip()
    assert "Device: fake" in window.status.model.toolTip()
    assert "ball.npy" in window.windowTitle()
    assert not window.view_area.welcome.isVisible()
    assert not window.view_area.legend.isHidden()


def drop(window: QWidget, data: QMimeData) -> bool:
    """Drag data over the window and let it go; whether the window took it."""
    place, action = QPoint(300, 300), Qt.DropAction.CopyAction
    button, no_key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, action, data, button, no_key)
    QApplication.sendEvent(window, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(place), action, data, button, no_key)
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def test_many_files_and_a_folder_are_dropped_at_once(
    opened: Opened, scan_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    for name in ("a.npy", "b.npy"):
        np.save(folder / name, sphere(200))
    (folder / "readme.txt").write_text("no scan")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in (scan_file, folder)])
    assert drop(opened.window, data)
    opened.wait_idle()
    open_scans = list(opened.window.session.open_scans)
    assert [d.path.name for d in open_scans] == ["ball.npy", "a.npy", "b.npy"]
    assert all(d.stage is Stage.DONE for d in open_scans)
    assert opened.window.session.open_scans.current is open_scans[0]


def test_text_and_remote_files_are_not_taken(opened: Opened) -> None:
    text, remote = QMimeData(), QMimeData()
    text.setText("hello")
    remote.setUrls([QUrl("https://example.org/part.ply")])
    assert not drop(opened.window, text)
    assert not drop(opened.window, remote)
    assert opened.window.idle


def test_unreadable_files_are_refused_with_a_reason_and_the_session_goes_on(
    opened: Opened, scan_file: Path, tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged.npy"
    damaged.write_bytes(b"\x93NUMPY nonsense")
    unknown = tmp_path / "letter.docx"
    unknown.write_text("x")
    opened.open(damaged, tmp_path / "gone.npy", unknown, scan_file)
    stages = {d.path.name: d.stage for d in opened.window.session.open_scans}
    assert stages == {
        "damaged.npy": Stage.FAILED,
        "gone.npy": Stage.FAILED,
        "letter.docx": Stage.FAILED,
        "ball.npy": Stage.DONE,
    }
    told = {notice.title: notice for notice in opened.notices}
    assert told["damaged.npy"].level is Level.ERROR
    assert "Export it again." in told["damaged.npy"].text
    assert "Save it as ply." in told["letter.docx"].text
    assert "damaged" in opened.window.result.regions.message.text()
    assert opened.window.result.chip.text() == "! Not inspected"
    opened.window.session.show(list(opened.window.session.open_scans)[-1])
    assert opened.window.result.chip.text() == "✕ Fail"


def test_what_is_about_a_scan_is_told_by_its_row_and_not_over_the_part(
    opened: Opened, tmp_path: Path
) -> None:
    opened.open(tmp_path / "gone.npy")
    window = opened.window
    window.pick_commands.save(tmp_path)  # a folder cannot be written
    shown = {card.notice.title: card.passing for card in window.view_area.notices.cards}
    assert shown == {tmp_path.name: False}
    told = window.scans.model.index(0).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert "Export it again." in told


def test_warnings_are_notes_of_their_scan_and_repeated_points_are_no_alarm(
    opened: Opened, fake: FakeEngine, scan_file: Path
) -> None:
    repeated = Message(REPEATED, count=3, total=9)
    fake.warnings = (repeated,)
    opened.open(scan_file)
    window = opened.window
    open_scan = window.session.open_scans.current
    assert open_scan is not None
    row = window.scans.model.index(0)
    assert str(repeated) in row.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert not open_scan.alarming
    assert not window.result.notes.isVisible()
    fake.warnings = (repeated, "Only 9 points.")
    window.session.retry(open_scan)
    opened.wait_idle()
    assert open_scan.alarming
    assert window.result.notes.isVisible()
    assert "Only 9 points." in window.result.notes.toolTip()
    assert window.view_area.notices.cards == []


def test_no_notice_lies_over_the_welcome(opened: Opened, tmp_path: Path) -> None:
    window, area = opened.window, opened.window.view_area
    opened.open(tmp_path / "gone.npy")
    for number in range(3):
        area.notices.show_notice(Notice(Level.ERROR, f"{number}", "Cannot be written."))
    assert len(area.notices.cards) == 3
    for open_scan in window.session.open_scans:
        window.session.close(open_scan)
    assert area.notices.cards == []
    assert area.welcome.isVisible()
    window.resize(980, 600)
    for number in range(3):
        (tmp_path / f"empty{number}").mkdir()
        opened.open(tmp_path / f"empty{number}")
    QApplication.processEvents()
    assert area.notices.isVisible()
    assert not area.notices.geometry().intersects(area.welcome.geometry())


def test_a_folder_without_scans_is_named(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    opened.open(tmp_path / "empty")
    assert [notice.title for notice in opened.notices] == ["empty"]
    assert len(opened.window.session.open_scans) == 0


def test_a_folder_with_too_many_scans_says_how_to_inspect_them_all(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "MAX_FILES_PER_FOLDER", 2)
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(3):
        np.save(folder / f"{number}.npy", sphere(100, seed=number))
    opened.open(folder)
    (notice,) = opened.notices
    assert notice.title == "many"
    assert "Check folder" in notice.text
    assert len(opened.window.session.open_scans) == 2


def test_a_missing_model_is_told_and_tried_again(
    opened: Opened, fake: FakeEngine, scan_file: Path
) -> None:
    fake.broken_model = True
    opened.open(scan_file)
    assert [notice.level for notice in opened.notices] == [Level.ERROR]
    assert opened.view.geometry_shown is not None
    fake.broken_model = False
    open_scan = opened.window.session.open_scans.current
    assert open_scan is not None
    opened.window.session.retry(open_scan)
    opened.wait_idle()
    assert open_scan.stage is Stage.DONE


def test_an_open_file_is_not_opened_twice(
    opened: Opened, fake: FakeEngine, scan_file: Path
) -> None:
    opened.open(scan_file)
    opened.open(scan_file)
    assert len(opened.window.session.open_scans) == 1
    assert fake.read == [scan_file]


@pytest.mark.skipif(first_sample() is None, reason="no bundled samples")
def test_a_sample_leads_nobody_into_the_program_s_own_folder(opened: Opened) -> None:
    window = opened.window
    window.files.open_first_sample()
    opened.wait_idle()
    assert window.session.open_scans.current is not None
    assert window._settings.get(LAST_FOLDER) == ""
    assert window._settings.get(RECENT_FILES) == []
    window.actions_by_name["check_folder"].trigger()
    assert window.folder.window.form.folder.text() == ""


def test_recent_files_are_kept_and_offered(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    settings = opened.window._settings
    assert settings.get(RECENT_FILES) == [str(scan_file)]
    assert "ball.npy" in opened.window.files.recent.actions()[0].text()


def test_points_without_coordinates_are_not_checked(opened: Opened, tmp_path: Path) -> None:
    points = sphere(400)
    points[:7] = np.nan
    np.save(tmp_path / "holes.npy", points)
    opened.open(tmp_path / "holes.npy")
    assert "393 points shown" in opened.window.status.points.text()
    assert "7 without coordinates" in opened.window.status.points.text()


def test_only_the_scan_in_view_keeps_its_memory_beyond_the_limit(
    opened: Opened, fake: FakeEngine, tmp_path: Path, monkeypatch: object
) -> None:
    import app.session.open_scans

    monkeypatch.setattr(app.session.open_scans, "KEPT_POINTS", 250)  # type: ignore[attr-defined]
    for number in range(3):
        np.save(tmp_path / f"{number}.npy", sphere(200, seed=number))
    opened.open(*(tmp_path / f"{number}.npy" for number in range(3)))
    open_scans = list(opened.window.session.open_scans)
    for open_scan in open_scans:
        opened.window.session.show(open_scan)
    opened.wait_idle()
    assert open_scans[2].scan is not None
    assert open_scans[0].scan is None
    assert open_scans[0].verdict is not None
    opened.window.session.show(open_scans[0])
    opened.wait_idle()
    assert open_scans[0].scores is not None
    assert opened.view.scores is not None
    assert fake.read.count(tmp_path / "0.npy") == 2


def test_a_small_picture_stands_beside_the_name(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    picture = opened.window.session.open_scans.current.thumbnail
    assert (picture.width(), picture.height()) == (112, 84)
    corner, middle = picture.pixelColor(1, 1), picture.pixelColor(56, 42)
    assert corner.alpha() == 0, "the list shows through, light or dark"
    assert middle.name() != corner.name()


def test_words_are_loaded_once_while_nobody_waits(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path
) -> None:
    gate = fake.gates["words"]
    opened.open(scan_file)
    qtbot.waitUntil(gate.entered.is_set, timeout=WAIT)
    gate.entered.clear()
    opened.window.prompts.defective.setPlainText("other")
    opened.wait_idle()
    assert not gate.entered.is_set()
