"""Starting the window: environment first, then Qt, then the window."""

from __future__ import annotations

import faulthandler
import gc
import logging
import os
import signal
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.background.memory import limit_heaps

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.features.models.selection import ModelSelection

log = logging.getLogger(__name__)

FIRST_PAINT_MILLISECONDS = 50


def display_available(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a window can be opened here at all."""
    if not sys.platform.startswith("linux"):
        return True
    return any(environment.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def prepare_environment(environment: MutableMapping[str, str] = os.environ) -> None:
    """Settle what must be settled before Qt is imported.

    VTK draws through X11 on Linux (pyvistaqt #445), so X11 is chosen wherever it is there,
    unless the user chose otherwise.
    """
    if sys.platform.startswith("linux") and environment.get("DISPLAY"):
        environment.setdefault("QT_QPA_PLATFORM", "xcb")
    limit_heaps()
    # qtpy, which pyvistaqt goes through, must not find another Qt first.
    environment["QT_API"] = "pyside6"
    if sys.platform == "win32":
        # From torch 2.9 on its libraries do not load after Qt's.
        import torch  # noqa: F401


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep Python's garbage collector from looking through libraries while they are imported.

    It finds nothing to free in them and makes the start longer; what was made is out of its sight
    afterwards.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        freeze()
        if was_on:
            gc.enable()


def freeze() -> None:
    """Take all objects out of the sight of the collector, but first what is garbage already.

    What is frozen is never freed, and imports leave cycles behind.
    """
    gc.collect()
    gc.freeze()


def freeze_when_loaded(selection: ModelSelection) -> None:
    """Take what the model brought out of the sight of Python's garbage collector.

    Looking through all of torch, which stays anyway, holds the window up for a fifth of a second
    each time.
    """
    selection.loaded.connect(freeze)


def run_window(scan_paths: list[Path], *, settings_path: Path | None = None) -> int:
    """Open the window and run it until it is closed.

    Parameters
    ----------
    scan_paths
        Files and folders to open; with none, a sample scan is shown.
    settings_path
        Where settings are kept; the user's configuration folder unless told.

    Returns
    -------
    int
        Exit code: 0, or 2 where there is no display.
    """
    if not display_available():
        print("No display was found. Use 'btp-inspect inspect SCAN --output DIR'.", file=sys.stderr)
        return 2
    prepare_environment()
    with collector_at_rest():
        from PySide6.QtCore import QTimer, QTranslator

        from app.background.engine import default_engine
        from app.i18n.translation import install_language
        from app.log import close_log, open_log
        from app.main_window import MainWindow
        from app.notify import Notifier
        from app.session.samples import first_sample
        from app.settings import DEVICE, LANGUAGE, Settings
        from app.theme.manager import ThemeManager

    handler = open_log()
    application = _application()
    notifier = Notifier()
    notifier.install_hooks()
    if sys.stderr is not None and not faulthandler.is_enabled():
        faulthandler.enable()
    # Qt's loop keeps Python from seeing Ctrl+C in the terminal; let it end the program at once.
    translators: list[QTranslator] = []
    interrupt = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        settings = Settings(settings_path)
        translators = install_language(settings.get(LANGUAGE), application)
        themes = ThemeManager(settings)
        with collector_at_rest():  # the view imports PyVista
            window = MainWindow(default_engine(settings.get(DEVICE)), settings, notifier, themes)
        freeze_when_loaded(window.models.selection)
        window.show()
        sample = first_sample()
        window.designs.open_last()
        restoring = window.offer_last_session()
        window.record.good_morning()
        window.watch.go_on()
        paths = scan_paths or ([sample] if sample is not None and not restoring else [])
        if paths:
            # The worker's imports keep the interpreter busy: let the window be seen first.
            QTimer.singleShot(FIRST_PAINT_MILLISECONDS, window, lambda: window.open(paths))
        code = int(application.exec())
        window.shutdown()
    finally:
        signal.signal(signal.SIGINT, interrupt)
        for translator in translators:
            application.removeTranslator(translator)
        notifier.remove_hooks()
        gc.unfreeze()
        close_log(handler)
    return code


def _application() -> QApplication:
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QApplication

    from btp_core.base.assets import asset_path

    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("btp-inspect")
    application.setDesktopFileName("btp-inspect")
    application.setWindowIcon(QIcon(str(asset_path("icons", "app.svg"))))
    return application
