"""Make the pictures of the inspection record in the guide, from the real window.

Run on a display from the top folder, e.g.
``xvfb-run -a -s "-screen 0 1600x1024x24 -noreset" python -m docs.images.make_record_pictures``.
A folder is watched into which scans of the bundled flange come, good ones and dented ones, each
turned another way and with noise of its own; then the record is looked at. Takes some minutes.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QApplication, QWidget

from app import settings as keys
from app.background.engine import default_engine
from app.i18n.translation import install_language
from app.launch import prepare_environment
from app.main_window import MainWindow
from app.notify import Notifier
from app.session.samples import sample_scans
from app.settings import Settings
from app.theme.manager import ThemeManager
from btp_core import Design, Inspector, read_scan
from btp_core.record.file import RecordFile
from btp_core.record.search import Query, search
from docs.images.make_pictures import FOLDER, SETTLE_MILLISECONDS, SMALLER, settle, wait

SCANS = 16
POINTS = 9_000
NOISE = 0.0004
"""Of the part's size."""
PATIENCE_SECONDS = 900


def until(true: Callable[[], bool]) -> None:
    """Let the window live until something holds."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end, "it took too long"
        wait(100)


def scan_of(points: np.ndarray, seed: int) -> np.ndarray:
    """Some points of a part, with noise, turned and shifted at random."""
    rng = np.random.default_rng(seed)
    some = points[rng.choice(len(points), min(POINTS, len(points)), replace=False)]
    some = some + rng.normal(0, NOISE * np.ptp(points, axis=0).max(), some.shape)
    turn, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    turn[0] *= np.sign(np.linalg.det(turn))
    moved: np.ndarray = some @ turn.T + rng.uniform(-50, 50, 3)
    return moved


def save(widget: QWidget, name: str) -> None:
    """Take a picture."""
    wait(SETTLE_MILLISECONDS)
    target = FOLDER / name
    widget.grab().save(str(target))
    print(target, flush=True)


def main() -> None:
    """Make all pictures."""
    prepare_environment()
    application = QApplication(sys.argv[:1])
    install_language("en", application)
    parts = {path.stem: read_scan(path).points for path in sample_scans()}
    good, dented = parts["flange_good"], parts["flange_dent"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        np.save(folder / "good.npy", scan_of(good, 10_000))
        inspector = Inspector.from_pretrained("btp-mini")
        design = Design.create(
            inspector,
            [read_scan(folder / "good.npy")],
            name="flange 4711",
            serial_pattern=r"\d{4}-\d{4}",
        )
        design.save(folder / "flange.design")
        _use(folder, good, dented)


def _use(folder: Path, good: np.ndarray, dented: np.ndarray) -> None:
    settings = Settings(folder / "window.ini")
    for key, value in [
        (keys.THEME, "light"),
        (keys.RECORD_FILE, str(folder / "inspections.sqlite")),
        (keys.INSPECTOR_NAME, "A. Weber"),
    ]:
        settings.set(key, value)
    window = MainWindow(default_engine(), settings, Notifier(), ThemeManager(settings))
    window.resize(*SMALLER)
    window.show()
    window.designs.open(folder / "flange.design")
    until(lambda: window.session.design is not None)
    _watch(window, folder / "line 2", good, dented)
    _decide(window)
    _look(window)
    window.watch.stop()
    until(lambda: not window.watch.running)
    window.shutdown()
    window.close()


def _watch(window: MainWindow, scans: Path, good: np.ndarray, dented: np.ndarray) -> None:
    scans.mkdir()
    watch = window.watch.window
    watch.folder.setText(str(scans))
    window.watch.show()
    window.watch.start()
    until(lambda: bool(window.watch._settings.get(keys.WATCH_RUN)))
    for number in range(SCANS):
        part = scans / f".4711-{380 + number:04d}.npy"
        points = dented if number % 8 == 5 else good
        np.save(part, scan_of(points, number))
        part.rename(scans / part.name[1:])
        if number % 10 == 9:
            wait(1500)
    until(lambda: watch.list.topLevelItemCount() >= SCANS - 6)
    watch.folder.setText("/scanner/line 2")
    save(watch, "record-watch.png")
    until(lambda: watch.list.topLevelItemCount() >= SCANS)
    watch.hide()


def _decide(window: MainWindow) -> None:
    failed: list[int] = []
    with RecordFile(window.record.store.path) as record:
        failed = [row.id for row in search(record, Query(verdicts=("fail",)))]
    listed = window.record.window
    listed.show()
    until(lambda: listed.table.found.rowCount() >= SCANS)
    decisions = [("rework", "Dent"), ("reject", "Dent"), ("accept", "Within agreement")]
    for number, (choice, reason) in zip(failed, decisions, strict=False):
        listed.choose(number)
        until(listed.detail.decision.buttons["accept"].isEnabled)
        listed.detail.decision.buttons[choice].click()  # type: ignore[index]
        dialog = listed.dialog
        assert dialog is not None
        dialog.reason.setCurrentText(reason)
        if choice == "rework":
            save(dialog, "record-decide.png")
        dialog.accept()
        until(lambda: not window.record.store.busy)
    listed.choose(failed[0])


def _look(window: MainWindow) -> None:
    listed = window.record.window
    until(lambda: not window.record.store.busy)
    save(listed, "record-window.png")
    for page, name in [(listed.charts, "record-charts.png"), (listed.map, "record-map.png")]:
        listed.tabs.setCurrentWidget(page)
        until(lambda page=page: page.view.has_picture and not window.record.store.busy)  # type: ignore[misc]
        save(listed, name)
    settle(window)


if __name__ == "__main__":
    main()
