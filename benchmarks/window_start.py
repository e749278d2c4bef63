"""One cold start of the program on a scan, for :mod:`benchmarks.window`.

``python -m benchmarks.window_start SCAN STARTED`` prints the seconds since ``STARTED`` (as
``time.time()`` tells it) until the window was there and until its scan had a heatmap, and then the
processor time of this process until then, which holds on a busy machine as well.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.launch import prepare_environment

if TYPE_CHECKING:
    from app.main_window import MainWindow

LOOK_MILLISECONDS = 5


def main(scan: str, started: float) -> None:
    """Run the program, tell when window and heatmap were there, and close it."""
    prepare_environment()
    application = QApplication(sys.argv[:1])
    times: list[float] = []
    processor: list[float] = []

    def look() -> None:
        window = find_window()
        if window is None:
            return
        if not times:
            times.append(time.time() - started)
            processor.append(time.process_time())
        open_scan = window.session.open_scans.current
        if open_scan is not None and open_scan.scores is not None:
            times.append(time.time() - started)
            processor.append(time.process_time())
            timer.stop()
            window.shutdown()
            window.close()

    timer = QTimer(application)
    timer.timeout.connect(look)
    timer.start(LOOK_MILLISECONDS)
    sys.argv[1:] = [scan]
    from main import main as run_program

    run_program()
    print(*times, *processor)


def find_window() -> MainWindow | None:
    """The program's window once it can be seen."""
    for widget in QApplication.topLevelWidgets():
        if widget.isVisible() and _is_main_window(widget):
            return widget  # type: ignore[return-value]
    return None


def _is_main_window(widget: QWidget) -> bool:
    # By name: importing the class is part of what the program does between the two times.
    return type(widget).__name__ == "MainWindow"


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
