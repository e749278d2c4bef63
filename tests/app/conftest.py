"""Fixtures for the window: a fake engine, a window over it, and checks for what leaks."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.i18n.translation import install_language
from app.main_window import MainWindow
from app.notify import Notice, Notifier
from app.settings import Settings
from app.theme.manager import ThemeManager
from app.viewport.factory import make_viewport
from tests.app.fake_engine import FakeEngine
from tests.app.recording_view import RecordingView

HAS_DISPLAY = not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY"))
if not HAS_DISPLAY:
    # Read when the application is made, which is later than this.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

WAIT = 20_000  # milliseconds; only a failure waits that long


@pytest.fixture(autouse=True, scope="session")
def _english(qapp: QApplication) -> None:
    """English, with its plurals, whatever the system speaks."""
    install_language("en", qapp)


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    """German texts and numbers."""
    before = QLocale()
    translators = install_language("de", qapp)
    yield
    for translator in translators:
        qapp.removeTranslator(translator)
    QLocale.setDefault(before)


@pytest.fixture(autouse=True)
def _nothing_leaks(qapp: QApplication, qtlog: object) -> Iterator[None]:
    """Fail a test that leaves a thread, a running timer or a Qt warning behind."""
    threads = set(threading.enumerate())
    yield
    qapp.sendPostedEvents()
    qapp.processEvents()
    left = [t.name for t in threading.enumerate() if t not in threads and t.is_alive()]
    assert not left, f"threads left running: {left}"
    timers = [
        timer
        for widget in qapp.topLevelWidgets()
        for timer in widget.findChildren(QTimer)
        if timer.isActive()
    ]
    assert not timers, f"timers left running: {[t.parent() for t in timers]}"
    messages = [r.message for r in qtlog.records if r.type.name != "QtDebugMsg"]  # type: ignore[attr-defined]
    # What the offscreen platform cannot do is no fault of the window.
    unable = ("propagateSizeHints", "does not support raise")
    messages = [m for m in messages if not any(words in m for words in unable)]
    assert not messages, messages


@pytest.fixture
def fake() -> Iterator[FakeEngine]:
    """A fake engine; whatever it holds is let go at the end."""
    engine = FakeEngine()
    yield engine
    engine.release()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings in a file of the test's own, with short pauses."""
    return Settings(tmp_path / "window.ini")


class Opened:
    """A window and what it told."""

    def __init__(self, window: MainWindow, notices: list[Notice], qtbot: QtBot) -> None:
        self.window = window
        self.notices = notices
        self._qtbot = qtbot

    def wait_idle(self) -> None:
        """Wait until the worker has nothing left to do."""
        self._qtbot.waitUntil(lambda: self.window.idle, timeout=WAIT)

    def open(self, *paths: Path) -> None:
        """Open files and wait until they are judged."""
        self.window.open(list(paths))
        self.wait_idle()

    @property
    def view(self) -> RecordingView:
        """The view of the window."""
        view = self.window.view_area.viewport
        assert isinstance(view, RecordingView)
        return view


def _make(
    qtbot: QtBot, fake: FakeEngine, settings: Settings, view: Callable[..., object]
) -> Iterator[Opened]:
    notifier = Notifier()
    notices: list[Notice] = []
    notifier.notice.connect(notices.append)
    themes = ThemeManager(settings)
    window = MainWindow(fake.engine(), settings, notifier, themes, view)  # type: ignore[arg-type]
    qtbot.addWidget(window)
    window.show()
    # Shortcuts reach the active window only, and a bare virtual screen activates none.
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    yield Opened(window, notices, qtbot)
    fake.release()
    window.shutdown()
    window.close()


@pytest.fixture
def opened(qtbot: QtBot, fake: FakeEngine, settings: Settings) -> Iterator[Opened]:
    """A window over the fake engine whose view keeps what it is told, on any platform."""
    yield from _make(qtbot, fake, settings, RecordingView)


@pytest.fixture
def drawn(qtbot: QtBot, fake: FakeEngine, settings: Settings) -> Iterator[Opened]:
    """A window with the real view; needs a display."""
    if not HAS_DISPLAY:
        pytest.skip("needs a display, e.g. xvfb-run")
    yield from _make(qtbot, fake, settings, make_viewport)


@pytest.fixture
def scan_file(tmp_path: Path) -> Path:
    """A small cloud: the upper half of a sphere is what the fake engine calls defective."""
    path = tmp_path / "ball.npy"
    np.save(path, sphere(3000))
    return path


def sphere(count: int, seed: int = 0) -> np.ndarray:
    """Points ``(count, 3)`` on a sphere of radius 10 around (100, 0, 0)."""
    points = np.random.default_rng(seed).normal(size=(count, 3))
    return points / np.linalg.norm(points, axis=1, keepdims=True) * 10 + [100, 0, 0]
