"""A progress bar that is painted when the window is."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar

STEPS = 1000


class ProgressBar(QProgressBar):
    """Shows a share of the whole, without numbers.

    Qt's own ``setValue`` paints at once, and with it the 3D view beside it: with software
    rendering that holds the window up for each report.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setRange(0, STEPS)
        self.setTextVisible(False)

    def set_fraction(self, fraction: float) -> None:
        """Show how far it is, from 0 to 1, with the next paint."""
        self.setRange(0, STEPS)
        self.setUpdatesEnabled(False)
        self.setValue(round(fraction * STEPS))
        self.setUpdatesEnabled(True)
