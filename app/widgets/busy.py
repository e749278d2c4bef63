"""Progress in the status bar, with a way to stop."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.widgets.plain import plain_label
from app.widgets.progress_bar import ProgressBar

DELAY_MILLISECONDS = 150


class BusyIndicator(QWidget):
    """What is being done, how far it is, and a cancel button; hidden while idle."""

    def __init__(self) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 0, 2)
        layout.setSpacing(9)
        self.bar = ProgressBar()
        self.bar.setFixedWidth(150)
        layout.addWidget(self.bar)
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setObjectName("link")
        self.cancel_button.setToolTip(self.tr("Stop all work"))
        layout.addWidget(self.cancel_button)
        self.label = plain_label()
        # A long name is cut, and does not make the window wider than its screen.
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout.addWidget(self.label, 1)
        # Work that is done at once should not flash.
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(DELAY_MILLISECONDS)
        self._delay.timeout.connect(self.show)
        self.hide()

    def set_busy(self, busy: bool) -> None:
        """Show after a moment, or hide at once."""
        if busy:
            self._delay.start()
            return
        self._delay.stop()
        self.hide()
        self.label.clear()
        self.bar.set_fraction(0.0)

    def set_progress(self, text: str, fraction: float) -> None:
        """Show a stage and how far it is, from 0 to 1."""
        self.label.setText(text)
        self.bar.set_fraction(fraction)
