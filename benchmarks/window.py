"""Times of the window on a display with software rendering, beside what issue 4 asks for.

Run from the top folder:
``xvfb-run -a -s "-screen 0 1600x1024x24 -noreset" python -m benchmarks.window``. Names of parts
on the command line (start, million, large, rounds) run these alone. Nothing else should run on the
machine; where something does, the processor time of the GUI thread, told beside the longest block,
says what that block would be at the least.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.background.engine import default_engine
from app.launch import freeze_when_loaded, prepare_environment
from app.main_window import MainWindow
from app.notify import Notifier
from app.settings import Settings
from app.theme.manager import ThemeManager
from btp_core.inspection.model_choice import BUNDLED
from btp_core.lab.synthetic_scan import plate_points, write_plate

SIZE = (1440, 880)
TICK_MILLISECONDS = 2
DRAG_SECONDS = 3.0
ROUNDS = 100
WARM_UP_ROUNDS = 10
TIMEOUT_SECONDS = 900.0


class StallMeter:
    """The longest time for which the event loop did not come round."""

    def __init__(self) -> None:
        self.longest = self.longest_cpu = 0.0
        self._last, self._last_cpu = time.perf_counter(), time.thread_time()
        self._timer = QTimer()
        self._timer.timeout.connect(self._tick)

    def _tick(self) -> None:
        now, cpu = time.perf_counter(), time.thread_time()
        self.longest = max(self.longest, now - self._last - TICK_MILLISECONDS / 1000)
        self.longest_cpu = max(self.longest_cpu, cpu - self._last_cpu)
        self._last, self._last_cpu = now, cpu

    def __enter__(self) -> StallMeter:
        self._last, self._last_cpu = time.perf_counter(), time.thread_time()
        self._timer.start(TICK_MILLISECONDS)
        return self

    def __exit__(self, *_: object) -> None:
        self._tick()
        self._timer.stop()


def report(what: str, value: float, unit: str, limit: float, *, most: bool = True) -> None:
    """Print a row: a value, its limit, and whether it keeps it."""
    kept = value <= limit if most else value >= limit
    bound = f"{'<=' if most else '>='} {limit:g}"
    print(
        f"{what:<58} {value:>9.2f} {unit:<5} {bound:>9}  {'ok' if kept else 'MISSED'}", flush=True
    )


def wait_until(done: Callable[[], bool]) -> None:
    """Run the event loop until something is so; raises ``TimeoutError``."""
    end = time.perf_counter() + TIMEOUT_SECONDS
    while not done():
        QApplication.processEvents()
        # As the program's own loop does, and processEvents outside of it does not.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.0005)
        if time.perf_counter() > end:
            raise TimeoutError


@contextmanager
def opened_window(folder: Path) -> Iterator[MainWindow]:
    """A window with the bundled model loaded."""
    settings = Settings(folder / "window.ini")
    window = MainWindow(default_engine(), settings, Notifier(), ThemeManager(settings))
    window.resize(*SIZE)
    freeze_when_loaded(window.models.selection)
    window.show()
    window.models.selection.choose(BUNDLED)
    try:
        wait_until(lambda: window.idle)
        yield window
    finally:
        # `close` alone would ask about the edited prompts, and nobody answers.
        window.shutdown()
        window.close()


def frames_per_second(window: MainWindow, step: Callable[[int], None]) -> float:
    """How many steps a second are drawn, each before the next is made."""
    painted = [0]
    window.view_area.viewport.drawn_changed.connect(lambda _count: painted.append(1))
    started, number = time.perf_counter(), 0
    while time.perf_counter() - started < DRAG_SECONDS:
        number += 1
        painted.clear()
        step(number)
        wait_until(lambda: bool(painted))
    return number / (time.perf_counter() - started)


def drag(window: MainWindow, steps: Callable[[Callable[[int], None]], float]) -> float:
    """Hold the left button on the view while ``steps`` moves the mouse."""
    target = window.view_area.viewport.findChildren(QWidget)[0]
    middle = QPoint(target.width() // 2, target.height() // 2)

    def send(kind: QMouseEvent.Type, place: QPoint, button: Qt.MouseButton) -> None:
        held = (
            Qt.MouseButton.NoButton
            if kind is QMouseEvent.Type.MouseButtonRelease
            else Qt.MouseButton.LeftButton
        )
        where, on_screen = QPointF(place), QPointF(target.mapToGlobal(place))
        event = QMouseEvent(kind, where, on_screen, button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(target, event)

    def move(number: int) -> None:
        place = middle + QPoint(round(150 * np.sin(number / 9)), round(90 * np.sin(number / 13)))
        send(QMouseEvent.Type.MouseMove, place, Qt.MouseButton.NoButton)

    send(QMouseEvent.Type.MouseButtonPress, middle, Qt.MouseButton.LeftButton)
    result = steps(move)
    send(QMouseEvent.Type.MouseButtonRelease, middle, Qt.MouseButton.LeftButton)
    return result


def measure_start(folder: Path) -> None:
    """Cold start in a process of its own: to the window, and to the first heatmap."""
    path = folder / "start.ply"
    write_plate(path, 100_000)
    command = [sys.executable, "-m", "benchmarks.window_start", str(path), str(time.time())]
    # Settings, recovery and log of their own; the caches of fonts and graphics stay.
    own = {f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in ("CONFIG", "STATE")}
    environment = os.environ | own
    output = subprocess.run(
        command, check=True, capture_output=True, text=True, env=environment
    ).stdout
    to_window, to_heatmap, *processor = map(float, output.split()[-4:])
    report("start to window", to_window, "s", 2.5)
    report("start to the first heatmap, 100,000 points", to_heatmap, "s", 8.0)
    report("  of it processor time: to the window", processor[0], "s", 2.5)
    report("  of it processor time: to the heatmap", processor[1], "s", 9.0)


def measure_million(folder: Path) -> None:
    """Reading, encoding, dragging and rewording at a million points."""
    path = folder / "million.npy"
    np.save(path, plate_points(1_000_000))
    with opened_window(folder) as window:
        with StallMeter() as meter:
            window.open([path])
            wait_until(lambda: window.idle and len(window.session.open_scans) == 1)
        name = "longest block of the GUI thread, reading and encoding 10^6"
        report(name, 1000 * meter.longest, "ms", 100)
        report("  of it processor time", 1000 * meter.longest_cpu, "ms", 100)
        slider = window.heatmap.slider
        rate = frames_per_second(window, lambda n: slider.set_value(0.5 + 0.4 * np.sin(n / 9)))
        report("threshold drag, 10^6 points", rate, "1/s", 15, most=False)
        wait_until(lambda: window.idle)
        rate = drag(window, lambda move: frames_per_second(window, move))
        report("camera drag, 10^6 points", rate, "1/s", 15, most=False)
        open_scan = window.session.open_scans.current
        assert open_scan is not None
        for words in ("{object} with a dent", "{object} with a deep dent"):
            # The first new wording loads the text tower; the second is what an edit costs.
            revision = open_scan.scores_revision
            window.prompts.defective.setPlainText(words)
            wait_until(lambda: not window.prompts.pending)
            started = time.perf_counter()
            wait_until(lambda before=revision: open_scan.scores_revision != before)  # type: ignore[misc]
            seconds = time.perf_counter() - started
            wait_until(lambda: window.idle)
        report("prompt pause to new colours, 10^6 points", seconds, "s", 0.4)


def measure_large(folder: Path) -> None:
    """Loading and turning ten million points."""
    path = folder / "large.npy"
    np.save(path, plate_points(10_000_000))
    with opened_window(folder) as window:
        with StallMeter() as meter:
            window.open([path])
            wait_until(
                lambda: any(
                    open_scan.geometry is not None for open_scan in window.session.open_scans
                )
            )
            end = time.perf_counter() + 5
            wait_until(lambda: time.perf_counter() > end)
        report("longest block, loading and showing 10^7 points", meter.longest, "s", 0.5)
        report("  of it processor time", meter.longest_cpu, "s", 0.5)
        window.session.cancel()
        with StallMeter() as meter:
            rate = drag(window, lambda move: frames_per_second(window, move))
            end = time.perf_counter() + 5
            wait_until(lambda: time.perf_counter() > end)
        report("longest block, turning 10^7 points", meter.longest, "s", 0.5)
        report("  of it processor time", meter.longest_cpu, "s", 0.5)
        report("camera drag, 10^7 points", rate, "1/s", 15, most=False)


def measure_rounds(folder: Path) -> None:
    """Memory over rounds of opening, recolouring and closing."""
    path = folder / "round.npy"
    np.save(path, plate_points(20_000))
    with opened_window(folder) as window:
        for number in range(ROUNDS + WARM_UP_ROUNDS):
            if number == WARM_UP_ROUNDS:
                before = resident_mib()
            window.open([path])
            wait_until(lambda: window.idle and len(window.session.open_scans) == 1)
            window.heatmap.slider.set_value(0.3 + 0.4 * (number % 2))
            window.heatmap.colormap.setCurrentIndex(number % 4)
            wait_until(lambda: window.idle)
            open_scan = window.session.open_scans.current
            assert open_scan is not None
            window.session.close(open_scan)
            wait_until(lambda: window.idle)
        growth = resident_mib() - before
        report(f"memory growth over {ROUNDS} rounds", growth, "MiB", 20)


def resident_mib() -> float:
    """Resident memory of this process now; Linux only."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


PARTS = {
    "start": measure_start,
    "million": measure_million,
    "large": measure_large,
    "rounds": measure_rounds,
}


def main(arguments: list[str]) -> None:
    """Measure the parts that are named, or all of them."""
    prepare_environment()
    with tempfile.TemporaryDirectory(prefix="btp-bench-") as folder:
        names = arguments or list(PARTS)
        if "start" in names:
            # In processes of their own, before this one takes memory.
            measure_start(Path(folder))
        application = QApplication(sys.argv[:1])
        for name in names:
            if name != "start":
                PARTS[name](Path(folder))
        application.quit()


if __name__ == "__main__":
    main(sys.argv[1:])
