"""Small pictures of the scans of a run, drawn from its file when their rows are seen."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.background.job import Event, Job, JobCancelled, JobDone, JobFailed
from app.background.runner import Background
from app.viewport.image_arrays import image_of
from btp_core.base.arrays import UInt8Array

log = logging.getLogger(__name__)

THREAD = "run-pictures"


class RunPictures(QObject):
    """Draws one picture after the other, the one that was asked for last first.

    Parameters
    ----------
    background
        Does the drawing.
    draw
        Draws the stored map of a scan of a run file, ``(height, width, 4)``; called on another
        thread.

    Attributes
    ----------
    drawn
        Emitted with the name of a scan and its picture, a ``QImage``.
    """

    drawn = Signal(str, object)

    def __init__(
        self,
        background: Background,
        draw: Callable[[Path, str], UInt8Array],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._background, self._draw = background, draw
        self._run: Path | None = None
        self._asked: set[str] = set()
        self._waiting: list[str] = []
        self._job: Job | None = None

    @property
    def run(self) -> Path | None:
        """The run file that is drawn from."""
        return self._run

    def begin(self, run: Path | None) -> None:
        """Draw scans of another run file, or of none."""
        if self._job is not None:
            self._background.forget(self._job)
            self._job = None
        self._run = run
        self._asked.clear()
        self._waiting.clear()

    def renew(self, name: str) -> None:
        """A scan was inspected again: its picture is another one."""
        self._asked.discard(name)

    def ask(self, name: str) -> None:
        """Draw the picture of a scan, unless that was asked before."""
        if self._run is not None and name not in self._asked:
            self._asked.add(name)
            self._waiting.append(name)
            self._next()

    def _next(self) -> None:
        if self._job is not None or not self._waiting or self._run is None:
            return
        name, run = self._waiting.pop(), self._run
        self._job = Job(THREAD, lambda _job: self._draw(run, name), partial(self._receive, name))
        self._background.submit(self._job)

    def _receive(self, name: str, job: Job, event: Event) -> None:
        if job is not self._job or not isinstance(event, JobDone | JobFailed | JobCancelled):
            return
        self._job = None
        if isinstance(event, JobDone):
            self.drawn.emit(name, image_of(event.result))  # type: ignore[arg-type]
        elif isinstance(event, JobFailed):
            # A run may keep no points: its rows have no pictures.
            log.info("no picture of %s: %s", name, event.error)
        self._next()
