from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.viewport.motion import Motion


def test_a_drag_moves_until_after_its_end(qtbot: QtBot) -> None:
    motion, seen = Motion(), []
    motion.changed.connect(seen.append)
    motion.begin_drag()
    motion.nudge()
    motion.begin_drag()
    assert seen == [True]
    motion.end_drag()
    assert motion.moving
    qtbot.waitUntil(lambda: not motion.moving)
    assert seen == [True, False]


def test_a_nudge_rests_by_itself(qtbot: QtBot) -> None:
    motion = Motion()
    with qtbot.waitSignals([motion.changed, motion.changed]):
        motion.nudge()
    assert not motion.moving


def test_the_end_of_no_drag_changes_nothing(qtbot: QtBot) -> None:
    motion, seen = Motion(), []
    motion.changed.connect(seen.append)
    motion.end_drag()
    assert seen == []
