"""Keeping open scans up to date with the wording and the threshold in force."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.background.service import InspectionService
from app.session.open_scan import OpenScan, Step, StoredMap
from app.session.open_scans import OpenScans
from btp_core.inspection.limits import Limits
from btp_core.text.prompts import PromptSet

if TYPE_CHECKING:
    from btp_core.designs.design import Design

JUDGE_PAUSE_MILLISECONDS = 120


class Upkeep(QObject):
    """Changes what is in force, and begins what scans lack for it.

    The scan in view comes at once, the others while nobody waits.

    Parameters
    ----------
    open_scans
        Whose state is kept.
    service
        Does the work, and knows what is in force.
    """

    def __init__(
        self, open_scans: OpenScans, service: InspectionService, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._open_scans, self._service = open_scans, service
        self._judge_pause = QTimer(self)
        self._judge_pause.setSingleShot(True)
        self._judge_pause.setInterval(JUDGE_PAUSE_MILLISECONDS)
        self._judge_pause.timeout.connect(self.bring_all)

    @property
    def pending(self) -> bool:
        """Whether a new threshold waits for the handle to rest."""
        return self._judge_pause.isActive()

    def stop(self) -> None:
        """Wait for no handle any more."""
        self._judge_pause.stop()

    def set_prompts(self, prompts: PromptSet) -> None:
        """Score with another wording from now on, the scan in view first."""
        request = self._service.request
        if prompts != request.prompts:
            revision = request.revision + 1
            self._service.set_request(replace(request, prompts=prompts, revision=revision))
            self.bring_all()

    def set_design(self, design: Design | None, threshold: float) -> None:
        """Compare with another design from now on, or with none; nothing is encoded again."""
        request = self._service.request
        self._service.set_request(
            replace(request, design=design, threshold=threshold, revision=request.revision + 1)
        )
        for open_scan in self._open_scans:
            open_scan.compare(with_design=True)
        self.bring_all()

    def set_threshold(self, threshold: float) -> None:
        """Judge at another threshold from now on, once the handle rests."""
        request = self._service.request
        if threshold != request.threshold:
            self._service.set_request(replace(request, threshold=threshold))
            self._judge_pause.start()

    def set_limits(self, limits: Limits) -> None:
        """Judge with other limits of size from now on, once they rest."""
        request = self._service.request
        if limits != request.limits:
            self._service.set_request(replace(request, limits=limits))
            self._judge_pause.start()

    def start_over(self) -> None:
        """Another model is in force: inspect the scan in view again, the others when shown."""
        self._service.forget_encoded()
        request = self._service.request
        self._service.set_request(replace(request, revision=request.revision + 1))
        for open_scan in self._open_scans:
            open_scan.start_over()
            self._open_scans.changed.emit(open_scan)
        self.bring(self._open_scans.current)

    def open(self, open_scan: OpenScan) -> None:
        """Read a scan's file and inspect it."""
        open_scan.queue()
        self._service.open(
            open_scan.scan_id,
            open_scan.path,
            open_scan.detail,
            without_design=open_scan.without_design,
        )
        self._open_scans.changed.emit(open_scan)

    def open_stored(self, open_scan: OpenScan, stored: StoredMap, *, adopt: bool) -> None:
        """Read a scan's stored map; ``adopt``: with its wording and threshold."""
        open_scan.queue()
        self._service.open_stored(open_scan.scan_id, stored.run, stored.name, adopt=adopt)
        self._open_scans.changed.emit(open_scan)

    def bring(self, open_scan: OpenScan | None) -> None:
        """Bring a scan up to date, if there is one and it is not."""
        if open_scan is None:
            return
        match open_scan.next_step(self._service.request):
            case Step.READ:
                self.open(open_scan)
            case Step.READ_STORED if open_scan.stored is not None:
                self.open_stored(open_scan, open_scan.stored, adopt=False)
            case Step.SCORE if open_scan.encoded is not None:
                self._service.score(
                    open_scan.scan_id, open_scan.encoded, without_design=open_scan.without_design
                )
            case Step.JUDGE:
                self._service.judge(open_scan.scan_id, open_scan.scores_to_judge())

    def bring_all(self) -> None:
        """Words or threshold have changed: first the scan in view, then what is in memory."""
        self.bring(self._open_scans.current)
        for open_scan in self._open_scans:
            self.settle_outdated(open_scan)
        self._open_scans.fall_behind()
        self.catch_up()

    def catch_up(self) -> None:
        """Begin with the next scan that is behind, unless something is under way."""
        while not self._service.busy and (behind := self._open_scans.next_behind()) is not None:
            self.bring(behind)

    def settle_outdated(self, open_scan: OpenScan) -> None:
        """Say so if a verdict has become outdated, or is so no longer."""
        if open_scan.settle_outdated(self._service.request):
            self._open_scans.changed.emit(open_scan)
