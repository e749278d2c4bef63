"""Limits of size: what they change, where they count, and that they are kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.settings import LIMIT_LENGTH, Settings
from btp_core.inspection.limits import Limits
from tests.app.conftest import WAIT, Opened
from tests.app.fake_engine import FakeEngine


def test_a_part_passes_whose_places_are_within_the_limits(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, settings: Settings, scan_file: Path
) -> None:
    opened.open(scan_file)
    window = opened.window
    assert window.result.chip.text() == "✕ Fail"
    field = window.limits.fields["length"]
    assert field.text() == "no limit"
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "50")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    opened.wait_idle()
    assert window.result.chip.text() == "✓ Pass"
    assert window.result.regions.topLevelItemCount() == 1
    assert settings.get(LIMIT_LENGTH) == pytest.approx(50)
    assert len(fake.scored) == 1, "nothing is scored again for it"
    field.setValue(1.0)
    opened.wait_idle()
    assert window.result.chip.text() == "✕ Fail"


def test_a_folder_check_is_asked_for_the_same_limits(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path
) -> None:
    window = opened.window
    window.limits.fields["depth"].setValue(0.5)
    opened.wait_idle()
    check = window.folder.window
    check.set_folder(scan_file.parent)
    check.start()
    qtbot.waitUntil(lambda: not check.running, timeout=WAIT)
    assert fake.folder_requests[-1].limits == Limits(depth=0.5)
