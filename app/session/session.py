"""What the window does, without its looks: opening, scoring and judging scans in order."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance

from app.background.events import (
    DirectionFound,
    PointExplained,
    ScanEncoded,
    ScanJudged,
    ScanRead,
    ScanScored,
    ScansFound,
    StoredRead,
    SurfaceRead,
    ThumbnailDrawn,
)
from app.background.find import Found
from app.background.job import Event, JobDone, JobFailed, Progress
from app.background.service import InspectionService
from app.i18n.core_messages import core_text
from app.notify import Notifier
from app.session.open_scan import OpenScan, Stage, StoredMap
from app.session.open_scans import OpenScans
from app.session.upkeep import Upkeep
from app.viewport.image_arrays import image_of
from btp_core.base.errors import InspectError
from btp_core.inspection.limits import Limits
from btp_core.model.detail import Detail
from btp_core.text.prompts import PromptSet

if TYPE_CHECKING:
    from btp_core.designs.design import Design


class Session(QObject):
    """Binds the open scans to the work on them, and tells the widgets what to show.

    Attributes
    ----------
    geometry_ready, scores_ready, verdict_ready
        Emitted with the :class:`~app.session.open_scan.OpenScan` in view when it has something new.
    direction_found
        Likewise, when it is known from where its worst place is seen.
    progress
        Emitted with an open scan (or ``None``), a stage and a fraction.
    opened
        Emitted with the path of a file that could be read.
    detail
        How closely scans are looked at that are opened from now on.
    found
        Emitted with the :class:`~app.background.find.Found` among what was to be opened, before its
        scans are.
    wording_adopted
        Emitted with the prompts, the threshold and the limits of size of a run whose stored map
        came into view.
    point_explained
        Emitted with a pick's number and the strengths of the phrases there.
    design_changed
        Emitted when another design, or a new version of it, or none is in force.
    design_path
        The file of the design in force; None without one.
    """

    geometry_ready = Signal(object)
    scores_ready = Signal(object)
    verdict_ready = Signal(object)
    direction_found = Signal(object)
    progress = Signal(object, str, float)
    wording_adopted = Signal(object, float, object)
    opened = Signal(object)
    found = Signal(object)
    point_explained = Signal(int, object)
    design_changed = Signal()

    def __init__(
        self, service: InspectionService, notifier: Notifier, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.open_scans = OpenScans(self)
        self._service = service
        self._notifier = notifier
        self._upkeep = Upkeep(self.open_scans, service, self)
        self._show_next = False
        self.detail = "overview"
        self.design_path: Path | None = None
        service.reported.connect(self._on_event)

    @property
    def prompts(self) -> PromptSet:
        """The wording in force."""
        return self._service.request.prompts

    @property
    def design(self) -> Design | None:
        """The design in force."""
        return self._service.request.design

    @property
    def threshold(self) -> float:
        """The decision threshold in force."""
        return self._service.request.threshold

    @property
    def limits(self) -> Limits:
        """The limits of size in force."""
        return self._service.request.limits

    @property
    def revision(self) -> int:
        """Number of the wording in force; rises with every edit."""
        return self._service.request.revision

    @property
    def pending(self) -> bool:
        """Whether a new threshold waits for the handle to rest."""
        return self._upkeep.pending

    # What the user asks for

    def open(self, paths: list[Path]) -> None:
        """Open files and folders; the first one found comes into view."""
        if paths:
            self._show_next = True
            self._service.find_scans(paths)

    def open_stored(self, path: Path, run: Path, name: str) -> None:
        """Bring the map that a run keeps of a scan into view, with its wording and threshold."""
        open_scan = self.open_scans.by_path(path) or self.open_scans.add(path)
        self._service.cancel(open_scan.scan_id)
        stored = StoredMap(run, name)
        open_scan.await_stored(stored)
        self._upkeep.open_stored(open_scan, stored, adopt=True)
        self.open_scans.set_current(open_scan)

    def show(self, open_scan: OpenScan | None) -> None:
        """Bring a scan into view, and do what is missing for it."""
        self.open_scans.set_current(open_scan)
        self._upkeep.bring(open_scan)

    def show_beside(self, steps: int) -> None:
        """Bring the scan some steps down the list into view."""
        if (open_scan := self.open_scans.beside(steps)) is not None:
            self.show(open_scan)

    def close(self, open_scan: OpenScan) -> None:
        """Close a scan, stopping any work on it."""
        self._service.cancel(open_scan.scan_id)
        self.open_scans.remove(open_scan)
        self._upkeep.bring(self.open_scans.current)

    def start_over(self) -> None:
        """Another model is in force: inspect the scan in view again, the others when shown."""
        self._upkeep.start_over()

    def set_prompts(self, prompts: PromptSet) -> None:
        """Score with another wording from now on, the scan in view first."""
        self._upkeep.set_prompts(prompts)

    def set_design(self, design: Design | None, path: Path | None, threshold: float) -> None:
        """Compare with another design at a threshold from now on, the scan in view first.

        None judges each scan on its own again. Nothing is encoded for it.
        """
        self.design_path = path
        self._upkeep.set_design(design, threshold)
        self.design_changed.emit()

    def set_threshold(self, threshold: float) -> None:
        """Judge at another threshold from now on, once the handle rests."""
        self._upkeep.set_threshold(threshold)

    def set_limits(self, limits: Limits) -> None:
        """Fail parts only for places beyond these sizes from now on."""
        self._upkeep.set_limits(limits)

    def compare(self, open_scan: OpenScan, *, with_design: bool) -> None:
        """Compare one scan with the design in force, or judge it on its own."""
        open_scan.compare(with_design=with_design)
        self._upkeep.bring(open_scan)

    def cancel(self) -> None:
        """Stop all work."""
        self.open_scans.leave_behind()
        self._service.cancel_all()

    def retry(self, open_scan: OpenScan) -> None:
        """Open a file again that failed or was cancelled."""
        self._upkeep.open(open_scan)

    def look_again(self, open_scan: OpenScan) -> None:
        """Encode a scan again in full detail; its results stay until the new ones are there."""
        scan = open_scan.scan
        if scan is None or open_scan.scores is None:
            return
        if open_scan.detail != Detail.FINE and not self.looks_again(open_scan):
            self._service.encode(
                open_scan.scan_id, scan, Detail.FINE, without_design=open_scan.without_design
            )
            self.open_scans.changed.emit(open_scan)

    def looks_again(self, open_scan: OpenScan) -> bool:
        """Whether a scan is being encoded again, or waits for it."""
        return self._service.encodes_again(open_scan.scan_id)

    @property
    def n_under_way(self) -> int:
        """Scans that are worked on, or wait for it."""
        return self._service.n_scans_under_way

    def explain(self, open_scan: OpenScan, point: int, number: int) -> None:
        """Ask what each phrase says about a point of a scan."""
        if open_scan.encoded is not None:
            self._service.explain(open_scan.scan_id, open_scan.encoded, point, number)

    def stop(self) -> None:
        """Wait for no handle any more."""
        self._upkeep.stop()

    # What is reported

    def _on_event(self, scan_id: int | None, event: Event) -> None:
        open_scan = None if scan_id is None else self.open_scans.get(scan_id)
        if isinstance(event, Progress):
            self.progress.emit(open_scan, event.stage, event.fraction)
        if isinstance(event, ScansFound):
            self._on_found(event.found)
        elif open_scan is not None:
            self._on_scan_event(event, open_scan)
            self.open_scans.changed.emit(open_scan)
        elif isinstance(event, JobFailed):
            self._notifier.report(event.error)
        self._upkeep.catch_up()

    def _on_scan_event(self, event: Event, open_scan: OpenScan) -> None:
        match event:
            case ScanRead(scan=scan):
                open_scan.keep_scan(event)
                self.opened.emit(open_scan.path)
                self._tell(self.geometry_ready, open_scan)
                self._warn(open_scan, scan.warnings)
            case ScanEncoded():
                self._warn(open_scan, open_scan.keep_encoding(event))
            case ScanScored(scores=scores):
                open_scan.keep_scores(event)
                if open_scan is self.open_scans.current:
                    # The same words would be warned of for every other scan.
                    self._warn(open_scan, scores.warnings)
                self._tell(self.scores_ready, open_scan)
            case ScanJudged():
                self._on_judged(event, open_scan)
            case StoredRead():
                self._on_stored(event, open_scan)
            case SurfaceRead(scan=scan, geometry=geometry):
                open_scan.scan, open_scan.geometry = scan, geometry
                self._tell(self.scores_ready, open_scan)
            case PointExplained(number=number, strengths=strengths):
                self.point_explained.emit(number, strengths)
            case DirectionFound() | ThumbnailDrawn():
                self._on_looks(event, open_scan)
            case JobFailed(error=error):
                self._on_failed(error, open_scan)
            case _:
                open_scan.follow(event)
                if isinstance(event, JobDone):
                    self.open_scans.trim()

    def _on_looks(self, event: DirectionFound | ThumbnailDrawn, open_scan: OpenScan) -> None:
        if isinstance(event, ThumbnailDrawn):
            open_scan.thumbnail = image_of(event.pixels)
            return
        open_scan.direction = event.direction
        self._tell(self.direction_found, open_scan)

    def _on_judged(self, event: ScanJudged, open_scan: OpenScan) -> None:
        open_scan.keep_verdict(event)
        self._upkeep.settle_outdated(open_scan)
        if open_scan.region_types is not None:
            self._tell(self.scores_ready, open_scan)
        self._tell(self.verdict_ready, open_scan)
        # The handle or the wording may have moved on while it was judged.
        if open_scan is self.open_scans.current:
            self._upkeep.bring(open_scan)

    def _on_stored(self, event: StoredRead, open_scan: OpenScan) -> None:
        header = event.stored.header
        if event.adopt:
            self.set_prompts(header.prompts)
            self.set_threshold(header.threshold)
            limits = Limits.of_text(header.limits)
            self.set_limits(limits)
            self.wording_adopted.emit(header.prompts, header.threshold, limits)
        open_scan.keep_stored(event, self.revision if header.prompts == self.prompts else -1)
        self._upkeep.settle_outdated(open_scan)
        self._tell(self.geometry_ready, open_scan)
        self._tell(self.scores_ready, open_scan)

    def _on_found(self, found: Found) -> None:
        self.found.emit(found)
        for path in found.files:
            open_scan = self.open_scans.by_path(path)
            if open_scan is None:
                open_scan = self.open_scans.add(path)
                open_scan.detail = self.detail
                self._upkeep.open(open_scan)
            if self._show_next:
                self._show_next = False
                self.show(open_scan)

    def _on_failed(self, error: Exception, open_scan: OpenScan) -> None:
        if open_scan.give_up_encoding(error):
            self._upkeep.open(open_scan)
            return
        if open_scan.scores is None:
            open_scan.stage = Stage.FAILED
            open_scan.error = (
                core_text(error.message)
                if isinstance(error, InspectError)
                else self.tr("Something unexpected went wrong; see the log file.")
            )
        else:
            open_scan.stage = Stage.DONE
        self._notifier.report(error)

    def _tell(self, signal: SignalInstance, open_scan: OpenScan) -> None:
        if open_scan is self.open_scans.current:
            signal.emit(open_scan)

    def _warn(self, open_scan: OpenScan, warnings: tuple[str, ...]) -> None:
        for warning in open_scan.keep_notes(warnings):
            self._notifier.warn(open_scan.path.name, warning, open_scan.path)
