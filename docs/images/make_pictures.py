"""Make the pictures of the window in the README and the guide, from the real window.

Run on a display from the top folder, e.g.
``xvfb-run -a -s "-screen 0 1600x1024x24 -noreset" python -m docs.images.make_pictures``;
scans named on the command line are shown instead of the samples.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QIcon, QImage, qRgb
from PySide6.QtWidgets import QApplication
from scipy.cluster.vq import kmeans2
from scipy.spatial import cKDTree

from app.background.engine import default_engine
from app.i18n.translation import install_language
from app.launch import prepare_environment
from app.main_window import MainWindow
from app.notify import Notifier
from app.session.samples import first_sample, sample_scans
from app.settings import INSPECTOR_NAME, THEME, Settings
from app.theme.manager import ThemeManager
from btp_core.base.assets import asset_path

FOLDER = Path(__file__).resolve().parent
SIZE = (1440, 880)
SMALLER = (1180, 720)
SETTLE_MILLISECONDS = 800


def wait(milliseconds: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def make(
    theme: str,
    scans: list[Path],
    target: Path,
    act: Callable[[MainWindow], None] | None = None,
) -> None:
    """Open the scans in a theme, wait until they are judged, act, and take a picture."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "window.ini")
        settings.set(THEME, theme)
        window = MainWindow(default_engine(), settings, Notifier(), ThemeManager(settings))
        window.resize(*SIZE)
        window.show()
        window.open(scans)
        settle(window)
        if act is not None:
            act(window)
            settle(window)
        window.grab().save(str(target))
        window.shutdown()
        window.close()
        print(target)


def settle(window: MainWindow) -> None:
    """Wait until nothing moves any more."""
    wait(SETTLE_MILLISECONDS)
    while not window.idle:
        wait(100)
    wait(SETTLE_MILLISECONDS)


def show_types(window: MainWindow) -> None:
    """Take the wording with types, colour by them, and pick the hottest point."""
    window.prompt_commands.take_stock("typed")
    settle(window)
    window.actions_by_name["types"].trigger()
    open_scan = window.session.open_scans.current
    assert open_scan is not None and open_scan.scores is not None
    scores = open_scan.scores.shown.point_scores
    window.view_area.viewport.picked.emit(int(np.nanargmax(scores)))


def compare(window: MainWindow) -> None:
    """Ask for dents alone, and show what that changed."""
    window.prompts.defective.setPlainText("{object} with a dent\na dented {object}")
    settle(window)
    window.actions_by_name["compare"].trigger()
    window.actions_by_name["compare"].trigger()


def save_small(window: MainWindow, target: Path) -> None:
    """Save a picture of the window in 256 colours of its own: a quarter of the size."""
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    width, height = image.width(), image.height()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
    pixels = rows[:, : 3 * width].reshape(-1, 3)
    known, counts = np.unique(pixels, axis=0, return_counts=True)
    # What covers much of the window, such as its panels, keeps its colour.
    common = known[np.argsort(-counts)[:64]].astype(np.float64)
    start = known[np.random.default_rng(0).choice(len(known), 192, replace=False)]
    others, _ = kmeans2(known[:: len(known) // 8000 + 1].astype(np.float64), start.astype(float))
    palette = np.vstack([common, others])
    _, nearest = cKDTree(palette).query(pixels)
    indices = np.ascontiguousarray(nearest.reshape(height, width), dtype=np.uint8)
    small = QImage(indices.tobytes(), width, height, width, QImage.Format.Format_Indexed8)
    small.setColorTable([qRgb(*(round(c) for c in color)) for color in palette])
    small.save(str(target), quality=0)


def use_design(good: Path, part: Path, new: Path, deviation: Path, left_out: Path) -> None:
    """Make a design of a good scan, compare a defective one, and leave its first region out."""
    with tempfile.TemporaryDirectory() as folder:
        scans = [Path(shutil.copy(scan, folder)) for scan in (good, part)]
        settings = Settings(Path(folder) / "window.ini")
        settings.set(THEME, "light")
        settings.set(INSPECTOR_NAME, "A. Weber")
        window = MainWindow(default_engine(), settings, Notifier(), ThemeManager(settings))
        window.resize(*SMALLER)
        window.show()
        window.open(scans)
        settle(window)
        designs = window.designs
        designs.ask_for_new()
        dialog = designs.dialog
        assert dialog is not None
        for row, scan in enumerate(scans):
            tick = Qt.CheckState.Checked if scan == scans[0] else Qt.CheckState.Unchecked
            dialog.list.item(row).setCheckState(tick)
        name = good.stem.split("_")[0]
        dialog.name.setText(name)
        wait(SETTLE_MILLISECONDS)
        dialog.file.setText(f"parts/{name}.design")
        dialog.grab().save(str(new))
        dialog.file.setText(str(Path(folder) / f"{name}.design"))
        dialog.accept()
        settle(window)
        open_scan = window.session.open_scans.by_path(scans[1])
        window.session.show(open_scan)
        settle(window)
        window.actions_by_name["deviation"].trigger()
        settle(window)
        save_small(window, deviation)
        assert open_scan is not None and open_scan.scores is not None
        assert open_scan.verdict is not None
        region = open_scan.verdict.regions[0]
        window.regions.fly_to(region)
        designs.places.leave_out(region, open_scan.scores, "machined on purpose", "A. Weber")
        settle(window)
        designs.panel.places_part.set_open(True)
        settle(window)
        save_small(window, left_out)
        window.shutdown()
        window.close()


def check_folder(scans: list[Path], table: Path, stored: Path) -> None:
    """Check the scans as a folder, take a picture of the table, and one of a stored map."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "brackets and flanges"
        folder.mkdir()
        for scan in scans:
            shutil.copy(scan, folder)
        (folder / "unfinished.ply").write_bytes(b"ply\nformat ascii 1.0\n")
        settings = Settings(Path(name) / "window.ini")
        settings.set(THEME, "light")
        window = MainWindow(default_engine(), settings, Notifier(), ThemeManager(settings))
        window.resize(*SIZE)
        window.show()
        check = window.folder.window
        check.set_folder(folder)
        check.show()
        check.start()
        while window.folder.window.running:
            wait(100)
        check.form.folder.setText(folder.name)
        check.form.output.setText(f"{folder.name}/btp-inspect.h5")
        settle(window)
        check.grab().save(str(table))
        check.results.table.doubleClicked.emit(check.results.model.index(0, 0))
        check.hide()
        settle(window)
        window.grab().save(str(stored))
        window.close()
        print(table, stored, sep="\n")


def main() -> None:
    """Make all pictures."""
    prepare_environment()
    application = QApplication(sys.argv[:1])
    translators = install_language("en", application)  # "1 good scan", not "scan(s)"
    assert translators
    application.setWindowIcon(QIcon(str(asset_path("icons", "app.svg"))))
    first = first_sample()
    scans = [Path(name) for name in sys.argv[1:]] or sample_scans()
    if not sys.argv[1:] and first is not None:
        scans.sort(key=lambda path: path != first)
    for theme in ("light", "dark"):
        make(theme, scans, FOLDER / f"window-{theme}.png")
    make("light", scans, FOLDER / "window-types.png", show_types)
    make("dark", scans[:1], FOLDER / "window-compare.png", compare)
    check_folder(scans, FOLDER / "window-folder.png", FOLDER / "window-stored.png")
    use_design(
        asset_path("samples", "flange_good.npz"),
        asset_path("samples", "flange_dent.npz"),
        FOLDER / "design-new.png",
        FOLDER / "design-deviation.png",
        FOLDER / "design-left-out.png",
    )


if __name__ == "__main__":
    main()
