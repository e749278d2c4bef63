"""The result panel: verdict, score and the defect regions."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.i18n.core_messages import core_text
from app.i18n.numbers import MISSING, score_text
from app.session.open_scan import OpenScan, Stage
from app.widgets.chip import VerdictChip
from app.widgets.elided import ElidedLabel
from app.widgets.notes_button import NotesButton
from app.widgets.plain import plain_label, plain_tip
from app.widgets.region_table import RegionTable
from app.widgets.section import Section
from btp_core.inspection.results import DesignLabel, ScoreField, Verdict

REASON_LINES = 2
"""There is room for so many over the table; a longer reason takes it from the table's rows."""
SPACING = 7


class ResultPanel(Section):
    """Says what was found, and flies to a region when its row is chosen.

    ``units`` are those of the lengths where no design judged, empty where nobody has told. A
    design, be it in force or that of a stored map, has its own.

    Its height is the same whatever it says: the threshold's handle, which lies under it, must
    stay under the mouse while the verdict changes.

    Attributes
    ----------
    without_design_requested
        Emitted when the scan, which does not lie on the design, is to be judged on its own.
    """

    without_design_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.units = ""
        self.chip = VerdictChip()
        room = self.chip.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self.chip.setSizePolicy(room)
        row = QHBoxLayout()
        row.setSpacing(9)
        self.score = QLabel()
        self.score.setObjectName("objectScore")
        row.addWidget(self.score, 0, Qt.AlignmentFlag.AlignBottom)
        self.caption = ElidedLabel(self.tr("object score"))
        self.caption.setObjectName("muted")
        self.caption.setContentsMargins(0, 0, 0, 4)
        row.addWidget(self.caption, 1, Qt.AlignmentFlag.AlignBottom)
        self.notes = NotesButton()
        row.addWidget(self.notes, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(row)
        self.reason = plain_label()
        self.reason.setWordWrap(True)
        self.reason.setObjectName("muted")
        self.reason.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.regions = RegionTable()
        self.regions.way_out.clicked.connect(self.without_design_requested)
        self._findings = QWidget()
        inside = QVBoxLayout(self._findings)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACING)
        inside.addWidget(self.reason)
        inside.addWidget(self.regions, 1)
        self.column.addWidget(self._findings)
        self.show_scan(None)

    def show_scan(self, open_scan: OpenScan | None) -> None:
        """Show the state of a scan that has no verdict yet, or its verdict."""
        verdict = open_scan.verdict if open_scan is not None else None
        notes = () if open_scan is None or not open_scan.alarming else open_scan.notes
        self.notes.show_notes([core_text(note) for note in notes])
        if verdict is not None and open_scan is not None and open_scan.scores is not None:
            self._show_verdict(verdict, open_scan.scores)
            return
        self._show_design(None)
        self.score.setText(MISSING)
        if open_scan is not None and open_scan.stage is Stage.FAILED:
            self.chip.set_status("not inspected")
            self._explain(self.tr("This scan could not be inspected."))
            # The table has the room that a long cause takes.
            self.regions.show_message(open_scan.error)
            return
        self.chip.set_status(None)
        texts = {
            None: self.tr("No scan is open."),
            Stage.QUEUED: self.tr("Waiting to be inspected."),
            Stage.WORKING: self.tr("Being inspected…"),
            Stage.CANCELLED: self.tr("Cancelled before it was inspected."),
        }
        self._explain(texts.get(open_scan.stage if open_scan is not None else None, ""))
        self.regions.show_message(self.tr("Regions that reach the threshold are listed here."))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the reason the lines that it takes at this width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow another font or style."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        margins, line = self.column.contentsMargins(), self.reason.fontMetrics().lineSpacing()
        room = max(self.width() - margins.left() - margins.right(), 1)
        self.reason.setFixedHeight(max(self.reason.heightForWidth(room), line))
        self._findings.setFixedHeight(REASON_LINES * line + SPACING + self.regions.full_height)

    def _show_verdict(self, verdict: Verdict, scores: ScoreField) -> None:
        self.chip.set_status(verdict.status)
        self._show_design(scores.design)
        refusal = scores.shown.refusal
        if refusal is not None and verdict.status == "not checked":
            self.score.setText(MISSING)
            self._explain(self.tr("The scan does not lie on the design, so there is no verdict."))
            # The table has the room that a long cause takes.
            self.regions.show_message(
                core_text(refusal.message), way_out=self.tr("Judge it without the design")
            )
            return
        self.score.setText(score_text(verdict.object_score, verdict.threshold))
        self._explain(core_text(verdict.reason))
        units = self.units if scores.design is None else scores.design.units
        self.regions.show_regions(verdict.regions, units)

    def _show_design(self, design: DesignLabel | None) -> None:
        """Say which design judged, if one did."""
        text = (
            self.tr("object score")
            if design is None
            else self.tr("with {0}, version {1}").format(design.name, design.version)
        )
        self.caption.setText(text)
        scale = self.tr("From 0 to 1: how likely the part is defective")
        self.caption.setToolTip(scale if design is None else plain_tip(f"{text}\n{scale}"))

    def _explain(self, text: str) -> None:
        self.reason.setText(text)
        self.reason.setToolTip(plain_tip(text))
        self._fit()
