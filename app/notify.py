"""The one funnel through which errors, warnings and news reach the user and the log."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

from app.i18n.core_messages import core_text
from app.i18n.translation import translate
from btp_core.base.errors import CancelledError, InspectError

log = logging.getLogger(__name__)


class Level(Enum):
    """How much a notice matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
    UNEXPECTED = "unexpected"


@dataclass(frozen=True)
class Notice:
    """Something to tell the user.

    Attributes
    ----------
    title
        What happened, a few words.
    text
        The cause and what to do next.
    details
        To be copied into a report; empty unless the error was unexpected.
    path
        The file that is to blame, if there is one.
    """

    level: Level
    title: str
    text: str
    details: str = ""
    path: Path | None = field(default=None, compare=False)


class Notifier(QObject):
    """Turns errors into notices; the window shows them, the log keeps them.

    Every method may be called from any thread: ``notice`` is delivered on the thread this
    object lives on.
    """

    notice = Signal(object)
    _posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._posted.connect(self.notice, Qt.ConnectionType.AutoConnection)
        self._previous_hook = sys.excepthook
        self._previous_thread_hook = threading.excepthook
        self._installed = False

    def info(self, title: str, text: str = "") -> None:
        """Good news or a hint."""
        log.info("%s %s", title, text)
        self._posted.emit(Notice(Level.INFO, title, text))

    def warn(self, title: str, text: str, path: Path | None = None) -> None:
        """Something to know about a result; ``path`` is the scan it is about."""
        log.warning("%s: %s", title, text)
        self._posted.emit(Notice(Level.WARNING, title, core_text(text), path=path))

    def report(self, error: BaseException) -> None:
        """Report an error: expected ones with cause and next step, others with details."""
        if isinstance(error, CancelledError):
            return
        if isinstance(error, InspectError):
            log.error("%s", error)
            self._posted.emit(_expected(error))
            return
        details = "".join(traceback.format_exception(error))
        log.error("unexpected error\n%s", details)
        self._posted.emit(
            Notice(
                Level.UNEXPECTED,
                translate("Notifier", "Something unexpected went wrong"),
                translate(
                    "Notifier",
                    "The program keeps running. If it happens again, please report it with the "
                    "details below; they are in the log file, too.",
                ),
                details,
            )
        )

    def install_hooks(self) -> None:
        """Send exceptions that nobody caught, on any thread, through here."""
        self._previous_hook, sys.excepthook = sys.excepthook, self._uncaught
        self._previous_thread_hook, threading.excepthook = (
            threading.excepthook,
            self._uncaught_in_thread,
        )
        self._installed = True

    def remove_hooks(self) -> None:
        """Undo :meth:`install_hooks`."""
        if self._installed:
            sys.excepthook = self._previous_hook
            threading.excepthook = self._previous_thread_hook
            self._installed = False

    def _uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if not issubclass(kind, Exception):  # KeyboardInterrupt, SystemExit: not ours
            self._previous_hook(kind, error, trace)
            return
        self.report(error)

    def _uncaught_in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self.report(arguments.exc_value)


def _expected(error: InspectError) -> Notice:
    title = (
        error.path.name if error.path is not None else translate("Notifier", "This did not work")
    )
    details = "" if error.path is None else str(error.path)
    return Notice(Level.ERROR, title, core_text(error.message), details, error.path)
