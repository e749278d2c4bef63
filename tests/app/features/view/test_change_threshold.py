"""Moving the threshold, through the real window over a fake engine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.viewport.base import Coloring
from btp_core.inspection.reason import verdict_reason
from btp_core.inspection.results import Region
from tests.app.conftest import Opened, sphere
from tests.app.fake_engine import FakeEngine

_NO_POINTS = np.empty(0, dtype=np.int64)
_REGION = Region(
    _NO_POINTS, (0.0, 0.0, 0.0), (88.8, 88.8, 8.88), 888.0, 8.88, 0.5, 0.5, "deformation", -8.88
)
LONGEST_REASON = verdict_reason(0.0, 1.0, [_REGION] * 20, "mm")


def test_the_handle_recolours_at_once_and_judges_again(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path
) -> None:
    opened.open(scan_file)
    assert opened.window.result.regions.topLevelItemCount() == 1
    qtbot.keyClick(opened.window.heatmap.slider, Qt.Key.Key_End)
    assert opened.view.style_shown.threshold == 1.0
    assert opened.window.result.chip.text() == "✕ Fail"  # until it is judged
    opened.wait_idle()
    assert opened.window.result.chip.text() == "✓ Pass"
    assert opened.window.result.regions.topLevelItemCount() == 0
    assert len(fake.scored) == 1


def test_the_handle_stays_under_the_mouse_whatever_the_result(
    qtbot: QtBot, opened: Opened, scan_file: Path, tmp_path: Path
) -> None:
    window = opened.window

    def place() -> int:
        QApplication.sendPostedEvents()
        QApplication.processEvents()
        return window.heatmap.slider.mapTo(window, QPoint()).y()

    places = {"nothing open": place()}
    opened.open(scan_file)
    places["fail"] = place()
    reason = window.result.reason
    window.result._explain(LONGEST_REASON)
    places["long reason"] = place()
    assert reason.heightForWidth(reason.width()) <= reason.height()
    window.heatmap.slider.set_value(1.0)
    opened.wait_idle()
    assert window.result.regions.message.text() == "No region reaches the threshold."
    places["pass"] = place()
    broken = tmp_path / "broken.npy"
    broken.write_bytes(b"\x93NUMPY nonsense")
    opened.open(broken)
    places["not checked"] = place()
    assert len(set(places.values())) == 1, places


def test_a_threshold_moved_while_judging_ends_at_the_last_place(
    qtbot: QtBot, opened: Opened, fake: FakeEngine, scan_file: Path
) -> None:
    opened.open(scan_file)
    fake.gates["judge"].hold()
    for value in (0.6, 0.7, 0.8):
        opened.window.heatmap.slider.set_value(value)
        qtbot.waitUntil(lambda: not opened.window.session.pending)
    fake.release()
    opened.wait_idle()
    open_scan = opened.window.session.open_scans.current
    assert open_scan is not None
    assert open_scan.verdict is not None
    assert open_scan.verdict.threshold == pytest.approx(0.8)


def test_every_open_scan_is_judged_at_the_new_threshold(
    opened: Opened, fake: FakeEngine, scan_file: Path, tmp_path: Path
) -> None:
    np.save(tmp_path / "other.npy", sphere(200))
    opened.open(scan_file, tmp_path / "other.npy")
    opened.window.heatmap.slider.set_value(1.0)
    opened.wait_idle()
    open_scans = list(opened.window.session.open_scans)
    assert [d.verdict and d.verdict.status for d in open_scans] == ["pass", "pass"]
    assert not any(open_scan.outdated for open_scan in open_scans)
    assert len(fake.scored) == 2


def test_the_threshold_is_kept_for_the_next_start(
    qtbot: QtBot, opened: Opened, scan_file: Path
) -> None:
    from app.settings import THRESHOLD

    opened.window.heatmap.slider.set_value(0.66)
    opened.wait_idle()
    opened.window.close()
    assert opened.window._settings.get(THRESHOLD) == pytest.approx(0.66)


def test_a_key_switches_between_heatmap_and_original_colours(
    qtbot: QtBot, opened: Opened, scan_file: Path
) -> None:
    opened.open(scan_file)
    assert opened.view.style_shown.coloring is Coloring.HEATMAP
    qtbot.keyClick(opened.window, Qt.Key.Key_O)
    assert opened.view.style_shown.coloring is Coloring.ORIGINAL
    assert opened.window.view_area.legend.isHidden()
    qtbot.keyClick(opened.window, Qt.Key.Key_O)
    assert opened.view.style_shown.coloring is Coloring.HEATMAP


def test_choosing_a_region_flies_there(opened: Opened, scan_file: Path) -> None:
    opened.open(scan_file)
    item = opened.window.result.regions.topLevelItem(0)
    opened.window.result.regions.itemClicked.emit(item, 0)
    assert opened.view.target is not None
    center, radius = opened.view.target
    assert center[0] == pytest.approx(100, abs=1)
    assert center[2] > 3
    assert 3 < radius < 12


@pytest.mark.parametrize(("typed", "threshold"), [("0.30", 0.3), ("0.45", 0.45), ("0,62", 0.62)])
def test_a_threshold_that_is_typed_is_the_one_that_counts(
    qtbot: QtBot, opened: Opened, scan_file: Path, typed: str, threshold: float
) -> None:
    opened.open(scan_file)
    window = opened.window
    seen: list[float] = []
    window.heatmap.threshold_changed.connect(seen.append)
    window.heatmap.number.setFocus()
    window.heatmap.number.selectAll()
    qtbot.keyClicks(window.heatmap.number, typed)
    qtbot.keyClick(window.heatmap.number, Qt.Key.Key_Return)
    opened.wait_idle()
    assert seen == [pytest.approx(threshold)]
    assert window.session.threshold == pytest.approx(threshold)
    assert window.heatmap.number.value() == pytest.approx(threshold)
