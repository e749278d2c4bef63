"""Runs what concerns a folder check on a thread of its own, beside the scan in view."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from btp_core.base.errors import CancelledError
from btp_core.base.progress import CancelToken, ProgressCallback
from btp_core.batch.progress import BatchCallback
from btp_core.batch.record import ScanRecord
from btp_core.inspection.model_choice import BUNDLED, ModelChoice
from btp_core.text.prompts import PromptSet

if TYPE_CHECKING:
    from btp_core.batch.engine import BatchResult
    from btp_core.batch.record import RunHeader

log = logging.getLogger(__name__)

SHUTDOWN_SECONDS = 30.0
UNFINISHED = ("loaded", "progressed", "writing")
"""What is told while the work goes on."""


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
    model
        Which model inspects.
    """

    folder: Path
    output: Path
    prompts: PromptSet
    threshold: float
    include: tuple[str, ...] = ()
    retry_failed: bool = False
    model: ModelChoice = BUNDLED


@dataclass(frozen=True)
class Run:
    """Header and rows of a run file."""

    path: Path
    header: RunHeader
    records: list[ScanRecord]


ReadRun = Callable[[Path], Run]
RunFolder = Callable[[FolderRequest, BatchCallback, CancelToken], "BatchResult"]
Write = Callable[[ProgressCallback, CancelToken], Path]
"""Writes something and says where the result is."""
_Tell = Callable[[str, object], None]


class FolderService(QObject):
    """One thing at a time: a check, reading a run file, or writing what was found.

    Every method is for the GUI thread.

    Attributes
    ----------
    loaded
        Emitted with the :class:`Run` that a check goes on with.
    progressed
        Emitted with a :class:`~btp_core.batch.progress.BatchProgress` after every scan.
    finished
        Emitted with the :class:`~btp_core.batch.engine.BatchResult`.
    opened
        Emitted with the :class:`Run` that was asked for.
    writing, written
        Emitted with a stage and a fraction, and with the path of what was written.
    failed
        Emitted with the error that ended it.
    cancelled
        Emitted when it stopped because it was asked to.
    """

    loaded = Signal(object)
    progressed = Signal(object)
    finished = Signal(object)
    opened = Signal(object)
    writing = Signal(object)
    written = Signal(object)
    failed = Signal(object)
    cancelled = Signal(object)
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
        """Whether something is under way, or its end not yet told."""
        return self._thread is not None

    def start(self, request: FolderRequest) -> None:
        """Begin a check; nothing happens while something is under way."""

        def check(tell: _Tell, token: CancelToken) -> None:
            if request.output.exists():
                tell("loaded", self._read(request.output))
            result = self._run(request, lambda state: tell("progressed", state), token)
            tell("finished", result)

        self._begin(check)

    def open_run(self, path: Path) -> None:
        """Read a run file; nothing happens while something is under way."""
        self._begin(lambda tell, _token: tell("opened", self._read(path)))

    def write(self, work: Write) -> None:
        """Write a report or a table; nothing happens while something is under way."""

        def write(tell: _Tell, token: CancelToken) -> None:
            target = work(lambda stage, done: tell("writing", (stage, done)), token)
            tell("written", target)

        self._begin(write)

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

    def _begin(self, job: Callable[[_Tell, CancelToken], None]) -> None:
        if self.running or self._closed:
            return
        self._token = CancelToken()
        self._thread = threading.Thread(
            target=self._work, args=(job, self._token), name="folder-check"
        )
        self._thread.start()

    def _work(self, job: Callable[[_Tell, CancelToken], None], token: CancelToken) -> None:
        try:
            job(self._arrived.emit, token)
        except CancelledError:
            self._arrived.emit("cancelled", None)
        except Exception as error:  # noqa: BLE001 - handed on whole; the window reports it
            self._arrived.emit("failed", error)

    def _deliver(self, what: str, value: object) -> None:
        if self._closed:
            return
        if what not in UNFINISHED and self._thread is not None:
            self._thread.join()
            self._thread = None
        getattr(self, what).emit(value)


def read_rows(path: Path) -> Run:
    """Header and rows of a run file; raises ``DataError``."""
    # Imports torch: not on the window's thread.
    from btp_core.batch.run_file import read_table

    header, records = read_table(path)
    return Run(path, header, records)


def run_folder(request: FolderRequest, progress: BatchCallback, cancel: CancelToken) -> BatchResult:
    """Check a folder with the engine of `btp-inspect batch`; raises ``InspectError``."""
    # Imports torch: on the thread of the check, not on the window's.
    from btp_core.batch.engine import BatchSettings, run_batch

    settings = BatchSettings(
        folder=request.folder,
        output=request.output,
        prompts=request.prompts,
        threshold=request.threshold,
        model=request.model.model,
        backbone=request.model.backbone,
        tower=request.model.tower,
        include=request.include,
        resume=request.output.exists(),
        retry_failed=request.retry_failed and request.output.exists(),
    )
    return run_batch(settings, progress, cancel)
