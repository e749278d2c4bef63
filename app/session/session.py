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
from app.session.documents import Document, DocumentStore, Stage, StoredMap
from app.viewport.image_arrays import image_of
from btp_core.base.errors import InspectError
from btp_core.model.detail import Detail
from btp_core.text.prompts import PromptSet

log = logging.getLogger(__name__)

JUDGE_PAUSE_MILLISECONDS = 120


class Session(QObject):
    """Binds the open scans to the worker, and tells the widgets what to show.

    Attributes
    ----------
    geometry_ready, scores_ready, verdict_ready
        Emitted with the :class:`~app.session.documents.Document` in view when it has something new.
    progress
        Emitted with a document (or ``None``), a stage and a fraction.
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
        self.documents = DocumentStore(self)
        self._service = service
        self._notifier = notifier
        self._show_next = False
        self.detail = "overview"
        self._catch_up = CatchUp(self.documents, self._bring_up_to_date)
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
        document = self.documents.by_path(path) or self.documents.add(path)
        self._service.cancel(document.document_id)
        document.release()
        document.verdict, document.error = None, ""
        document.stored = StoredMap(run, name)
        self._read_stored(document, document.stored, adopt=True)
        self.documents.set_current(document)

    def show(self, document: Document | None) -> None:
        """Bring a scan into view, and do what is missing for it."""
        self.documents.set_current(document)
        if document is not None:
            self._bring_up_to_date(document)

    def show_beside(self, steps: int) -> None:
        """Bring the scan some steps down the list into view."""
        if (document := self.documents.beside(steps)) is not None:
            self.show(document)

    def close(self, document: Document) -> None:
        """Close a scan, stopping any work on it."""
        self._service.cancel(document.document_id)
        self.documents.remove(document)
        if (current := self.documents.current) is not None:
            self._bring_up_to_date(current)

    def start_over(self) -> None:
        """Another model is in force: inspect the scan in view again, the others when shown."""
        self._service.forget_encoded()
        request = self._service.request
        self._service.set_request(replace(request, revision=request.revision + 1))
        for document in self.documents:
            leave_to_other_model(document)
            document.outdated = False
            self.documents.changed.emit(document)
        if (current := self.documents.current) is not None:
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

    def retry(self, document: Document) -> None:
        """Open a file again that failed or was cancelled."""
        self._start_opening(document)

    def look_again(self, document: Document) -> None:
        """Encode a scan again in full detail; its results stay until the new ones are there."""
        if document.scan is not None and document.scores is not None:
            self._service.encode(document.document_id, document.scan, Detail.FINE)

    def explain(self, document: Document, point: int, number: int) -> None:
        """Ask what each phrase says about a point of a scan."""
        if document.encoded is not None:
            self._service.explain(document.document_id, document.encoded, point, number)

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
                key = getattr(event, "document_id", None)
                document = self.documents.get(key) if key is not None else None
                self._on_document_event(event, document)
        self._catch_up.go_on(lambda: self._service.busy)

    def _on_document_event(self, event: Event, document: Document | None) -> None:
        if isinstance(event, Progress):
            self.progress.emit(document, event.stage, event.fraction)
        if document is None:
            if isinstance(event, JobFailed):
                self._notifier.report(event.error)
            return
        if isinstance(event, PointExplained):
            self.point_explained.emit(event.number, event.strengths)
        elif isinstance(event, ThumbnailDrawn):
            document.thumbnail = image_of(event.pixels)
        elif isinstance(event, StoredRead):
            self._on_stored(event, document)
        elif isinstance(event, SurfaceRead):
            document.scan, document.geometry = event.scan, event.geometry
            self._tell(self.scores_ready, document)
        elif isinstance(event, ScanRead | ScanEncoded | ScanScored | ScanJudged):
            self._on_result(event, document)
        else:
            self._on_state(event, document)
        self.documents.changed.emit(document)

    def _on_result(
        self, event: ScanRead | ScanEncoded | ScanScored | ScanJudged, document: Document
    ) -> None:
        match event:
            case ScanRead():
                document.scan, document.geometry = event.scan, event.geometry
                drop_foreign_map(document)
                self.opened.emit(document.path)
                self._tell(self.geometry_ready, document)
                self._warn(document, event.scan.warnings)
            case ScanEncoded():
                put_encoding(document, event)
                told = document.scan.warnings if document.scan is not None else ()
                self._warn(document, tuple(w for w in event.encoded.warnings if w not in told))
            case ScanScored():
                put_scores(document, event)
                if document is self.documents.current:
                    # The same words would be warned of for every other scan.
                    self._warn(document, event.scores.warnings)
                self._tell(self.scores_ready, document)
            case ScanJudged():
                put_verdict(document, event)
                self._mark_outdated(document)
                if document.region_types is not None:
                    self._tell(self.scores_ready, document)
                self._tell(self.verdict_ready, document)
                # The handle or the wording may have moved on while the worker judged.
                if document is self.documents.current:
                    self._bring_up_to_date(document)

    def _on_stored(self, event: StoredRead, document: Document) -> None:
        header = event.stored.header
        if event.adopt:
            self.set_prompts(header.prompts)
            self.set_threshold(header.threshold)
            self.wording_adopted.emit(header.prompts, header.threshold)
        put_stored(document, event, self.revision if header.prompts == self.prompts else -1)
        self._mark_outdated(document)
        self._tell(self.geometry_ready, document)
        self._tell(self.scores_ready, document)

    def _on_state(self, event: Event, document: Document) -> None:
        match event:
            case JobStarted():
                if document.encoded is None:
                    document.stage = Stage.WORKING
            case Progress(stage=stage, fraction=fraction):
                document.progress_stage, document.fraction = stage, fraction
            case JobFailed():
                self._on_failed(event, document)
            case JobCancelled():
                document.stage = Stage.CANCELLED if document.scores is None else Stage.DONE
            case JobDone():
                if document.scores is not None:
                    document.stage = Stage.DONE
                self.documents.trim()

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
            document = self.documents.by_path(path)
            if document is None:
                document = self.documents.add(path)
                document.detail = self.detail
                self._start_opening(document)
            if self._show_next:
                self._show_next = False
                self.show(document)

    def _on_failed(self, event: JobFailed, document: Document) -> None:
        if encoding_does_not_fit(document, event.error):
            self._start_opening(document)
            return
        if document.scores is None:
            document.stage = Stage.FAILED
            document.error = (
                core_text(f"{event.error.cause} {event.error.next_step}".strip())
                if isinstance(event.error, InspectError)
                else self.tr("Something unexpected went wrong; see the log file.")
            )
        else:
            document.stage = Stage.DONE
        self._notifier.report(event.error)

    def _start_opening(self, document: Document) -> None:
        document.stage, document.error, document.fraction = Stage.QUEUED, "", 0.0
        self._service.open(document.document_id, document.path, document.detail)
        self.documents.changed.emit(document)

    def _read_stored(self, document: Document, stored: StoredMap, *, adopt: bool) -> None:
        document.stage, document.fraction = Stage.QUEUED, 0.0
        self._service.open_stored(document.document_id, stored.run, stored.name, adopt=adopt)
        self.documents.changed.emit(document)

    def _bring_up_to_date(self, document: Document) -> None:
        if document.stage in (Stage.QUEUED, Stage.WORKING) and document.encoded is None:
            return
        if document.stored is not None and document.stage is Stage.DONE:
            self._bring_stored_up_to_date(document, document.stored)
        elif document.encoded is None:
            if document.stage is Stage.DONE:  # its memory was given back
                self._start_opening(document)
        elif document.scores is None or document.scores_revision != self.revision:
            self._service.score(document.document_id, document.encoded)
        elif document.verdict is None or document.judged_threshold != self.threshold:
            self._service.judge(document.document_id, document.scores)

    def _bring_stored_up_to_date(self, document: Document, stored: StoredMap) -> None:
        """A stored map is good for its own wording; for another threshold it is judged again."""
        if document.scores is None:  # its memory was given back
            self._read_stored(document, stored, adopt=False)
        elif stored_map_serves(document, self.revision, self.threshold):
            return
        elif document.encoded is not None and document.scores_revision == self.revision:
            # Stored scores alone have no working points to find regions by.
            field = replace(document.scores, encoded=document.encoded)
            self._service.judge(document.document_id, field)
        elif document.encoded is not None:
            self._service.score(document.document_id, document.encoded)
        else:
            self._start_opening(document)

    def _bring_all_up_to_date(self) -> None:
        """Words or threshold have changed: first the scan in view, then what is in memory."""
        if (current := self.documents.current) is not None:
            self._bring_up_to_date(current)
        for document in self.documents:
            self._mark_outdated(document)
        self._catch_up.begin()
        self._catch_up.go_on(lambda: self._service.busy)

    def _mark_outdated(self, document: Document) -> None:
        outdated = verdict_is_outdated(document, self.revision, self.threshold)
        if outdated != document.outdated:
            document.outdated = outdated
            self.documents.changed.emit(document)

    def _tell(self, signal: SignalInstance, document: Document) -> None:
        if document is self.documents.current:
            signal.emit(document)

    def _warn(self, document: Document, warnings: tuple[str, ...]) -> None:
        for warning in warnings:
            self._notifier.warn(document.path.name, warning)
