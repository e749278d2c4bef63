"""The line between what is to be checked and what was found: start, stop, how far it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.features.folder_check.outputs import OutputButton, Write
from app.widgets.plain import plain_label, plain_tip
from app.widgets.progress_bar import ProgressBar


class ProgressRow(QWidget):
    """Buttons, a bar and a sentence; ``run``, ``write`` and ``record`` are the output button's."""

    def __init__(
        self,
        run: Callable[[], Path | None],
        write: Callable[[Write], None],
        record: Callable[[], Path | None],
    ) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.start_button = QPushButton(self.tr("Start"))
        self.start_button.setObjectName("primary")
        self.retry_button = QPushButton(self.tr("Try failed ones again"))
        self.cancel_button = QPushButton(self.tr("Cancel"))
        for button in (self.start_button, self.retry_button, self.cancel_button):
            # Enter belongs to the field it is pressed in.
            button.setAutoDefault(False)
        self.bar = ProgressBar()
        self.state = plain_label()
        # A long cause is cut, and whole in the tool tip.
        self.state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.output_button = OutputButton(run, write, record)
        for widget, stretch in [
            (self.start_button, 0),
            (self.retry_button, 0),
            (self.cancel_button, 0),
            (self.bar, 2),
            (self.state, 3),
            (self.output_button, 0),
        ]:
            row.addWidget(widget, stretch)

    def show_state(self, text: str, *, running: bool, errors: bool, any_records: bool) -> None:
        """Say what is going on, and offer what can be done now."""
        self.state.setText(text)
        self.state.setToolTip(plain_tip(text))
        self.start_button.setEnabled(not running)
        self.cancel_button.setEnabled(running)
        self.retry_button.setVisible(errors and not running)
        self.output_button.setEnabled(any_records and not running)
