"""The log file: where it is, and how it is opened."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from platformdirs import user_log_path

from btp_core.base.opening import set_aside

TALKATIVE = ("fontTools", "matplotlib", "PIL")  # libraries that tell every step at INFO
FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


def log_file() -> Path:
    """Path of the window's log file."""
    return user_log_path("btp-inspect", appauthor=False) / "window.log"


def open_log() -> logging.Handler | None:
    """Send what is told from INFO up to the log file; ``None`` where it cannot be written."""
    path = log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():  # opening a pipe would wait for a reader
            set_aside(path)
        handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=2, encoding="utf-8")
    except OSError:
        # A read-only home must not keep anybody from inspecting.
        return None
    handler.setFormatter(logging.Formatter(FORMAT))
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    root = logging.getLogger()
    root.addHandler(handler)
    if root.level > logging.INFO or root.level == logging.NOTSET:
        root.setLevel(logging.INFO)
    return handler


def close_log(handler: logging.Handler | None) -> None:
    """Undo :func:`open_log`."""
    if handler is not None:
        logging.getLogger().removeHandler(handler)
        handler.close()
