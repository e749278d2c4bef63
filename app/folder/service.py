"""Runs a folder check on a thread of its own, beside the scan in view."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from btp_core.batch.progress import BatchCallback
from btp_core.batch.record import ScanRecord
from btp_core.errors import CancelledError
from btp_core.progress import CancelToken
from btp_core.prompts import PromptSet

if TYPE_CHECKING:
    from btp_core.batch.engine import BatchResult

log = logging.getLogger(__name__)

SHUTDOWN_SECONDS = 30.0


@dataclass(frozen=True)
class FolderRequest:
    """What to check.

    Attributes
    ----------
    folder, include
        Where to look, and patterns of names that count; none: all scans.
    output
        The run file; one that is there is gone on with.
    prompts, threshold
        As for a single scan.
    retry_failed
        Do scans again that could not be inspected before.
    """

    folder: Path
    output: Path
    prompts: PromptSet
    threshold: float
    include: tuple[str, ...] = ()
    retry_failed: bool = False


ReadRun = Callable[[Path], list[ScanRecord]]
RunFolder = Callable[[FolderRequest, BatchCallback, CancelToken], "BatchResult"]


class FolderService(QObject):
    """One folder check at a time; every method is for the GUI thread.

    Attributes
    ----------
    loaded
        Emitted with the rows of an earlier run that is gone on with.
    progressed
        Emitted with a :class:`~btp_core.batch.progress.BatchProgress` after every scan.
    finished
        Emitted with the :class:`~btp_core.batch.engine.BatchResult`.
    failed
        Emitted with the error that ended it.
    cancelled
        Emitted when it stopped because it was asked to.
    """

    loaded = Signal(object)
    progressed = Signal(object)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    _arrived = Signal(object, object)

    def __init__(self, run: RunFolder, read: ReadRun, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run, self._read = run, read
        self._thread: threading.Thread | None = None
        self._token = CancelToken()
        self._closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """Whether a check is under way, or its end not yet told."""
        return self._thread is not None

    def start(self, request: FolderRequest) -> None:
        """Begin; nothing happens while a check is under way."""
        if self.running or self._closed:
            return
        self._token = CancelToken()
        self._thread = threading.Thread(
            target=self._work, args=(request, self._token), name="folder-check"
        )
        self._thread.start()

    def cancel(self) -> None:
        """Ask it to stop; what was finished stays in the run file."""
        self._token.cancel()

    def shutdown(self, timeout: float = SHUTDOWN_SECONDS) -> bool:
        """Cancel and wait; nothing is told any more. True if it ended in time."""
        self._closed = True
        self._token.cancel()
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join(timeout)
            if thread.is_alive():
                log.warning("the folder check did not stop within %.0f s", timeout)
                return False
        return True

    def _work(self, request: FolderRequest, token: CancelToken) -> None:
        tell = self._arrived.emit
        try:
            if request.output.exists():
                tell("loaded", self._read(request.output))
            result = self._run(request, lambda state: tell("progressed", state), token)
        except CancelledError:
            tell("cancelled", None)
        except Exception as error:  # noqa: BLE001 - handed on whole; the window reports it
            tell("failed", error)
        else:
            tell("finished", result)

    def _deliver(self, what: str, value: object) -> None:
        if self._closed:
            return
        if what not in ("loaded", "progressed") and self._thread is not None:
            self._thread.join()
            self._thread = None
        signal = getattr(self, what)
        if what == "cancelled":
            signal.emit()
        else:
            signal.emit(value)


def read_rows(run: Path) -> list[ScanRecord]:
    """The rows of a run file; raises ``DataError``."""
    from btp_core.batch.run_file import read_table

    return read_table(run)[1]


def run_folder(request: FolderRequest, progress: BatchCallback, cancel: CancelToken) -> BatchResult:
    """Check a folder with the engine of `btp-inspect batch`; raises ``InspectError``."""
    # Imports torch: on the thread of the check, not on the window's.
    from btp_core.batch.engine import BatchSettings, run_batch

    settings = BatchSettings(
        folder=request.folder,
        output=request.output,
        prompts=request.prompts,
        threshold=request.threshold,
        include=request.include,
        resume=request.output.exists(),
        retry_failed=request.retry_failed and request.output.exists(),
    )
    return run_batch(settings, progress, cancel)
