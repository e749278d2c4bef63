"""Looking again in full detail."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
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
    assert "1,000 points" in points.toolTip()
    action.trigger()
    opened.wait_idle()
    open_scan = window.session.open_scans.current
    assert open_scan.detail == Detail.FINE
    assert open_scan.encoded.n_working_points == 3000
    assert open_scan.verdict is not None
    assert "in full detail" in points.text()
    assert not action.isEnabled()


def test_results_stay_while_it_looks_and_when_it_is_cancelled(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path
) -> None:
    opened.open(scan_file)
    window, gate = opened.window, fake.gates["encode"]
    open_scan = window.session.open_scans.current
    scores = open_scan.scores
    gate.entered.clear()
    gate.opened.clear()
    gate.hold()
    window.actions_by_name["look_again"].trigger()
    qtbot.waitUntil(gate.entered.is_set, timeout=WAIT)
    assert open_scan.scores is scores
    window.actions_by_name["cancel"].trigger()
    opened.wait_idle()
    assert open_scan.scores is scores
    assert open_scan.detail == Detail.OVERVIEW
    assert window.actions_by_name["look_again"].isEnabled()


def test_scans_can_be_opened_in_full_detail_at_once(opened: Opened, scan_file: Path) -> None:
    opened.window.session.detail = Detail.FINE
    opened.open(scan_file)
    assert opened.window.session.open_scans.current.encoded.n_working_points == 3000


@pytest.mark.parametrize("change", ["wording", "threshold"])
def test_a_second_look_does_not_hold_up_new_words_or_another_threshold(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path, change: str
) -> None:
    opened.open(scan_file)
    window, gate = opened.window, fake.gates["encode"]
    open_scan = window.session.open_scans.current
    gate.entered.clear()
    gate.opened.clear()
    gate.hold()
    window.actions_by_name["look_again"].trigger()
    qtbot.waitUntil(gate.entered.is_set, timeout=WAIT)
    if change == "wording":
        window.prompts.defective.setPlainText("torn")
        qtbot.waitUntil(lambda: not window.prompts.pending, timeout=WAIT)
    else:
        window.heatmap.slider.set_value(0.7)
        qtbot.waitUntil(lambda: not window.session.pending, timeout=WAIT)
    gate.step()
    qtbot.waitUntil(
        lambda: (
            open_scan.verdict_revision == window.session.revision
            and open_scan.judged_threshold == window.session.threshold
        ),
        timeout=WAIT,
    )
    assert open_scan.detail == Detail.OVERVIEW, "the second look goes on"
    assert not window.idle
    gate.release()
    opened.wait_idle()
    assert open_scan.detail == Detail.FINE
    assert open_scan.verdict_revision == window.session.revision
    assert opened.notices == []


def test_a_look_that_is_under_way_is_not_asked_again(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path
) -> None:
    opened.open(scan_file)
    window, gate = opened.window, fake.gates["encode"]
    open_scan = window.session.open_scans.current
    gate.entered.clear()
    gate.opened.clear()
    gate.hold()
    for _ in range(4):
        window.session.look_again(open_scan)
        qtbot.keyClick(window.view_area.viewport, Qt.Key.Key_D)
    qtbot.waitUntil(gate.entered.is_set, timeout=WAIT)
    assert len(window.background.unfinished("inspection")) == 1
    assert not window.actions_by_name["look_again"].isEnabled()
    gate.release()
    opened.wait_idle()
    window.session.look_again(open_scan)
    assert window.idle, "it was looked at in full detail already"
