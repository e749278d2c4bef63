"""The window that watches a folder, and says what came in."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from app.i18n.core_messages import core_text
from app.i18n.numbers import count_text, decimal_text
from app.theme.style import repolish
from app.widgets.placement import fitted
from app.widgets.plain import plain_tip
from btp_core.batch.row import ScanRow
from btp_core.record.entries import moment

SIZE = QSize(760, 520)
MOST_ROWS = 1000
NOTE, NOTE_WIDTH = 4, 240
"""The newest; all are in the record."""
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
SIGNS = {"fail": "✕", "not checked": "?", "": "!", "pass": "✓"}


class WatchWindow(QDialog):
    """Chooses a folder, starts and stops the watch, lists the newest results.

    A window of its own beside the main one; whoever creates it destroys it. Closing it does not
    stop the watch.

    Attributes
    ----------
    start_requested, stop_requested
        Emitted when a button is pressed.
    scan_chosen
        Emitted with the :class:`~btp_core.batch.row.ScanRow` that was double-clicked.
    """

    start_requested = Signal()
    stop_requested = Signal()
    scan_chosen = Signal(object)

    def __init__(self, design: Callable[[], Path | None]) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._design = design
        self._counts: Counter[str] = Counter()
        self.setWindowTitle(f"{self.tr('Watch a folder')} — BTP Inspect")
        self.resize(fitted(SIZE, self.screen().availableGeometry().size()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addLayout(self._make_form())
        layout.addLayout(self._make_buttons())
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        titles = (self.tr("Time"), self.tr("Verdict"), self.tr("Score"), self.tr("Scan"))
        self.list.setHeaderLabels([*titles, self.tr("Note")])
        self.list.header().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.list.header().setStretchLastSection(False)
        self.list.header().resizeSection(NOTE, NOTE_WIDTH)
        self.list.setToolTip(self.tr("Double-click a scan to open it with its stored map."))
        self.list.itemActivated.connect(
            lambda item, _column: self.scan_chosen.emit(item.data(0, ROW_ROLE))
        )
        layout.addWidget(self.list, 1)
        self.summary = QLabel()
        self.summary.setObjectName("muted")
        layout.addWidget(self.summary)
        self.show_running(False)
        self.show_design()

    def show_design(self) -> None:
        """Say which design scans will be compared with."""
        path = self._design()
        self.design.setText(
            path.name if path is not None else self.tr("none in force in the main window")
        )

    def show_running(self, running: bool) -> None:
        """Lock what cannot be changed while the watch goes on."""
        self.start_button.setEnabled(not running)
        self.stop_button.setEnabled(running)
        for field in (self.folder, self.choose_button, self.only_new):
            field.setEnabled(not running)

    def show_state(self, text: str, *, bad: bool = False) -> None:
        """Say what the watch is doing."""
        self.state.setText(text)
        self.state.setToolTip(plain_tip(text))
        self.state.setObjectName("problem" if bad else "")
        repolish(self.state)

    def clear(self) -> None:
        """Forget earlier results."""
        self.list.clear()
        self._counts.clear()
        self.summary.clear()

    def add(self, row: ScanRow) -> None:
        """Put a new result on top."""
        self._counts[row.verdict] += 1
        verdicts = {
            "fail": self.tr("Fail"),
            "not checked": self.tr("Not checked"),
            "": self.tr("Not inspected"),
            "pass": self.tr("Pass"),
        }
        note = core_text(row.error or row.reason)
        item = QTreeWidgetItem(
            [
                moment(row.time).astimezone().strftime("%H:%M:%S"),
                f"{SIGNS[row.verdict]} {verdicts[row.verdict]}",
                decimal_text(row.object_score, 3) if math.isfinite(row.object_score) else "",
                row.name,
                note,
            ]
        )
        item.setToolTip(NOTE, plain_tip(note))
        item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setData(0, ROW_ROLE, row)
        self.list.insertTopLevelItem(0, item)
        if self.list.topLevelItemCount() > MOST_ROWS:
            self.list.takeTopLevelItem(MOST_ROWS)
        for column in (0, 1, 2):
            self.list.resizeColumnToContents(column)
        total = sum(self._counts.values())
        counts = (
            self._counts["fail"],
            self._counts["pass"],
            self._counts["not checked"] + self._counts[""],
        )
        text = self.tr(
            "%n scan(s) since the start: {0} failed, {1} passed, {2} without a verdict", "", total
        )
        self.summary.setText(text.format(*map(count_text, counts)))

    def _make_form(self) -> QFormLayout:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.folder = QLineEdit()
        self.folder.setPlaceholderText(self.tr("where the scanner puts its scans"))
        self.choose_button = QPushButton(self.tr("Choose…"))
        self.choose_button.setAutoDefault(False)
        self.choose_button.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose_button)
        form.addRow(self.tr("Folder"), row)
        self.design = QLabel()
        self.design.setTextFormat(Qt.TextFormat.PlainText)
        form.addRow(self.tr("Design"), self.design)
        self.only_new = QCheckBox(self.tr("Only scans that come from now on"))
        self.only_new.setChecked(True)
        self.only_new.setToolTip(
            self.tr("Otherwise what is in the folder already is inspected as well.")
        )
        form.addRow("", self.only_new)
        return form

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.start_button = QPushButton(self.tr("Start watching"))
        self.start_button.setObjectName("primary")
        self.start_button.clicked.connect(self.start_requested)
        self.stop_button = QPushButton(self.tr("Stop"))
        self.stop_button.setAutoDefault(False)
        self.stop_button.clicked.connect(self.stop_requested)
        self.state = QLabel(self.tr("Every new scan is inspected and put into the record."))
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setWordWrap(True)
        for widget, stretch in ((self.start_button, 0), (self.stop_button, 0), (self.state, 1)):
            row.addWidget(widget, stretch)
        return row

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Watch a folder"), self.folder.text())
        if name:
            self.folder.setText(name)
