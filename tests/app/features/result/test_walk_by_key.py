"""Going from scan to scan and from region to region by key."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from btp_core.inspection.results import Region
from tests.app.conftest import Opened, sphere


def test_page_keys_go_through_the_list_of_scans_and_stop_at_its_ends(
    qtbot: QtBot, opened: Opened, tmp_path: Path
) -> None:
    names = [f"{number}.npy" for number in range(3)]
    for name in names:
        np.save(tmp_path / name, sphere(200))
    opened.open(*(tmp_path / name for name in names))
    seen = []
    for key in (Qt.Key.Key_PageDown,) * 3 + (Qt.Key.Key_PageUp,) * 3:
        qtbot.keyClick(opened.window, key)
        opened.wait_idle()
        current = opened.window.session.open_scans.current
        assert current is not None
        seen.append(current.path.name)
    assert seen == [names[place] for place in (1, 2, 2, 1, 0, 0)]


def test_without_a_scan_the_keys_do_nothing(qtbot: QtBot, opened: Opened) -> None:
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_N):
        qtbot.keyClick(opened.window, key)
    assert opened.window.session.open_scans.current is None


def test_a_key_flies_from_region_to_region(
    qtbot: QtBot, opened: Opened, scan_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.open(scan_file)
    table = opened.window.result.regions
    regions = [
        Region(np.arange(3), (float(x), 0.0, 0.0), (1.0, 1.0, 0.1), 1.0, 0.1, 0.9, 0.8, None)
        for x in range(3)
    ]
    table.show_regions(regions)
    flown: list[float] = []
    table.region_chosen.connect(lambda region: flown.append(region.centroid[0]))
    for _ in range(4):
        qtbot.keyClick(opened.window, Qt.Key.Key_N)
    for _ in range(3):
        qtbot.keyClick(opened.window, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    assert flown == [0.0, 1.0, 2.0, 1.0, 0.0]
    assert table.indexOfTopLevelItem(table.selectedItems()[0]) == 0


def test_the_plain_key_undoes_a_wording_unless_a_text_field_takes_it(
    qtbot: QtBot, opened: Opened, scan_file: Path
) -> None:
    opened.open(scan_file)
    window = opened.window
    window.prompt_commands.take_stock("typed")
    opened.wait_idle()
    assert window.session.prompts.name == "typed"
    window.view_area.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    opened.wait_idle()
    assert window.session.prompts.name == "general"
