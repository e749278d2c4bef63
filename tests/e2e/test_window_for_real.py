"""The window over the real core: opened, reworded, threshold moved, closed in the middle.

A small model with random weights does for most of it; the start uses the bundled one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.background.engine import Engine, read_file, read_stored
from app.background.folder import read_rows, run_folder
from app.launch import run_window
from app.main_window import MainWindow
from app.notify import Level, Notice, Notifier
from app.session.open_scan import Stage
from app.settings import Settings
from app.theme.manager import ThemeManager
from btp_core import Inspector, read_scan
from btp_core.base.assets import asset_path
from btp_core.base.progress import CancelToken, no_progress
from btp_core.inspection.model_choice import BUNDLED, ModelChoice
from btp_core.model.detail import Detail
from btp_core.model.pyramid.weights import save_pyramid
from btp_core.scans.registry import supported_extensions
from btp_core.text.prompts import PromptSet
from tests.core.small_model import small_model_file

PROMPTS = PromptSet.stock()
WAIT = 120_000  # milliseconds; only a failure waits that long

if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    path = tmp_path_factory.mktemp("weights") / "small.safetensors"
    save_pyramid(small_model_file(), path)

    def load(_choice: ModelChoice) -> Inspector:
        return Inspector.from_pretrained(path, device="cpu")

    known = frozenset(supported_extensions())
    return Engine(load, read_file, known, run_folder, read_rows, read_stored)


@pytest.fixture
def notices() -> list[Notice]:
    return []


@pytest.fixture
def window(
    qtbot: QtBot, tmp_path: Path, notices: list[Notice], engine: Engine
) -> Iterator[MainWindow]:
    settings = Settings(tmp_path / "window.ini")
    notifier = Notifier()
    notifier.notice.connect(notices.append)
    result = MainWindow(engine, settings, notifier, ThemeManager(settings))
    qtbot.addWidget(result)
    result.show()
    yield result
    result.shutdown()
    assert not result.background.running


@pytest.fixture
def scan_file(tmp_path: Path) -> Path:
    """A plate with a bump in its middle, 8,000 points."""
    rng = np.random.default_rng(5)
    points = np.zeros((8000, 3))
    points[:, :2] = rng.uniform(-50, 50, size=(8000, 2))
    points[:, 2] = 4 * np.exp(-(points[:, 0] ** 2 + points[:, 1] ** 2) / 30)
    path = tmp_path / "plate.npy"
    np.save(path, points)
    return path


def test_open_reword_and_move_the_threshold(
    qtbot: QtBot, window: MainWindow, scan_file: Path, notices: list[Notice]
) -> None:
    window.open([scan_file])
    qtbot.waitUntil(lambda: window.idle, timeout=WAIT)
    open_scan = window.session.open_scans.current
    assert open_scan is not None
    assert [n for n in notices if n.level in (Level.ERROR, Level.UNEXPECTED)] == []
    assert open_scan.stage is Stage.DONE
    assert open_scan.scores is not None
    first = open_scan.scores.point_scores
    assert first.shape == (8000,)
    assert first.min() >= 0
    assert first.max() <= 1
    assert "looked at" in window.status.points.toolTip()
    assert "Device: " in window.status.model.toolTip()

    window.prompts.defective.setPlainText("a bulge\na dent in the {object}")
    qtbot.waitUntil(lambda: window.idle, timeout=WAIT)
    assert open_scan.scores_revision == 1
    assert open_scan.scores.provenance.prompts.anomaly == ("a bulge", "a dent in the {object}")
    assert not np.array_equal(open_scan.scores.point_scores, first)

    window.heatmap.slider.set_value(0.0)
    qtbot.waitUntil(lambda: window.idle, timeout=WAIT)
    assert open_scan.verdict is not None
    assert open_scan.verdict.threshold == 0.0
    assert open_scan.verdict.status == "fail"


def test_closing_while_the_model_works(qtbot: QtBot, window: MainWindow, scan_file: Path) -> None:
    window.open([scan_file])
    qtbot.waitUntil(
        lambda: any(d.geometry is not None for d in window.session.open_scans), timeout=WAIT
    )
    window.close()
    assert not window.background.running


def test_scoring_between_the_stages_of_a_second_look_changes_no_digit(
    engine: Engine, scan_file: Path
) -> None:
    inspector, scan, prompts = engine.load_inspector(BUNDLED), read_scan(scan_file), PROMPTS
    overview = inspector.encode(
        scan, progress=no_progress, cancel=CancelToken(), detail=Detail.OVERVIEW
    )
    alone = inspector.encode(scan, progress=no_progress, cancel=CancelToken(), detail=Detail.FINE)
    expected = inspector.score(overview, prompts).point_scores
    between: list[np.ndarray] = []

    def score(_stage: str, _fraction: float) -> None:
        between.append(inspector.score(overview, prompts).point_scores)

    disturbed = inspector.encode(scan, progress=score, cancel=CancelToken(), detail=Detail.FINE)
    assert len(between) > 3
    assert all(np.array_equal(scores, expected) for scores in between)
    assert torch.equal(disturbed.embeddings.values, alone.embeddings.values)
    assert np.array_equal(
        inspector.score(disturbed, prompts).point_scores,
        inspector.score(alone, prompts).point_scores,
    )


@pytest.mark.skipif(
    not asset_path("weights", "btp-mini.safetensors").is_file(), reason="no weights are bundled"
)
def test_the_window_runs_from_start_to_close(
    qapp: QApplication,
    tmp_path: Path,
    scan_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    seen: list[tuple[str, bool]] = []

    def look() -> None:
        windows = [w for w in qapp.topLevelWidgets() if isinstance(w, MainWindow)]
        window = next(w for w in windows if w.isVisible())
        if not window.idle or window.session.open_scans.current is None:
            return
        timer.stop()
        open_scan = window.session.open_scans.current
        seen.append((open_scan.path.name, open_scan.verdict is not None))
        window.close()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(100)
    assert run_window([scan_file], settings_path=tmp_path / "window.ini") == 0
    assert seen == [("plate.npy", True)]
    assert (tmp_path / "window.ini").is_file()
