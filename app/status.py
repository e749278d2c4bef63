"""The status bar: what is done, and what is shown; technical figures are in its tool tips."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QStatusBar

from app.i18n.numbers import count_text, decimal_text
from app.i18n.stages import stage_text
from app.session.open_scan import OpenScan
from app.widgets.busy import BusyIndicator
from app.widgets.plain import plain_label, plain_tip
from btp_core.model.detail import Detail


class StatusBar(QStatusBar):
    """Progress on the left, facts on the right.

    How many points the model worked on, how long it took and where it ran is for those who ask:
    the tool tips of the points and of the model tell it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._open_scan: OpenScan | None = None
        self._drawn = 0
        self.busy = BusyIndicator()
        self.addWidget(self.busy, 1)
        self.points = QLabel()
        self.clipping = QLabel(self.tr("Clipping box on · B lifts it"))
        self.clipping.setObjectName("attention")
        self.clipping.setToolTip(
            self.tr("Only what lies in the box is drawn; scores and verdict are of the whole scan.")
        )
        self.model = plain_label()
        for label in (self.clipping, self.points, self.model):
            self.addPermanentWidget(label)
            label.hide()

    def show_progress(self, open_scan: OpenScan | None, stage: str, fraction: float) -> None:
        """Show what is done, and with which scan."""
        name = f"{open_scan.path.name}: " if open_scan is not None else ""
        self.busy.set_progress(f"{name}{stage_text(stage)}", fraction)

    def show_drawn(self, count: int) -> None:
        """Say how many points are in the picture now."""
        if count != self._drawn:
            self._drawn = count
            self.show_scan(self._open_scan)

    def show_scan(self, open_scan: OpenScan | None) -> None:
        """Show the facts of a scan."""
        self._open_scan = open_scan
        points = [] if open_scan is None else self._points(open_scan)
        self.points.setText(" · ".join(points))
        self.points.setVisible(bool(points))
        self.points.setToolTip("" if open_scan is None else plain_tip(self._work(open_scan)))

    def show_model(self, name: str, device: str) -> None:
        """Show which model inspects; where it runs is in the tool tip."""
        self.model.setText(self.tr("Model: {0}").format(name))
        which = self.tr("Which model inspects; File, Models chooses another")
        where = self.tr("Device: {0}").format(device)
        self.model.setToolTip(plain_tip(f"{which}\n{where}"))
        self.model.show()

    def _points(self, open_scan: OpenScan) -> list[str]:
        """What is shown of a scan, and what is not."""
        if open_scan.geometry is None:
            return []
        shown, in_file = open_scan.geometry.n_shown, open_scan.geometry.n_file_points
        parts = [self.tr("{0} points shown").format(count_text(shown))]
        if self._drawn < shown:
            text = self.tr("{0} of {1} points shown")
            parts = [text.format(count_text(self._drawn), count_text(shown))]
        if in_file > shown:
            parts.append(self.tr("{0} without coordinates").format(count_text(in_file - shown)))
        if open_scan.detail == Detail.FINE:
            parts.append(self.tr("in full detail"))
        return parts

    def _work(self, open_scan: OpenScan) -> str:
        """What was done with a scan, a line each; of a stored map nothing was done here."""
        lines = []
        encoded = None if open_scan.stored is not None else open_scan.encoded
        if encoded is not None:
            worked = self.tr("The model looked at {0} points; scores in between are interpolated.")
            lines.append(worked.format(count_text(encoded.n_working_points)))
            lines.append(self.tr("Encoded in {0} s").format(decimal_text(encoded.seconds, 1)))
        if encoded is not None and open_scan.scores is not None:
            seconds = decimal_text(open_scan.scores.seconds, 2)
            lines.append(self.tr("Scored in {0} s").format(seconds))
        return "\n".join(lines)
