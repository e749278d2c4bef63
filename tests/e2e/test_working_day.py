"""From the first start to a saved report, through the real `main()` with the bundled model."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from app.features.folder_check.table import RECORD_ROLE
from app.main_window import MainWindow
from app.session.open_scan import OpenScan
from app.session.samples import first_sample
from app.widgets.threshold_slider import MARGIN
from btp_core.base.assets import asset_path
from btp_core.inspection.results import Verdict
from tests.app.conftest import HAS_DISPLAY
from tests.app.viewport.seeing import is_sharp
from tests.e2e.visitor import Steps, Visitor, box

pytestmark = [
    pytest.mark.skipif(not HAS_DISPLAY, reason="needs a display, e.g. xvfb-run"),
    pytest.mark.skipif(
        not asset_path("weights", "btp-mini.safetensors").is_file(), reason="no bundled weights"
    ),
]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new user's home, with a folder of two small scans and a broken one."""
    for kind in ("CONFIG", "STATE", "CACHE", "DATA"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind.lower()))
    parts = tmp_path / "parts"
    parts.mkdir()
    for name in ("housing_scratch_bulge", "flange_good"):
        with np.load(asset_path("samples", f"{name}.npz"), allow_pickle=False) as sample:
            np.save(parts / f"{name}.npy", sample["points"][::5])
    (parts / "broken.ply").write_bytes(b"ply\nformat ascii 1.0\n")
    return tmp_path


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_from_the_first_start_to_a_report(
    theme: str, qapp: QApplication, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The only dialogs of the system on the way.
    report = home / "the report"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(report), ""))

    def day(window: MainWindow, visitor: Visitor) -> Steps:
        window.actions_by_name[f"theme_{theme}"].trigger()
        inspector = Inspection(window, visitor)
        yield from inspector.first_start()
        yield from inspector.lower_threshold()
        yield from inspector.read_region_and_point()
        yield from inspector.reword()
        yield from inspector.see_types()
        yield from inspector.check_folder(home / "parts")
        yield from inspector.write_report(report)
        yield from inspector.open_stored("housing_scratch_bulge.npy")
        # The window closes without a question: the wording is a stock one.
        window.close()
        yield lambda: not window.isVisible()

    def next_morning(window: MainWindow, _visitor: Visitor) -> Steps:
        yield lambda: window.idle and window.session.open_scans.current is not None
        assert window.heatmap.threshold == 0.4
        assert window._themes.choice == theme
        window.close()
        yield lambda: not window.isVisible()

    run_day(day, theme, monkeypatch)
    run_day(next_morning, theme, monkeypatch)


def run_day(
    steps: Callable[[MainWindow, Visitor], Steps], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run the program on nothing, as its icon would, and go through the steps."""
    from main import main

    monkeypatch.setattr(sys, "argv", ["btp-inspect"])
    visitor = Visitor(steps, name)
    code = main()
    visitor.conclude()
    if visitor.error is not None:
        raise visitor.error
    assert visitor.finished, "the window was closed before the last step"
    assert code == 0


class Inspection:
    """What a user does, in the order of a day; each step waits for what is to be seen."""

    def __init__(self, window: MainWindow, visitor: Visitor) -> None:
        self.window, self.visitor = window, visitor
        self.view = window.view_area.viewport

    @property
    def open_scan(self) -> OpenScan:
        open_scan = self.window.session.open_scans.current
        assert open_scan is not None
        return open_scan

    @property
    def verdict(self) -> Verdict:
        assert self.open_scan.verdict is not None
        return self.open_scan.verdict

    def settled(self) -> bool:
        """Nothing is under way, the scan is judged, and all of it is drawn."""
        current = self.window.session.open_scans.current
        judged = current is not None and current.verdict is not None
        return judged and self.window.idle and self.drawn()

    def drawn(self) -> bool:
        view = self.view
        moving = view._motion.moving  # type: ignore[attr-defined]
        return not moving and is_sharp(view) and not view._interactor._stale  # type: ignore[attr-defined]

    def command(self, name: str) -> None:
        self.window.actions_by_name[name].trigger()

    def first_start(self) -> Steps:
        """A sample with a defect to see is there without a click."""
        yield self.settled
        assert self.open_scan.path == first_sample()
        assert self.window.heatmap.threshold == 0.5
        yield self.window.view_area.legend.isVisible
        self.visitor.look(self.window, "1-first-start")

    def lower_threshold(self) -> Steps:
        """Drag the handle; the verdict follows."""
        slider = self.window.heatmap.slider
        width = slider.width() - 2 * MARGIN
        press, goal = QPoint(MARGIN + width // 2, 40), QPoint(round(MARGIN + 0.4 * width), 40)
        QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=press)
        QTest.mouseMove(slider, goal)
        QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=goal)
        slider.set_value(0.4)
        yield lambda: self.settled() and self.verdict.threshold == 0.4
        assert self.verdict.status == "fail"
        assert self.window.result.regions.topLevelItemCount() == len(self.verdict.regions) > 0

    def read_region_and_point(self) -> Steps:
        """A click on a row flies to its region; a click on the scan reads a point of it."""
        before = self.view._interactor.camera.position  # type: ignore[attr-defined]
        table = self.window.result.regions
        row = table.visualItemRect(table.topLevelItem(0)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=row)
        yield lambda: self.view._interactor.camera.position != before  # type: ignore[attr-defined]
        yield self.drawn
        self.visitor.look(self.window, "2-region")
        target = self.view._interactor  # type: ignore[attr-defined]
        # The middle of what lies left of the legend and above the scale is where the region is.
        beside = target.width() - self.view._view_camera.right_margin  # type: ignore[attr-defined]
        above = target.height() - self.view._view_camera.bottom_margin  # type: ignore[attr-defined]
        place = QPoint(beside // 2, above // 2)
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=place)
        yield lambda: len(self.window.picks.picks) == 1
        (pick,) = self.window.picks.picks
        region = self.verdict.regions[0]
        assert np.linalg.norm(np.subtract(pick.position, region.centroid)) < region.extent[0]

    def reword(self) -> Steps:
        """Type other words; the colours follow, and can be compared with those before."""
        revision = self.open_scan.scores_revision
        panel = self.window.prompts
        panel.defective.setFocus()
        panel.defective.selectAll()
        QTest.keyClicks(panel.defective, "dented {object}")
        yield lambda: self.settled() and self.open_scan.scores_revision > revision
        assert self.open_scan.scores is not None
        assert self.open_scan.scores.provenance.prompts.anomaly == ("dented {object}",)
        self.command("fit")
        self.command("compare")
        yield self.window.view_area.caption.isVisible
        self.command("compare")
        yield self.drawn
        self.visitor.look(self.window, "3-words")
        self.command("compare")
        yield lambda: not self.window.view_area.caption.isVisible()

    def see_types(self) -> Steps:
        """The stock wording with types, each in its colour."""
        self.window.prompt_commands.take_stock("typed")
        yield lambda: self.settled() and self.open_scan.region_types is not None
        self.command("types")
        yield self.window.view_area.type_legend.isVisible
        yield self.drawn
        self.visitor.look(self.window, "4-types")
        self.command("types")

    def check_folder(self, folder: Path) -> Steps:
        """Two scans are inspected, one cannot be read; none is lost."""
        self.command("check_folder")
        check = self.window.folder.window
        check.set_folder(folder)
        check.progress.start_button.click()
        yield lambda: check.running
        yield lambda: not check.running
        verdicts = {record.name: record.verdict for record in check.results.model.records}
        assert verdicts["housing_scratch_bulge.npy"] == "fail"
        assert set(verdicts) == {"broken.ply", "flange_good.npy", "housing_scratch_bulge.npy"}
        assert check.progress.output_button.isEnabled()
        self.visitor.look(check, "5-folder")

    def write_report(self, report: Path) -> Steps:
        """Pages that name the scan, and an offer to open them."""
        check = self.window.folder.window
        check.progress.output_button.menu().actions()[0].trigger()
        yield lambda: not check.running and box() is not None
        assert "housing_scratch_bulge" in (report / "index.html").read_text(encoding="utf-8")
        offer = box()
        assert offer is not None
        offer.button(QMessageBox.StandardButton.Close).click()

    def open_stored(self, name: str) -> Steps:
        """A double click on a row brings the scan with its stored map."""
        check = self.window.folder.window
        rows = [check.results.model.index(row, 0) for row in range(check.results.model.rowCount())]
        (index,) = [row for row in rows if row.data(RECORD_ROLE).name == name]
        check.results.table.doubleClicked.emit(index)
        check.close()
        yield lambda: self.open_scan.path.name == name and self.settled()
        assert self.open_scan.stored is not None
        assert self.open_scan.scores is not None
        self.visitor.look(self.window, "6-stored")
