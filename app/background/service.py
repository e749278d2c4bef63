"""The GUI thread's side of inspecting scans: it makes jobs, and drops results nobody waits for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.background.engine import Engine
from app.background.events import ModelAnswered, ModelNews, ScansFound
from app.background.find import scans_to_open
from app.background.inspection import Inspection
from app.background.job import Event, Job, JobCancelled, JobDone, JobFailed, JobStarted, Turn
from app.background.request import ScoreRequest
from app.background.runner import Background
from btp_core.inspection.model_choice import BUNDLED, ModelChoice
from btp_core.inspection.results import ScoreField
from btp_core.scans.scan import Scan

if TYPE_CHECKING:
    from btp_core.designs.design import Design
    from btp_core.inspection.encoded import EncodedScan
    from btp_core.inspection.inspector import Inspector

INSPECTION = "inspection"
STORED = "run-file-reader"
"""Stored maps need no model: they come into view while the other thread encodes."""
SCORE, JUDGE, EXPLAIN, ALIGN, ENCODE = "score", "judge", "explain", "align", "encode"


class InspectionService(QObject):
    """Every method is for the GUI thread; what takes time is done elsewhere.

    Attributes
    ----------
    reported
        Emitted with the id of an open scan, or None, and an :class:`~app.background.job.Event` of
        a job that is still wanted.
    model_news
        Emitted with :class:`~app.background.events.ModelNews`, whatever became of the job in which
        the model was loaded.
    busy_changed
        Emitted with whether any job is running or waiting.
    first_model
        What is loaded when a model is first needed, unless another is chosen before.
    """

    reported = Signal(object, object)
    model_news = Signal(object)
    busy_changed = Signal(bool)

    def __init__(
        self,
        background: Background,
        engine: Engine,
        request: ScoreRequest,
        parent: QObject | None = None,
        choice: ModelChoice = BUNDLED,
    ) -> None:
        super().__init__(parent)
        self._background, self._engine = background, engine
        self._busy = False
        self._aligned_with: Design | None = None
        self._request_lock = threading.Lock()
        self._request = request
        self.first_model = choice
        self._inspection = Inspection(engine, self._post_news, self._current_request, choice)
        background.add_thread(
            INSPECTION, idle=self._inspection.rest, at_end=self._inspection.release
        )

    @property
    def request(self) -> ScoreRequest:
        """The wording and threshold that scans are scored with from now on."""
        return self._request

    def set_request(self, request: ScoreRequest) -> None:
        """Change the wording and threshold for scans that are not scored yet."""
        with self._request_lock:
            self._request = request

    @property
    def busy(self) -> bool:
        """Whether any job is running or waiting."""
        return self._background.busy(INSPECTION, STORED)

    def choose_model(self, choice: ModelChoice) -> None:
        """Inspect with another model; ends in a ``ModelAnswered``, whatever happens."""

        def receive(job: Job, event: Event) -> None:
            self._receive(job, event)
            if isinstance(event, JobDone | JobFailed | JobCancelled):
                self.model_news.emit(ModelAnswered(choice))

        work = partial(self._inspection.choose_model, choice=choice)
        self._put(Job(INSPECTION, work, receive, turn=Turn.NEXT))

    def forget_encoded(self) -> None:
        """Drop what was asked of encodings: another model is in force, and they are not its own."""
        self._forget(lambda job: job.kind in (SCORE, JUDGE, EXPLAIN, ALIGN))
        self._tell_busy()

    def with_model(
        self,
        work: Callable[[Job, Inspector], object],
        receive: Callable[[Job, Event], None],
    ) -> None:
        """Do other work with the model, before what waits in order; ``receive`` is told of it."""

        def told(job: Job, event: Event) -> None:
            self._tell_busy()
            receive(job, event)

        put = partial(self._inspection.with_model, work=work)
        self._put(Job(INSPECTION, put, told, turn=Turn.NEXT))

    def aside(
        self,
        work: Callable[[Job], object],
        receive: Callable[[Job, Event], None],
        *,
        must_finish: bool = False,
    ) -> None:
        """Do something quick that needs no model, between the stages of what is under way."""

        def told(job: Job, event: Event) -> None:
            self._tell_busy()
            receive(job, event)

        self._put(Job(INSPECTION, work, told, turn=Turn.BETWEEN, must_finish=must_finish))

    def find_scans(self, paths: list[Path]) -> None:
        """Look for scans in files and folders; ends in a ``ScansFound``."""

        def find(job: Job) -> None:
            job.tell(ScansFound(scans_to_open(paths, self._engine.extensions, job.token)))

        self._submit(find, turn=Turn.NEXT)

    def open(self, scan_id: int, path: Path, detail: str, *, without_design: bool = False) -> None:
        """Read, encode, score and judge a file."""
        work = partial(
            self._inspection.open, path=path, detail=detail, without_design=without_design
        )
        self._submit(work, scan_id)

    def encode(
        self, scan_id: int, scan: Scan, detail: str, *, without_design: bool = False
    ) -> None:
        """Encode, score and judge a scan again, in another detail."""
        work = partial(
            self._inspection.encode, scan=scan, detail=detail, without_design=without_design
        )
        self._submit(work, scan_id, ENCODE)

    def encodes_again(self, scan_id: int) -> bool:
        """Whether a scan waits to be encoded again, or is being encoded."""
        return any(
            job.kind == ENCODE and job.scan_id == scan_id and not job.token.cancelled
            for job in self._jobs()
        )

    @property
    def n_scans_under_way(self) -> int:
        """Scans with a job that runs or waits."""
        return len({job.scan_id for job in self._jobs() if job.scan_id is not None})

    def open_stored(self, scan_id: int, run: Path, name: str, *, adopt: bool) -> None:
        """Read the stored map of a scan, beside whatever else is done."""
        work = partial(self._inspection.open_stored, run=run, name=name, adopt=adopt)
        self._submit(work, scan_id, thread=STORED)

    def score(self, scan_id: int, encoded: EncodedScan, *, without_design: bool = False) -> None:
        """Score an encoded scan with the newest wording and design; cancels older scorings.

        A scan that is to be laid on the design first takes seconds: others have their turn then.
        """
        # Results of an older wording are not wanted any more, even if one is being made.
        self._forget(lambda job: job.kind in (SCORE, JUDGE) and job.scan_id == scan_id)
        request = self._request.for_scan(without_design=without_design)
        design = request.design
        if design is not None and not design.has_aligned(encoded.shown.scan):
            self._align(scan_id, encoded, design)
            return
        self._forget(lambda job: job.kind == ALIGN and job.scan_id == scan_id)
        work = partial(self._inspection.score, encoded=encoded, request=request)
        self._submit(work, scan_id, SCORE, Turn.BETWEEN, replaces=frozenset({SCORE, JUDGE}))

    def _align(self, scan_id: int, encoded: EncodedScan, design: Design) -> None:
        """Lay a scan on a design, unless that is under way, and score it then."""
        under_way = any(
            job.kind == ALIGN and job.scan_id == scan_id and not job.token.cancelled
            for job in self._jobs()
        )
        if under_way and self._aligned_with is design:
            return  # it takes the newest wording once the scan lies there
        self._forget(lambda job: job.kind == ALIGN and job.scan_id == scan_id)
        self._aligned_with = design
        work = partial(self._inspection.align_and_score, encoded=encoded)
        self._submit(work, scan_id, ALIGN, Turn.NEXT)

    def judge(self, scan_id: int, scores: ScoreField) -> None:
        """Judge a scored scan at the newest threshold."""
        work = partial(self._inspection.judge, field=scores, request=self._request)
        self._submit(work, scan_id, JUDGE, Turn.BETWEEN, replaces=frozenset({JUDGE}))

    def explain(self, scan_id: int, encoded: EncodedScan, point: int, number: int) -> None:
        """Ask what each phrase of the newest wording says about a point."""
        work = partial(
            self._inspection.explain,
            encoded=encoded,
            prompts=self._request.prompts,
            point=point,
            number=number,
        )
        self._submit(work, scan_id, EXPLAIN, Turn.BETWEEN)

    def cancel(self, scan_id: int) -> None:
        """Cancel everything that is under way for one scan."""
        for job in self._jobs():
            if job.scan_id == scan_id:
                job.token.cancel()

    def cancel_all(self) -> None:
        """Cancel the running jobs and everything that waits."""
        self._background.cancel_all(INSPECTION, STORED)

    def _current_request(self) -> ScoreRequest:
        with self._request_lock:
            return self._request

    def _post_news(self, news: ModelNews) -> None:
        self._background.post(self.model_news.emit, news)

    def _jobs(self) -> list[Job]:
        return self._background.unfinished(INSPECTION, STORED)

    def _submit(
        self,
        work: Callable[[Job], object],
        scan_id: int | None = None,
        kind: str = "",
        turn: Turn = Turn.IN_ORDER,
        *,
        replaces: frozenset[str] = frozenset(),
        thread: str = INSPECTION,
    ) -> None:
        self._put(Job(thread, work, self._receive, scan_id, turn, kind, replaces))

    def _put(self, job: Job) -> None:
        self._background.submit(job)
        self._tell_busy()

    def _forget(self, unwanted: Callable[[Job], bool]) -> None:
        for job in self._jobs():
            if unwanted(job):
                self._background.forget(job)

    def _receive(self, job: Job, event: Event) -> None:
        expected = isinstance(event, JobStarted | JobDone | JobFailed | JobCancelled)
        if expected or not job.token.cancelled:
            self.reported.emit(job.scan_id, event)
        self._tell_busy()

    def _tell_busy(self) -> None:
        if self.busy != self._busy:
            self._busy = self.busy
            self.busy_changed.emit(self._busy)
