"""What is done with scans and the model off the GUI thread; touches neither Qt nor VTK."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from app.background.engine import Engine
from app.background.events import (
    DirectionFound,
    ModelNews,
    ModelReady,
    ModelRefused,
    PointExplained,
    ScanEncoded,
    ScanJudged,
    ScanRead,
    ScanScored,
    StoredRead,
    SurfaceRead,
    ThumbnailDrawn,
)
from app.background.job import Job, Progress
from app.background.memory import give_back_memory
from app.background.request import ScoreRequest
from app.viewport.geometry import NO_TYPE, prepare_geometry
from btp_core.base.arrays import Float64Array, UInt8Array
from btp_core.base.errors import AlignmentError, CancelledError, InspectError
from btp_core.batch.find import unchanged
from btp_core.inspection.model_choice import BUNDLED, ModelChoice
from btp_core.inspection.results import ScoreField, Verdict
from btp_core.scans.scan import Scan
from btp_core.text.prompts import PromptSet

if TYPE_CHECKING:
    from btp_core.batch.stored_scan import StoredScan
    from btp_core.inspection.encoded import EncodedScan
    from btp_core.inspection.inspector import Inspector

log = logging.getLogger(__name__)

HISTOGRAM_BINS = 100
DIRECTION_POINTS = 50_000
READ_SHARE = 0.15  # of the progress bar of opening a scan
ENCODE_SHARE = 0.8


class Inspection:
    """The work of jobs that inspect scans, and the model it is done with.

    Every method but :meth:`open_stored` is for one thread alone, which owns the model.

    Parameters
    ----------
    engine
        Reads scans and loads the model.
    tell_of_model
        Called with news of the model, which is nobody's result; must hand it over to the GUI
        thread.
    current_request
        Called when a scan is about to be scored, so that a scan that waited is scored with the
        newest wording.
    choice
        The model to load first; the bundled one serves where it cannot be.
    """

    def __init__(
        self,
        engine: Engine,
        tell_of_model: Callable[[ModelNews], None],
        current_request: Callable[[], ScoreRequest],
        choice: ModelChoice = BUNDLED,
    ) -> None:
        self._engine = engine
        self._tell_of_model = tell_of_model
        self._current_request = current_request
        self._choice = choice
        self._inspector: Inspector | None = None
        self._warm = self._stirred = False

    def choose_model(self, job: Job, choice: ModelChoice) -> None:
        """Inspect with another model from now on."""
        job.tell(Progress("loading the model", 0.0))
        if not self._take_model(job, choice):
            self._model(job)  # the one before, which may not have been needed yet

    def open(self, job: Job, path: Path, detail: str, without_design: bool = False) -> None:
        """Read, encode, score and judge one file."""
        job.progress("reading", 0.0)
        scan = self._engine.read_scan(path, job.token)
        job.token.raise_if_cancelled()
        job.progress("preparing the view", READ_SHARE / 2)
        geometry = prepare_geometry(scan)
        job.token.raise_if_cancelled()
        job.tell(ScanRead(scan, geometry))
        self.encode(job, scan, detail, without_design)

    def encode(self, job: Job, scan: Scan, detail: str, without_design: bool = False) -> None:
        """Encode, score and judge a scan, perhaps again in another detail."""
        inspector = self._model(job, READ_SHARE)
        self._stirred = True
        job.token.raise_if_cancelled()

        def encoding(stage: str, fraction: float) -> None:
            job.progress(stage, READ_SHARE + ENCODE_SHARE * fraction)

        encoded = inspector.encode(scan, progress=encoding, cancel=job.token, detail=detail)
        job.token.raise_if_cancelled()
        divided = encoded.divided
        divided_geometry = None if divided is None else prepare_geometry(divided.scan)
        job.tell(ScanEncoded(encoded, divided_geometry, detail))
        request = self._current_request().for_scan(without_design=without_design)
        self._align(job, encoded, request, READ_SHARE + ENCODE_SHARE)
        job.progress("scoring", 1.0)
        request = self._current_request().for_scan(without_design=without_design)
        field = inspector.score(encoded, request.prompts, design=request.design)
        verdict = self._finish(job, field, request)
        _show_worst(job, field, verdict)
        _draw_thumbnail(job, field, request.threshold)

    def open_stored(self, job: Job, run: Path, name: str, adopt: bool) -> None:
        """Read the stored map of a scan from a run file; needs no model, so any thread may."""
        job.progress("reading", 0.0)
        stored = self._engine.read_stored(run, name)
        job.token.raise_if_cancelled()
        geometry = prepare_geometry(stored.scan)
        histogram = score_histogram(stored.field)
        job.tell(StoredRead(stored, geometry, histogram, adopt))
        _show_worst(job, stored.field, stored.verdict)
        self._read_surface(job, stored)
        _draw_thumbnail(job, stored.field, stored.verdict.threshold)

    def score(self, job: Job, encoded: EncodedScan, request: ScoreRequest) -> None:
        """Score and judge an encoded scan again, because the wording changed or the design."""
        job.tell(Progress("scoring", 0.0))
        field = self._model(job).score(encoded, request.prompts, design=request.design)
        self._finish(job, field, request)

    def align_and_score(self, job: Job, encoded: EncodedScan) -> None:
        """Lay an encoded scan on the design in force, then score it with the newest wording."""
        self._align(job, encoded, self._current_request())
        self.score(job, encoded, self._current_request())

    def with_model(self, job: Job, work: Callable[[Job, Inspector], object]) -> object:
        """Do other work that needs the model."""
        return work(job, self._model(job))

    def judge(self, job: Job, field: ScoreField, request: ScoreRequest) -> Verdict:
        """Judge a scored scan, perhaps again because the threshold changed."""
        verdict = self._model(job).judge(
            field, threshold=request.threshold, cancel=job.token, limits=request.limits
        )
        types = region_types(field, verdict)
        job.token.raise_if_cancelled()
        job.tell(ScanJudged(verdict, types, request.threshold, request.revision, request.limits))
        return verdict

    def explain(
        self, job: Job, encoded: EncodedScan, prompts: PromptSet, point: int, number: int
    ) -> None:
        """Tell what each phrase says about one point of an encoded scan."""
        strengths = self._model(job).explain(encoded, prompts, point)
        job.tell(PointExplained(number, strengths))

    def rest(self) -> None:
        """While nobody waits: return memory after a scan, and be ready for the first new words."""
        if self._stirred:
            self._stirred = False
            give_back_memory()
        self._warm_up()

    def _warm_up(self) -> None:
        if self._inspector is None or self._warm:
            return
        self._warm = True
        try:
            self._inspector.load_words()
        except InspectError as error:
            # Told when a new wording needs it; the stock wordings work without.
            log.warning("the text tower is not there: %s", error)

    def release(self) -> None:
        """Let go of the model, on the thread that made it."""
        self._inspector = None

    def _read_surface(self, job: Job, stored: StoredScan) -> None:
        """Faces and colours are not in the run file; the scan itself may still have them."""
        path = stored.scan.path
        if stored.scan.is_mesh or path is None or not unchanged(path, stored.row):
            return
        job.token.raise_if_cancelled()
        try:
            scan = self._engine.read_scan(path, job.token)
        except CancelledError:
            raise
        except InspectError as error:
            log.warning("the stored map is shown without its surface: %s", error)
            return
        if scan.n_points == stored.scan.n_points and (scan.is_mesh or scan.colors is not None):
            job.tell(SurfaceRead(scan, prepare_geometry(scan)))

    def _align(
        self, job: Job, encoded: EncodedScan, request: ScoreRequest, begin: float = 0.0
    ) -> None:
        """Lay a scan on the design in force, if it does not yet lie there."""
        design = request.design
        if design is None or design.has_aligned(encoded.shown.scan):
            return

        def aligning(stage: str, fraction: float) -> None:
            job.progress(stage, begin + (1.0 - begin) * fraction)

        try:
            self._model(job).align(encoded, design, aligning, job.token)
        except AlignmentError as error:
            # Not an error of the program: the scan is told to be not checked, and why.
            log.info("a scan does not lie on its design: %s", error)

    def _finish(self, job: Job, field: ScoreField, request: ScoreRequest) -> Verdict:
        """Hand over the scores at once, then judge: colours need not wait for the regions."""
        job.token.raise_if_cancelled()
        job.tell(ScanScored(field, score_histogram(field), request.revision))
        return self.judge(job, field, request)

    def _model(self, job: Job, fraction: float = 0.0) -> Inspector:
        """The model in force, loaded first if need be.

        A failed load is tried again by the next job: the user may have put the weights in place.
        """
        if self._inspector is None:
            # Not as the end of a stage, between which other jobs would load it as well.
            job.tell(Progress("loading the model", fraction))
            if self._choice != BUNDLED:
                self._take_model(None, self._choice)
            if self._inspector is None:
                self._put_in_force(BUNDLED, self._engine.load_inspector(BUNDLED))
        assert self._inspector is not None
        return self._inspector

    def _take_model(self, job: Job | None, choice: ModelChoice) -> bool:
        """Load a model and put it in force; where that cannot be, say so and change nothing.

        Nor does anything change when the job that chose it was cancelled meanwhile.
        """
        try:
            inspector = self._engine.load_inspector(choice)
            inspector.check_words(self._current_request().prompts)
        except InspectError as error:
            self._tell_of_model(ModelRefused(choice, error))
            return False
        if job is not None:
            job.token.raise_if_cancelled()
        self._put_in_force(choice, inspector)
        return True

    def _put_in_force(self, choice: ModelChoice, inspector: Inspector) -> None:
        self._choice, self._inspector, self._warm = choice, inspector, False
        name, device = str(inspector.model_name), str(inspector.device)
        self._tell_of_model(ModelReady(device, name, choice))


def _show_worst(job: Job, field: ScoreField, verdict: Verdict) -> None:
    """Tell from where the first region is seen; it is numbered so because it is the worst."""
    if not verdict.regions:
        return
    # Imported here: the window starts without it.
    from btp_core.rendering.camera import choose_direction

    points = field.shown.encoded.scan.points
    worst = points[verdict.regions[0].point_indices]
    step = max(1, len(points) // DIRECTION_POINTS)
    few = points[::step]
    origin = worst.mean(axis=0)
    few = few[np.isfinite(few).all(axis=1)]
    if len(worst) and np.isfinite(origin).all():
        positions = (few - origin).astype(np.float32)
        direction = choose_direction(positions, (worst - origin).astype(np.float32))
        job.tell(DirectionFound(direction))


def _draw_thumbnail(job: Job, field: ScoreField, threshold: float) -> None:
    # Imported here: the window starts without it.
    from btp_core.rendering.thumbnail import thumbnail

    shown = field.shown
    job.tell(ThumbnailDrawn(thumbnail(shown.encoded.scan, shown.point_scores, threshold)))


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
