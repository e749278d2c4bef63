"""Drives the real window while its own event loop runs, one step after the other."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from app.main_window import MainWindow

Condition = Callable[[], object]
Steps = Generator[Condition, None, None]

PATIENCE = 120.0  # seconds for one step; only a failure waits that long
LOOK_MILLISECONDS = 40


class Visitor:
    """Goes through steps: a generator that acts, and yields what it then waits for.

    With ``BTP_PICTURES`` naming a folder, :meth:`look` leaves pictures of the window there.
    """

    def __init__(self, steps: Callable[[MainWindow, Visitor], Steps], name: str) -> None:
        self.error: BaseException | None = None
        self.finished = False
        self._make_steps, self._name = steps, name
        self._steps: Steps | None = None
        self._wanted: Condition | None = None
        self._since = time.monotonic()
        self._timer = QTimer()
        self._timer.timeout.connect(self._go_on)
        self._timer.start(LOOK_MILLISECONDS)

    def conclude(self) -> None:
        """The program has ended, which may be what the last step waited for."""
        if not self.finished and self.error is None:
            self._go_on()
        self._timer.stop()

    def _go_on(self) -> None:
        try:
            self._step()
        except StopIteration:
            self._end(finished=True)
        except BaseException as error:  # noqa: BLE001 - handed to the test, which raises it
            self.error = error
            self._end(finished=False)

    def _step(self) -> None:
        if self._steps is None:
            window = main_window()
            if window is None:
                return
            self._steps = self._make_steps(window, self)
        elif self._wanted is not None and not self._wanted():
            if time.monotonic() - self._since > PATIENCE:
                raise TimeoutError(f"waited in vain: {self._wanted}")
            return
        self._wanted = next(self._steps)
        self._since = time.monotonic()

    def _end(self, *, finished: bool) -> None:
        self.finished = finished
        self._timer.stop()
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, MainWindow):
                widget.shutdown()
            widget.close()

    def look(self, widget: QWidget, what: str) -> None:
        """Keep a picture, if pictures are wanted."""
        if folder := os.environ.get("BTP_PICTURES"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            widget.grab().save(str(Path(folder) / f"{self._name}-{what}.png"))


def main_window() -> MainWindow | None:
    """The window, once it can be seen."""
    windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
    return next((w for w in windows if w.isVisible()), None)


def box() -> QMessageBox | None:
    """A question that is open."""
    boxes = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox)]
    return next((w for w in boxes if w.isVisible()), None)
