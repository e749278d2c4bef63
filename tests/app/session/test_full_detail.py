"""Looking again in full detail."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from btp_core.model.detail import Detail
from tests.app.conftest import WAIT, Opened
from tests.app.fake_engine import FakeEngine


def test_a_second_look_replaces_the_first_and_is_marked(
    qtbot: QtBot, opened: Opened, scan_file: Path
) -> None:
    opened.open(scan_file)
    window = opened.window
    action, points = window.actions_by_name["look_again"], window.status.points
    assert "1,000 worked on" in points.text()
    action.trigger()
    opened.wait_idle()
    document = window.session.documents.current
    assert document.detail == Detail.FINE
    assert document.encoded.n_working_points == 3000
    assert document.verdict is not None
    assert "in full detail" in points.text()
    assert not action.isEnabled()


def test_results_stay_while_it_looks_and_when_it_is_cancelled(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path
) -> None:
    opened.open(scan_file)
    window, gate = opened.window, fake.gates["encode"]
    document = window.session.documents.current
    scores = document.scores
    gate.entered.clear()
    gate.opened.clear()
    gate.hold()
    window.actions_by_name["look_again"].trigger()
    qtbot.waitUntil(gate.entered.is_set, timeout=WAIT)
    assert document.scores is scores
    window.actions_by_name["cancel"].trigger()
    opened.wait_idle()
    assert document.scores is scores
    assert document.detail == Detail.OVERVIEW
    assert window.actions_by_name["look_again"].isEnabled()


def test_scans_can_be_opened_in_full_detail_at_once(opened: Opened, scan_file: Path) -> None:
    opened.window.session.detail = Detail.FINE
    opened.open(scan_file)
    assert opened.window.session.documents.current.encoded.n_working_points == 3000
