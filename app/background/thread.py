"""The worker thread: it alone owns the model, and it touches neither Qt nor VTK."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from app.background.engine import Engine, InspectorLike
from app.background.events import (
    Event,
    JobCancelled,
    JobDone,
    JobFailed,
    JobStarted,
    ModelReady,
    ModelRefused,
    PointExplained,
    Progress,
    ScanEncoded,
    ScanJudged,
    ScanRead,
    ScanScored,
    ScansFound,
    StoredRead,
    SurfaceRead,
    ThumbnailDrawn,
)
from app.background.find import find_scans
from app.background.jobs import (
    ChooseModelJob,
    EncodeJob,
    ExplainJob,
    FindScansJob,
    Job,
    JudgeJob,
    LoadModelJob,
    OpenJob,
    OpenStoredJob,
    ScoreJob,
    ScoreRequest,
)
from app.background.priority import give_way
from app.background.queue import JobQueue
from app.viewport.geometry import NO_TYPE, prepare_geometry
from btp_core.base.arrays import Float64Array, UInt8Array
from btp_core.base.errors import CancelledError, InspectError
from btp_core.batch.fingerprint import unchanged
from btp_core.inspection.model_choice import BUNDLED, ModelChoice
from btp_core.inspection.results import ScoreField, Verdict
from btp_core.scans.scan import Scan

if TYPE_CHECKING:
    from btp_core.batch.stored_scan import StoredScan

log = logging.getLogger(__name__)

HISTOGRAM_BINS = 100
PROGRESS_INTERVAL = 0.04  # seconds; more often than the eye sees only fills the event queue
READ_SHARE = 0.15  # of the progress bar of opening a scan
ENCODE_SHARE = 0.8


class InspectionThread(threading.Thread):
    """Runs jobs until its queue is closed.

    A plain thread and not a ``QThread``: destroying a running ``QThread`` aborts the
    process, and nothing here needs an event loop.

    Parameters
    ----------
    engine
        Reads scans and loads the model.
    queue
        Where jobs come from; closing it ends the thread.
    emit
        Called on this thread with every event; must hand it over to the GUI thread.
    current_request
        Called on this thread when a scan is about to be scored, so that a scan that waited
        is scored with the newest wording.
    name
        Of the thread.
    choice
        The model to load first; the bundled one serves where it cannot be.
    """

    def __init__(
        self,
        engine: Engine,
        queue: JobQueue,
        emit: Callable[[Event], None],
        current_request: Callable[[], ScoreRequest],
        name: str = "inspection-worker",
        choice: ModelChoice = BUNDLED,
    ) -> None:
        super().__init__(name=name)
        self._engine = engine
        self._queue = queue
        self._emit = emit
        self._current_request = current_request
        self._choice = choice
        self._inspector: InspectorLike | None = None
        self._warm = False

    def run(self) -> None:
        """Take jobs until the queue is closed; no job's error ends the thread."""
        give_way()
        while (job := self._queue.take()) is not None:
            scan_id = getattr(job, "scan_id", None)
            self._emit(JobStarted(job.job_id, scan_id))
            try:
                self._do(job)
            except CancelledError:
                self._emit(JobCancelled(job.job_id, scan_id))
            except Exception as error:  # noqa: BLE001 - handed on whole; the window reports it
                self._emit(JobFailed(job.job_id, scan_id, error))
            else:
                self._emit(JobDone(job.job_id, scan_id))
                self._warm_up()
        # Released here, on the thread that made it.
        self._inspector = None

    def _do(self, job: Job) -> None:
        job.token.raise_if_cancelled()
        match job:
            case LoadModelJob():
                self._load_model(job)
            case ChooseModelJob():
                self._choose_model(job)
            case FindScansJob():
                found = find_scans(job.paths, self._engine.extensions, job.token)
                self._emit(ScansFound(job.job_id, found))
            case OpenJob():
                self._open(job)
            case EncodeJob():
                self._encode(job, job.scan, _Reporter(self._emit, job))
            case OpenStoredJob():
                self._open_stored(job)
            case ScoreJob():
                self._emit(Progress(job.job_id, job.scan_id, "scoring", 0.0))
                field = self._load_model(job).score(job.encoded, job.request.prompts)
                self._finish(job, job.scan_id, field, job.request)
            case ExplainJob():
                strengths = self._load_model(job).explain(job.encoded, job.prompts, job.point)
                self._emit(PointExplained(job.job_id, job.scan_id, job.number, strengths))
            case JudgeJob():
                self._judge(job, job.scan_id, job.scores, job.threshold, job.revision)

    def _open(self, job: OpenJob) -> None:
        report = _Reporter(self._emit, job)
        report("reading", 0.0)
        scan = self._engine.read_scan(job.path)
        job.token.raise_if_cancelled()
        report("preparing the view", READ_SHARE / 2)
        geometry = prepare_geometry(scan)
        job.token.raise_if_cancelled()
        self._emit(ScanRead(job.job_id, job.scan_id, scan, geometry))
        self._encode(job, scan, report)

    def _encode(self, job: OpenJob | EncodeJob, scan: Scan, report: _Reporter) -> None:
        inspector = self._load_model(job, READ_SHARE)
        job.token.raise_if_cancelled()

        def encoding(stage: str, fraction: float) -> None:
            report(stage, READ_SHARE + ENCODE_SHARE * fraction)

        encoded = inspector.encode(scan, progress=encoding, cancel=job.token, detail=job.detail)
        job.token.raise_if_cancelled()
        divided = encoded.divided
        divided_geometry = None if divided is None else prepare_geometry(divided.scan)
        self._emit(ScanEncoded(job.job_id, job.scan_id, encoded, divided_geometry, job.detail))
        report("scoring", READ_SHARE + ENCODE_SHARE)
        request = self._current_request()
        field = inspector.score(encoded, request.prompts)
        self._finish(job, job.scan_id, field, request)
        self._draw_thumbnail(job, field, request.threshold)

    def _open_stored(self, job: OpenStoredJob) -> None:
        self._emit(Progress(job.job_id, job.scan_id, "reading", 0.0))
        stored = self._engine.read_stored(job.run, job.name)
        job.token.raise_if_cancelled()
        geometry = prepare_geometry(stored.scan)
        histogram = score_histogram(stored.field)
        self._emit(StoredRead(job.job_id, job.scan_id, stored, geometry, histogram, job.adopt))
        self._read_surface(job, stored)
        self._draw_thumbnail(job, stored.field, stored.verdict.threshold)

    def _read_surface(self, job: OpenStoredJob, stored: StoredScan) -> None:
        """Faces and colours are not in the run file; the scan itself may still have them."""
        path = stored.scan.path
        if stored.scan.is_mesh or path is None or not unchanged(path, stored.record):
            return
        job.token.raise_if_cancelled()
        try:
            scan = self._engine.read_scan(path)
        except InspectError as error:
            log.warning("the stored map is shown without its surface: %s", error)
            return
        if scan.n_points == stored.scan.n_points and (scan.is_mesh or scan.colors is not None):
            geometry = prepare_geometry(scan)
            self._emit(SurfaceRead(job.job_id, job.scan_id, scan, geometry))

    def _draw_thumbnail(
        self, job: OpenJob | EncodeJob | OpenStoredJob, field: ScoreField, threshold: float
    ) -> None:
        # Imported here: the window starts without it.
        from btp_core.rendering.thumbnail import thumbnail

        shown = field.shown
        pixels = thumbnail(shown.encoded.scan, shown.point_scores, threshold)
        self._emit(ThumbnailDrawn(job.job_id, job.scan_id, pixels))

    def _finish(self, job: Job, scan_id: int, field: ScoreField, request: ScoreRequest) -> None:
        """Hand over the scores at once, then judge: colours need not wait for the regions."""
        job.token.raise_if_cancelled()
        histogram = score_histogram(field)
        self._emit(ScanScored(job.job_id, scan_id, field, histogram, request.revision))
        self._judge(job, scan_id, field, request.threshold, request.revision)

    def _judge(
        self, job: Job, scan_id: int, field: ScoreField, threshold: float, revision: int
    ) -> None:
        verdict = self._load_model(job).judge(field, threshold=threshold)
        types = region_types(field, verdict)
        job.token.raise_if_cancelled()
        self._emit(ScanJudged(job.job_id, scan_id, verdict, types, threshold, revision))

    def _warm_up(self) -> None:
        """Load the text tower while nobody waits, so that the first new wording is quick."""
        if self._inspector is None or self._warm or len(self._queue):
            return
        self._warm = True
        try:
            self._inspector.load_words()
        except InspectError as error:
            # Told when a new wording needs it; the stock wordings work without.
            log.warning("the text tower is not there: %s", error)

    def _load_model(self, job: Job, fraction: float = 0.0) -> InspectorLike:
        # A failed load is tried again by the next job: the user may have put the weights in place.
        if self._inspector is None:
            scan_id = getattr(job, "scan_id", None)
            self._emit(Progress(job.job_id, scan_id, "loading the model", fraction))
            if self._choice != BUNDLED:
                self._take_model(job, self._choice)
            if self._inspector is None:
                self._put_in_force(job, BUNDLED, self._engine.load_inspector(BUNDLED))
        assert self._inspector is not None
        return self._inspector

    def _choose_model(self, job: ChooseModelJob) -> None:
        self._emit(Progress(job.job_id, None, "loading the model", 0.0))
        if self._take_model(job, job.choice):
            return
        self._load_model(job)  # of the one before, which may not have been needed yet

    def _take_model(self, job: Job, choice: ModelChoice) -> bool:
        """Load a model and put it in force; where that cannot be, say so and change nothing."""
        try:
            inspector = self._engine.load_inspector(choice)
            inspector.check_words(self._current_request().prompts)
        except InspectError as error:
            self._emit(ModelRefused(job.job_id, choice, error))
            return False
        self._put_in_force(job, choice, inspector)
        return True

    def _put_in_force(self, job: Job, choice: ModelChoice, inspector: InspectorLike) -> None:
        self._choice, self._inspector, self._warm = choice, inspector, False
        name, device = str(inspector.model_name), str(inspector.device)
        self._emit(ModelReady(job.job_id, device, name, choice))


class _Reporter:
    """Thins out progress reports: every new stage, else a few a second."""

    def __init__(self, emit: Callable[[Event], None], job: OpenJob | EncodeJob) -> None:
        self._emit = emit
        self._job = job
        self._stage = ""
        self._last = 0.0

    def __call__(self, stage: str, fraction: float) -> None:
        now = time.monotonic()
        if stage == self._stage and now - self._last < PROGRESS_INTERVAL:
            return
        self._stage, self._last = stage, now
        fraction = min(max(fraction, 0.0), 1.0)
        self._emit(Progress(self._job.job_id, self._job.scan_id, stage, fraction))


def score_histogram(field: ScoreField) -> Float64Array:
    """Counts ``(HISTOGRAM_BINS,)`` of the point scores over [0, 1]; unchecked points left out."""
    scores = field.shown.point_scores
    counts, _ = np.histogram(scores[np.isfinite(scores)], bins=HISTOGRAM_BINS, range=(0.0, 1.0))
    return counts.astype(np.float64)


def region_types(field: ScoreField, verdict: Verdict) -> UInt8Array | None:
    """Number ``(N,)`` of the likeliest type of each shown point's region, as the list tells it.

    :data:`~app.viewport.geometry.NO_TYPE` outside of regions; None without types.
    """
    shown = field.shown
    if shown.type_scores is None or not shown.type_names:
        return None
    numbers = np.full(len(shown.point_scores), NO_TYPE, dtype=np.uint8)
    for region in verdict.regions:
        if region.likely_type is not None:
            numbers[region.point_indices] = shown.type_names.index(region.likely_type)
    return numbers
