"""Editing the wording, through the real window over a fake engine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.features.scans.panel import describe
from app.notify import Level
from tests.app.conftest import WAIT, Opened, sphere
from tests.app.fake_engine import FakeEngine

CALM = "x" * 80  # the fake engine scores calmly under a long first phrase


def test_an_edit_recolours_the_scan_in_view(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    before = opened.view.scores
    assert before is not None
    opened.window.prompts.defective.setPlainText(CALM)
    opened.wait_idle()
    after = opened.view.scores
    assert after is not None
    assert after.max() == pytest.approx(0.3, abs=0.01)
    assert before.max() > 0.85
    assert opened.window.result.chip.text() == "✓ Pass"
    assert "Applied in" in opened.window.prompts.state.text()


def test_geometry_is_read_and_encoded_only_once(
    opened: Opened, fake: FakeEngine, scan_file: Path
) -> None:
    opened.open(scan_file)
    for word in ("one", "two", "three"):
        opened.window.prompts.defective.setPlainText(word)
        opened.wait_idle()
    assert fake.read == [scan_file]
    assert [prompts.anomaly for prompts in fake.scored[1:]] == [("one",), ("two",), ("three",)]


def test_the_newest_edit_wins(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path
) -> None:
    opened.open(scan_file)
    gate = fake.gates["score"]
    gate.entered.clear()
    gate.hold()
    opened.window.prompts.defective.setPlainText("first")
    qtbot.waitUntil(gate.entered.is_set, timeout=WAIT)
    for word in ("second", "third", CALM):
        opened.window.prompts.defective.setPlainText(word)
        qtbot.waitUntil(lambda: not opened.window.prompts.pending, timeout=WAIT)
    shown: list[float] = []
    opened.window.session.scores_ready.connect(
        lambda open_scan: shown.append(float(open_scan.scores.point_scores.max()))
    )
    fake.release()
    opened.wait_idle()
    # "first" was under way and is dropped; "second" and "third" were never begun.
    assert shown == [pytest.approx(0.3, abs=0.01)]
    assert [prompts.anomaly[0] for prompts in fake.scored[1:]] == ["first", CALM]


def test_an_edit_while_a_scan_is_encoded_counts_for_it(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path
) -> None:
    fake.gates["encode"].hold()
    opened.window.open([scan_file])
    qtbot.waitUntil(fake.gates["encode"].entered.is_set, timeout=WAIT)
    opened.window.prompts.defective.setPlainText("late")
    qtbot.waitUntil(lambda: not opened.window.prompts.pending, timeout=WAIT)
    fake.release()
    opened.wait_idle()
    assert [prompts.anomaly for prompts in fake.scored] == [("late",)]


def open_with_others(opened: Opened, scan_file: Path, folder: Path) -> None:
    """Open a scan and three more behind it."""
    others = [folder / f"{number}.npy" for number in range(3)]
    for other in others:
        np.save(other, sphere(200))
    opened.open(scan_file, *others)


def test_other_open_scans_follow_after_the_one_in_view(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path, tmp_path: Path
) -> None:
    open_with_others(opened, scan_file, tmp_path)
    first, *rest = opened.window.session.open_scans
    fake.gates["score"].entered.clear()
    fake.gates["score"].hold()
    opened.window.prompts.defective.setPlainText("new")
    qtbot.waitUntil(fake.gates["score"].entered.is_set, timeout=WAIT)
    assert [open_scan.outdated for open_scan in (first, *rest)] == [True] * 4
    fake.release()
    opened.wait_idle()
    assert [open_scan.verdict_revision for open_scan in (first, *rest)] == [1] * 4
    assert not any(open_scan.outdated for open_scan in (first, *rest))
    assert len(fake.scored) == 8


def test_scans_whose_memory_was_given_back_are_marked_until_they_are_shown(
    opened: Opened, scan_file: Path, tmp_path: Path
) -> None:
    np.save(tmp_path / "other.npy", sphere(200))
    opened.open(scan_file, tmp_path / "other.npy")
    other = list(opened.window.session.open_scans)[1]
    other.release()
    opened.window.prompts.defective.setPlainText("new")
    opened.wait_idle()
    assert other.outdated
    assert "another wording" in describe(other)
    opened.window.session.show(other)
    opened.wait_idle()
    assert other.verdict_revision == 1
    assert not other.outdated
    assert describe(other) == "✕ Fail"


def test_stopping_stops_the_other_scans_too(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path, tmp_path: Path
) -> None:
    open_with_others(opened, scan_file, tmp_path)
    fake.gates["score"].entered.clear()
    fake.gates["score"].hold()
    opened.window.prompts.defective.setPlainText("new")
    qtbot.waitUntil(fake.gates["score"].entered.is_set, timeout=WAIT)
    opened.window.session.cancel()
    fake.release()
    opened.wait_idle()
    assert len(fake.scored) <= 5
    assert list(opened.window.session.open_scans)[-1].outdated


def test_an_error_while_scoring_is_told_and_the_window_lives_on(
    opened: Opened, scan_file: Path
) -> None:
    opened.open(scan_file)
    opened.window.prompts.defective.setPlainText("explode")
    opened.wait_idle()
    assert [notice.level for notice in opened.notices] == [Level.UNEXPECTED]
    assert "told to explode" in opened.notices[0].details
    opened.window.prompts.defective.setPlainText("mended")
    opened.wait_idle()
    assert opened.window.session.open_scans.current.scores_revision == 2
