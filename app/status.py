"""The status bar: what is shown, what was worked on, where and how long."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QStatusBar

from app.i18n.numbers import count_text, decimal_text
from app.i18n.stages import stage_text
from app.session.open_scan import OpenScan
from app.widgets.busy import BusyIndicator
from app.widgets.plain import plain_label
from btp_core.model.detail import Detail


class StatusBar(QStatusBar):
    """Progress on the left, facts on the right.

    The number of points the model worked on stands beside the number shown: a heatmap
    that looks fine-grained may rest on fewer points.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._open_scan: OpenScan | None = None
        self._drawn = 0
        self.busy = BusyIndicator()
        self.addWidget(self.busy, 1)
        self.points = QLabel()
        self.points.setToolTip(
            self.tr(
                "Points drawn, and points the model looked at; scores in between are interpolated."
            )
        )
        self.clipping = QLabel(self.tr("Clipping box on · B lifts it"))
        self.clipping.setObjectName("attention")
        self.clipping.setToolTip(
            self.tr("Only what lies in the box is drawn; scores and verdict are of the whole scan.")
        )
        self.seconds = QLabel()
        self.device = QLabel()
        self.device.setToolTip(self.tr("Where the model runs"))
        self.model = plain_label()
        self.model.setToolTip(self.tr("Which model inspects; File, Models chooses another"))
        for label in (self.clipping, self.points, self.seconds, self.model, self.device):
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
        points, seconds = [], []
        self._open_scan = open_scan
        if open_scan is not None and open_scan.geometry is not None:
            shown = open_scan.geometry.n_shown
            if self._drawn < shown:
                points.append(
                    self.tr("{0} of {1} points shown").format(
                        count_text(self._drawn), count_text(shown)
                    )
                )
            else:
                points.append(self.tr("{0} points shown").format(count_text(shown)))
            missing = open_scan.geometry.n_file_points - open_scan.geometry.n_shown
            if missing:
                points.append(self.tr("{0} without coordinates").format(count_text(missing)))
        if open_scan is not None and open_scan.encoded is not None and open_scan.stored is None:
            points.append(
                self.tr("{0} worked on").format(count_text(open_scan.encoded.n_working_points))
            )
            if open_scan.detail == Detail.FINE:
                points.append(self.tr("in full detail"))
            seconds.append(
                self.tr("Encoded in {0} s").format(decimal_text(open_scan.encoded.seconds, 1))
            )
        if open_scan is not None and open_scan.scores is not None and open_scan.stored is None:
            seconds.append(
                self.tr("scored in {0} s").format(decimal_text(open_scan.scores.seconds, 2))
            )
        for label, parts in [(self.points, points), (self.seconds, seconds)]:
            label.setText(" · ".join(parts))
            label.setVisible(bool(parts))

    def show_model(self, name: str, device: str) -> None:
        """Show which model inspects, and where it runs."""
        self.model.setText(self.tr("Model: {0}").format(name))
        self.model.show()
        self.device.setText(self.tr("Device: {0}").format(device))
        self.device.show()
