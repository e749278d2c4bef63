"""One open scan: what is known of it, how results are kept, and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from app.background.events import ScanEncoded, ScanJudged, ScanRead, ScanScored, StoredRead
from app.background.job import Event, JobCancelled, JobDone, JobStarted, Progress
from app.background.request import ScoreRequest
from app.viewport.geometry import DisplayGeometry
from btp_core.base.arrays import Float32Array, Float64Array, UInt8Array
from btp_core.base.errors import ModelError
from btp_core.inspection.limits import NO_LIMITS, Limits
from btp_core.inspection.results import ScoreField, Verdict
from btp_core.scans.checks import REPEATED
from btp_core.scans.scan import Scan

if TYPE_CHECKING:
    from btp_core.inspection.encoded import EncodedScan

HANDLE_STEP = 0.005
"""The threshold's handle moves in hundredths; a run's threshold need not be one."""


class Stage(Enum):
    """How far a scan has come."""

    QUEUED = "queued"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Step(Enum):
    """What is to be done next for a scan to be up to date."""

    NONE = auto()
    READ = auto()
    READ_STORED = auto()
    SCORE = auto()
    JUDGE = auto()


@dataclass(frozen=True)
class StoredMap:
    """Where a scan's map was read from: a run file, and the scan's name in it."""

    run: Path
    name: str


@dataclass(eq=False)
class OpenScan:
    """One scan file that is open in the window.

    ``detail`` is how closely the model looked, or is to look once the scan is read.
    ``stored`` says that the map in view is the one that a folder check left behind; None once
    it was scored here. ``outdated`` says that the verdict is of another wording or threshold than
    those in force.

    ``without_design`` says that it is judged on its own, whatever design is in force.

    ``notes`` are the core's warnings about it.

    ``direction`` ``(3,)`` is towards a viewer who sees the worst place; None before it is known.

    ``scan`` to ``scores_before`` are heavy and may be released while the scan is not in view;
    the verdict stays. ``scores_before`` ``(N,)`` are those of the wording before this one;
    ``region_types`` ``(N,)`` as in :class:`~app.background.events.ScanJudged`.
    """

    scan_id: int
    path: Path
    detail: str = "overview"
    stage: Stage = Stage.QUEUED
    fraction: float = 0.0
    error: str = ""
    notes: tuple[str, ...] = ()
    scan: Scan | None = None
    geometry: DisplayGeometry | None = None
    encoded: EncodedScan | None = None
    scores: ScoreField | None = None
    histogram: Float64Array | None = None
    region_types: UInt8Array | None = None
    scores_before: Float32Array | None = None
    scores_revision: int = -1
    thumbnail: QImage | None = None
    direction: Float64Array | None = None
    verdict: Verdict | None = None
    verdict_revision: int = -1
    judged_threshold: float = -1.0
    judged_limits: Limits = NO_LIMITS
    outdated: bool = False
    stored: StoredMap | None = None
    without_design: bool = False

    @property
    def n_points(self) -> int:
        """Points held in memory for this scan."""
        return self.scan.n_points if self.scan is not None else 0

    @property
    def alarming(self) -> bool:
        """Whether a note is more than a remark on how the file was written."""
        return any(getattr(note, "template", note) != REPEATED for note in self.notes)

    @property
    def can_catch_up(self) -> bool:
        """Whether it can be brought up to date from memory; a stored map stays what it is."""
        held = self.encoded is not None and self.scores is not None
        return held and self.stored is None and self.outdated

    def next_step(self, request: ScoreRequest) -> Step:
        """What is missing for the wording and threshold in force."""
        if self.stage in (Stage.QUEUED, Stage.WORKING) and self.encoded is None:
            return Step.NONE
        if self.stored is not None and self.stage is Stage.DONE:
            return self._next_step_of_stored(request)
        if self.encoded is None:
            # Its memory was given back; what failed or was cancelled waits to be asked for.
            return Step.READ if self.stage is Stage.DONE else Step.NONE
        if self.scores is None or self.scores_revision != request.revision:
            return Step.SCORE
        judged_at = (self.judged_threshold, self.judged_limits)
        if self.verdict is None or judged_at != (request.threshold, request.limits):
            return Step.JUDGE
        return Step.NONE

    def scores_to_judge(self) -> ScoreField:
        """Its scores, with the working points to find regions by, which stored ones lack."""
        assert self.scores is not None
        if self.stored is None or self.encoded is None:
            return self.scores
        return replace(self.scores, encoded=self.encoded)

    def queue(self) -> None:
        """It waits to be read, or read again."""
        self.stage, self.error, self.fraction = Stage.QUEUED, "", 0.0
        self.notes = ()

    def follow(self, event: Event) -> None:
        """Keep how far the work on it has come."""
        match event:
            case JobStarted() if self.encoded is None:
                self.stage = Stage.WORKING
            case Progress(fraction=fraction):
                self.fraction = fraction
            case JobCancelled():
                self.stage = Stage.CANCELLED if self.scores is None else Stage.DONE
            case JobDone() if self.scores is not None:
                self.stage = Stage.DONE

    def await_stored(self, stored: StoredMap) -> None:
        """A stored map takes the place of all that was known."""
        self.release()
        self.verdict, self.error = None, ""
        self.stored = stored

    def keep_notes(self, warnings: tuple[str, ...]) -> tuple[str, ...]:
        """Keep warnings; returns those that are new."""
        new = tuple(warning for warning in warnings if warning not in self.notes)
        self.notes += new
        return new

    def keep_scan(self, event: ScanRead) -> None:
        """Keep what was read; a stored map goes when it is of another scan."""
        self.scan, self.geometry = event.scan, event.geometry
        if self.stored is None or self.scores is None:
            return
        if len(self.scores.point_scores) != self.n_points:
            self.stored = self.scores = self.histogram = self.verdict = None

    def keep_encoding(self, event: ScanEncoded) -> tuple[str, ...]:
        """Keep an encoding; of a mesh that was divided, show the smaller faces.

        Returns
        -------
        tuple of str
            Its warnings that were not told when the scan was read.
        """
        self.encoded, self.detail = event.encoded, event.detail
        if event.geometry is not None:
            self.geometry = event.geometry
            if self.stored is not None:
                # Stored scores are those of the file's vertices alone.
                self.scores = self.histogram = None
        told = self.scan.warnings if self.scan is not None else ()
        return tuple(warning for warning in event.encoded.warnings if warning not in told)

    def keep_scores(self, event: ScanScored) -> None:
        """Keep new scores, and the scores of the wording before."""
        if self.scores is not None and self.scores_revision != event.revision:
            # Only a change of wording is to be compared, not one of design.
            same_design = self.scores.design == event.scores.design
            self.scores_before = self.scores.shown.point_scores if same_design else None
        self.scores, self.histogram = event.scores, event.histogram
        # The regions of these scores, and with them their types, are yet to be found.
        self.region_types = None
        self.scores_revision = event.revision
        self.stored = None

    def keep_verdict(self, event: ScanJudged) -> None:
        """Keep a verdict, and the types of its regions."""
        self.region_types = event.region_types
        self.verdict, self.verdict_revision = event.verdict, event.revision
        self.judged_threshold, self.judged_limits = event.threshold, event.limits

    def keep_stored(self, event: StoredRead, revision: int) -> None:
        """Keep a stored map; ``revision`` is its wording's, or -1 if another one is in force."""
        stored = event.stored
        self.scan, self.geometry = stored.scan, event.geometry
        self.encoded, self.detail = stored.encoding, stored.header.detail
        self.scores, self.histogram = stored.field, event.histogram
        self.scores_revision = self.verdict_revision = revision
        self.verdict = stored.verdict
        self.judged_threshold = stored.header.threshold
        self.judged_limits = Limits.of_text(stored.header.limits)
        self.stage = Stage.DONE

    def give_up_encoding(self, error: Exception) -> bool:
        """Give up the encoding of a stored map if the error says that it is another model's."""
        if self.stored is None or self.encoded is None or not isinstance(error, ModelError):
            return False
        self.encoded = None
        return True

    def compare(self, *, with_design: bool) -> None:
        """Compare it with the design in force, or judge it on its own; it is to be scored again."""
        if self.without_design is with_design:
            self.without_design = not with_design
            self.scores_revision = -1

    def start_over(self) -> None:
        """What the model before said no longer counts; its map stays until it is replaced."""
        self.encoded = self.verdict = self.scores_before = None
        self.outdated = False

    def settle_outdated(self, request: ScoreRequest) -> bool:
        """See whether the verdict is of another wording or threshold; True if that is news."""
        before = self.outdated
        self.outdated = self.verdict is not None and (
            self.verdict_revision != request.revision or not self._is_judged_as(request)
        )
        return self.outdated != before

    def release(self) -> None:
        """Give the memory back; the scan is read again when it comes into view."""
        self.scan = self.geometry = self.encoded = self.scores = self.histogram = None
        self.region_types = self.scores_before = None
        self.scores_revision = -1

    def _next_step_of_stored(self, request: ScoreRequest) -> Step:
        """A stored map is good for its own wording; for another threshold it is judged again."""
        if self.scores is None:  # its memory was given back
            return Step.READ_STORED
        same_wording = self.scores_revision == request.revision
        if same_wording and self._is_judged_as(request):
            return Step.NONE
        if self.encoded is None:
            return Step.READ
        return Step.JUDGE if same_wording else Step.SCORE

    def _is_judged_as(self, request: ScoreRequest) -> bool:
        near = abs(self.judged_threshold - request.threshold) <= HANDLE_STEP
        return near and self.judged_limits == request.limits
