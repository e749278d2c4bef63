"""What the window does, without its looks: opening, scoring and judging scans in order."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from app.background.events import (
    Event,
    JobCancelled,
    JobDone,
    JobFailed,
    JobStarted,
    ModelReady,
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
from app.background.find import MAX_FILES_PER_FOLDER
from app.background.service import InspectionService
from app.i18n.core_sentences import core_text
from app.i18n.numbers import count_text
from app.notify import Notifier
from app.session.catch_up import CatchUp
from app.session.document_results import (
    drop_foreign_map,
    encoding_does_not_fit,
    leave_to_other_model,
    put_encoding,
    put_scores,
    put_stored,
    put_verdict,
    stored_map_serves,
    verdict_is_outdated,
)
from app.session.open_scans import OpenScan, OpenScans, Stage, StoredMap
from app.viewport.image_arrays import image_of
from btp_core.base.errors import InspectError
from btp_core.inspection.detail import Detail
from btp_core.text.prompts import PromptSet

log = logging.getLogger(__name__)

JUDGE_PAUSE_MILLISECONDS = 120


class Session(QObject):
    """Binds the open scans to the worker, and tells the widgets what to show.

    Attributes
    ----------
    geometry_ready, scores_ready, verdict_ready
        Emitted with the :class:`~app.session.open_scans.OpenScan` in view when it has something new.
    progress
        Emitted with a open_scan (or ``None``), a stage and a fraction.
    device_known
        Emitted with where the model runs.
    opened
        Emitted with the path of a file that could be read.
    detail
        How closely scans are looked at that are opened from now on.
    run_found
        Emitted with the path of a run file that was to be opened.
    wording_adopted
        Emitted with the prompts and the threshold of a run whose stored map came into view.
    point_explained
        Emitted with a pick's number and the strengths of the phrases there.
    """

    geometry_ready = Signal(object)
    scores_ready = Signal(object)
    verdict_ready = Signal(object)
    progress = Signal(object, str, float)
    device_known = Signal(str)
    wording_adopted = Signal(object, float)
    opened = Signal(object)
    run_found = Signal(object)
    point_explained = Signal(int, object)

    def __init__(
        self, service: InspectionService, notifier: Notifier, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.open_scans = OpenScans(self)
        self._service = service
        self._notifier = notifier
        self._show_next = False
        self.detail = "overview"
        self._catch_up = CatchUp(self.open_scans, self._bring_up_to_date)
        self._judge_pause = QTimer(self)
        self._judge_pause.setSingleShot(True)
        self._judge_pause.setInterval(JUDGE_PAUSE_MILLISECONDS)
        self._judge_pause.timeout.connect(self._bring_all_up_to_date)
        service.reported.connect(self._on_event)

    @property
    def prompts(self) -> PromptSet:
        """The wording in force."""
        return self._service.request.prompts

    @property
    def threshold(self) -> float:
        """The decision threshold in force."""
        return self._service.request.threshold

    @property
    def revision(self) -> int:
        """Number of the wording in force; rises with every edit."""
        return self._service.request.revision

    @property
    def pending(self) -> bool:
        """Whether a new threshold waits for the handle to rest."""
        return self._judge_pause.isActive()

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
        open_scan.release()
        open_scan.verdict, open_scan.error = None, ""
        open_scan.stored = StoredMap(run, name)
        self._read_stored(open_scan, open_scan.stored, adopt=True)
        self.open_scans.set_current(open_scan)

    def show(self, open_scan: OpenScan | None) -> None:
        """Bring a scan into view, and do what is missing for it."""
        self.open_scans.set_current(open_scan)
        if open_scan is not None:
            self._bring_up_to_date(open_scan)

    def show_beside(self, steps: int) -> None:
        """Bring the scan some steps down the list into view."""
        if (open_scan := self.open_scans.beside(steps)) is not None:
            self.show(open_scan)

    def close(self, open_scan: OpenScan) -> None:
        """Close a scan, stopping any work on it."""
        self._service.cancel(open_scan.scan_id)
        self.open_scans.remove(open_scan)
        if (current := self.open_scans.current) is not None:
            self._bring_up_to_date(current)

    def start_over(self) -> None:
        """Another model is in force: inspect the scan in view again, the others when shown."""
        self._service.forget_encoded()
        request = self._service.request
        self._service.set_request(replace(request, revision=request.revision + 1))
        for open_scan in self.open_scans:
            leave_to_other_model(open_scan)
            open_scan.outdated = False
            self.open_scans.changed.emit(open_scan)
        if (current := self.open_scans.current) is not None:
            self._bring_up_to_date(current)

    def set_prompts(self, prompts: PromptSet) -> None:
        """Score with another wording from now on, the scan in view first."""
        request = self._service.request
        if prompts == request.prompts:
            return
        self._service.set_request(replace(request, prompts=prompts, revision=request.revision + 1))
        self._bring_all_up_to_date()

    def set_threshold(self, threshold: float) -> None:
        """Judge at another threshold from now on, once the handle rests."""
        if threshold != self.threshold:
            self._service.set_request(replace(self._service.request, threshold=threshold))
            self._judge_pause.start()

    def cancel(self) -> None:
        """Stop all work."""
        self._catch_up.stop()
        self._service.cancel_all()

    def retry(self, open_scan: OpenScan) -> None:
        """Open a file again that failed or was cancelled."""
        self._start_opening(open_scan)

    def look_again(self, open_scan: OpenScan) -> None:
        """Encode a scan again in full detail; its results stay until the new ones are there."""
        if open_scan.scan is not None and open_scan.scores is not None:
            self._service.encode(open_scan.scan_id, open_scan.scan, Detail.FINE)

    def explain(self, open_scan: OpenScan, point: int, number: int) -> None:
        """Ask what each phrase says about a point of a scan."""
        if open_scan.encoded is not None:
            self._service.explain(open_scan.scan_id, open_scan.encoded, point, number)

    def shutdown(self) -> bool:
        """Stop timers and the worker; True if it ended in time."""
        self._judge_pause.stop()
        return self._service.shutdown()

    # What the worker reports

    def _on_event(self, event: Event) -> None:
        match event:
            case ScansFound():
                self._on_found(event)
            case ModelReady(device=device):
                self.device_known.emit(device)
            case _:
                key = getattr(event, "scan_id", None)
                open_scan = self.open_scans.get(key) if key is not None else None
                self._on_document_event(event, open_scan)
        self._catch_up.go_on(lambda: self._service.busy)

    def _on_document_event(self, event: Event, open_scan: OpenScan | None) -> None:
        if isinstance(event, Progress):
            self.progress.emit(open_scan, event.stage, event.fraction)
        if open_scan is None:
            if isinstance(event, JobFailed):
                self._notifier.report(event.error)
            return
        if isinstance(event, PointExplained):
            self.point_explained.emit(event.number, event.strengths)
        elif isinstance(event, ThumbnailDrawn):
            open_scan.thumbnail = image_of(event.pixels)
        elif isinstance(event, StoredRead):
            self._on_stored(event, open_scan)
        elif isinstance(event, SurfaceRead):
            open_scan.scan, open_scan.geometry = event.scan, event.geometry
            self._tell(self.scores_ready, open_scan)
        elif isinstance(event, ScanRead | ScanEncoded | ScanScored | ScanJudged):
            self._on_result(event, open_scan)
        else:
            self._on_state(event, open_scan)
        self.open_scans.changed.emit(open_scan)

    def _on_result(
        self, event: ScanRead | ScanEncoded | ScanScored | ScanJudged, open_scan: OpenScan
    ) -> None:
        match event:
            case ScanRead():
                open_scan.scan, open_scan.geometry = event.scan, event.geometry
                drop_foreign_map(open_scan)
                self.opened.emit(open_scan.path)
                self._tell(self.geometry_ready, open_scan)
                self._warn(open_scan, event.scan.warnings)
            case ScanEncoded():
                put_encoding(open_scan, event)
                told = open_scan.scan.warnings if open_scan.scan is not None else ()
                self._warn(open_scan, tuple(w for w in event.encoded.warnings if w not in told))
            case ScanScored():
                put_scores(open_scan, event)
                if open_scan is self.open_scans.current:
                    # The same words would be warned of for every other scan.
                    self._warn(open_scan, event.scores.warnings)
                self._tell(self.scores_ready, open_scan)
            case ScanJudged():
                put_verdict(open_scan, event)
                self._mark_outdated(open_scan)
                if open_scan.region_types is not None:
                    self._tell(self.scores_ready, open_scan)
                self._tell(self.verdict_ready, open_scan)
                # The handle or the wording may have moved on while the worker judged.
                if open_scan is self.open_scans.current:
                    self._bring_up_to_date(open_scan)

    def _on_stored(self, event: StoredRead, open_scan: OpenScan) -> None:
        header = event.stored.header
        if event.adopt:
            self.set_prompts(header.prompts)
            self.set_threshold(header.threshold)
            self.wording_adopted.emit(header.prompts, header.threshold)
        put_stored(open_scan, event, self.revision if header.prompts == self.prompts else -1)
        self._mark_outdated(open_scan)
        self._tell(self.geometry_ready, open_scan)
        self._tell(self.scores_ready, open_scan)

    def _on_state(self, event: Event, open_scan: OpenScan) -> None:
        match event:
            case JobStarted():
                if open_scan.encoded is None:
                    open_scan.stage = Stage.WORKING
            case Progress(stage=stage, fraction=fraction):
                open_scan.progress_stage, open_scan.fraction = stage, fraction
            case JobFailed():
                self._on_failed(event, open_scan)
            case JobCancelled():
                open_scan.stage = Stage.CANCELLED if open_scan.scores is None else Stage.DONE
            case JobDone():
                if open_scan.scores is not None:
                    open_scan.stage = Stage.DONE
                self.open_scans.trim()

    def _on_found(self, event: ScansFound) -> None:
        found = event.found
        for folder in found.empty:
            self._notifier.warn(folder.name, self.tr("No scan was found in this folder."))
        for folder in found.cut:
            text = self.tr(
                "Only its first {0} scans were opened. 'Check folder' inspects them all."
            )
            self._notifier.warn(folder.name, text.format(count_text(MAX_FILES_PER_FOLDER)))
        for run in found.runs:
            self.run_found.emit(run)
        for path in found.files:
            open_scan = self.open_scans.by_path(path)
            if open_scan is None:
                open_scan = self.open_scans.add(path)
                open_scan.detail = self.detail
                self._start_opening(open_scan)
            if self._show_next:
                self._show_next = False
                self.show(open_scan)

    def _on_failed(self, event: JobFailed, open_scan: OpenScan) -> None:
        if encoding_does_not_fit(open_scan, event.error):
            self._start_opening(open_scan)
            return
        if open_scan.scores is None:
            open_scan.stage = Stage.FAILED
            open_scan.error = (
                core_text(f"{event.error.cause} {event.error.next_step}".strip())
                if isinstance(event.error, InspectError)
                else self.tr("Something unexpected went wrong; see the log file.")
            )
        else:
            open_scan.stage = Stage.DONE
        self._notifier.report(event.error)

    def _start_opening(self, open_scan: OpenScan) -> None:
        open_scan.stage, open_scan.error, open_scan.fraction = Stage.QUEUED, "", 0.0
        self._service.open(open_scan.scan_id, open_scan.path, open_scan.detail)
        self.open_scans.changed.emit(open_scan)

    def _read_stored(self, open_scan: OpenScan, stored: StoredMap, *, adopt: bool) -> None:
        open_scan.stage, open_scan.fraction = Stage.QUEUED, 0.0
        self._service.open_stored(open_scan.scan_id, stored.run, stored.name, adopt=adopt)
        self.open_scans.changed.emit(open_scan)

    def _bring_up_to_date(self, open_scan: OpenScan) -> None:
        if open_scan.stage in (Stage.QUEUED, Stage.WORKING) and open_scan.encoded is None:
            return
        if open_scan.stored is not None and open_scan.stage is Stage.DONE:
            self._bring_stored_up_to_date(open_scan, open_scan.stored)
        elif open_scan.encoded is None:
            if open_scan.stage is Stage.DONE:  # its memory was given back
                self._start_opening(open_scan)
        elif open_scan.scores is None or open_scan.scores_revision != self.revision:
            self._service.score(open_scan.scan_id, open_scan.encoded)
        elif open_scan.verdict is None or open_scan.judged_threshold != self.threshold:
            self._service.judge(open_scan.scan_id, open_scan.scores)

    def _bring_stored_up_to_date(self, open_scan: OpenScan, stored: StoredMap) -> None:
        """A stored map is good for its own wording; for another threshold it is judged again."""
        if open_scan.scores is None:  # its memory was given back
            self._read_stored(open_scan, stored, adopt=False)
        elif stored_map_serves(open_scan, self.revision, self.threshold):
            return
        elif open_scan.encoded is not None and open_scan.scores_revision == self.revision:
            # Stored scores alone have no working points to find regions by.
            field = replace(open_scan.scores, encoded=open_scan.encoded)
            self._service.judge(open_scan.scan_id, field)
        elif open_scan.encoded is not None:
            self._service.score(open_scan.scan_id, open_scan.encoded)
        else:
            self._start_opening(open_scan)

    def _bring_all_up_to_date(self) -> None:
        """Words or threshold have changed: first the scan in view, then what is in memory."""
        if (current := self.open_scans.current) is not None:
            self._bring_up_to_date(current)
        for open_scan in self.open_scans:
            self._mark_outdated(open_scan)
        self._catch_up.begin()
        self._catch_up.go_on(lambda: self._service.busy)

    def _mark_outdated(self, open_scan: OpenScan) -> None:
        outdated = verdict_is_outdated(open_scan, self.revision, self.threshold)
        if outdated != open_scan.outdated:
            open_scan.outdated = outdated
            self.open_scans.changed.emit(open_scan)

    def _tell(self, signal: SignalInstance, open_scan: OpenScan) -> None:
        if open_scan is self.open_scans.current:
            signal.emit(open_scan)

    def _warn(self, open_scan: OpenScan, warnings: tuple[str, ...]) -> None:
        for warning in warnings:
            self._notifier.warn(open_scan.path.name, warning)
