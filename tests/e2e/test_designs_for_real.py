"""A design made and used in the window, over the real core and the bundled model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.background.engine import default_engine
from app.main_window import MainWindow
from app.notify import Level, Notice, Notifier
from app.session.open_scan import OpenScan
from app.settings import Settings
from app.theme.manager import ThemeManager
from app.viewport.base import Viewport
from btp_core.designs.design import Design
from tests.core.designs.bracket import displaced, good, scanned, surface

WAIT = 400_000  # milliseconds; only a failure waits that long
DENT = -0.8  # mm


@pytest.fixture
def notices() -> list[Notice]:
    return []


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, notices: list[Notice]) -> Iterator[MainWindow]:
    settings = Settings(tmp_path / "settings" / "window.ini")
    notifier = Notifier()
    notifier.notice.connect(notices.append)
    result = MainWindow(default_engine("cpu"), settings, notifier, ThemeManager(settings), Viewport)
    qtbot.addWidget(result)
    result.show()
    yield result
    result.shutdown()
    assert not result.background.running


def opened(qtbot: QtBot, window: MainWindow, *paths: Path) -> OpenScan:
    """Open files, bring the last one into view, and wait until it is judged."""
    window.open(list(paths))
    qtbot.waitUntil(lambda: window.idle, timeout=WAIT)
    open_scan = window.session.open_scans.by_path(paths[-1])
    assert open_scan is not None
    window.session.show(open_scan)
    qtbot.waitUntil(lambda: window.idle, timeout=WAIT)
    return open_scan


def test_three_good_scans_make_a_design_that_finds_a_dent_until_it_is_no_defect(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, notices: list[Notice]
) -> None:
    paths = [tmp_path / f"bracket_{number}.npy" for number in range(3)]
    for number, path in enumerate(paths):
        np.save(path, good(number).points)
    dented = tmp_path / "part_0815.npy"
    np.save(dented, scanned(displaced(surface(seed=9), DENT), 9).points)
    opened(qtbot, window, *paths)
    window.designs.ask_for_new()
    dialog = window.designs.dialog
    assert dialog is not None
    for row in range(3):
        dialog.list.item(row).setCheckState(Qt.CheckState.Checked)
    dialog.name.setText("bracket")
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.idle, timeout=WAIT)
    file = tmp_path / "bracket.design"
    assert window.session.design_path == file
    assert Design.load(file).n_good == 3

    part = opened(qtbot, window, dented)
    assert part.verdict is not None
    assert part.scores is not None
    assert part.verdict.status == "fail"
    assert part.scores.design is not None
    assert part.scores.design.name == "bracket"
    deviations = [region.deviation or 0.0 for region in part.verdict.regions]
    assert min(deviations) == pytest.approx(DENT, abs=0.1 + 0.1 * abs(DENT))
    assert window.designs.panel.alignment.text().startswith("Lies well: ")
    encoded, revision = part.encoded, window.session.revision

    for number in range(len(part.verdict.regions)):
        if part.verdict.status == "pass":
            break
        window.designs.places.leave_out(part.verdict.regions[0], part.scores, "a sprue", "A. Weber")
        qtbot.waitUntil(lambda: window.idle, timeout=WAIT)
        assert Design.load(file).version == number + 2
    assert part.verdict.status == "pass"
    assert part.encoded is encoded
    assert window.session.revision > revision
    assert Design.load(file).masks[0].reason == "a sprue"
    assert [n for n in notices if n.level in (Level.ERROR, Level.UNEXPECTED)] == []
