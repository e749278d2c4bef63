"""The record as a file: verifying it, writing what is listed, and where it lies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from app.features.record.store import RecordStore
from app.i18n.core_messages import core_text
from app.widgets.plain import plain_tip
from btp_core.record.file import RecordFile
from btp_core.record.search import Query


class RecordFileBar(QWidget):
    """Buttons, and what came of them.

    Parameters
    ----------
    store
        The record.
    query
        Gives what is listed.
    """

    def __init__(self, store: RecordStore, query: Callable[[], Query]) -> None:
        super().__init__()
        self._store, self._query = store, query
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.verify_button = QPushButton(self.tr("Verify"))
        self.verify_button.setToolTip(self.tr("Find out whether anything was changed later"))
        self.verify_button.clicked.connect(self.verify)
        self.export_button = QPushButton(self.tr("Export…"))
        self.export_button.setToolTip(self.tr("What is listed, as a table or as JSON lines"))
        self.export_button.clicked.connect(self._ask_export)
        self.state = QLabel()
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setWordWrap(True)
        for button in (self.verify_button, self.export_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addWidget(self.state, 1)
        self.place = QLabel()
        self.place.setObjectName("muted")
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self.place)

    def show_place(self) -> None:
        """Say which file is the record."""
        self.place.setText(self._store.path.name)
        self.place.setToolTip(plain_tip(str(self._store.path)))

    def verify(self) -> None:
        """Check the whole record; says so beside the button."""
        from btp_core.record.verify import Verified, verify

        self.state.setText(self.tr("Verifying…"))

        def show(found: Verified) -> None:
            if found.sound:
                text = self.tr("✓ Sound: %n row(s), last hash {0}", "", found.n_rows)
                self.state.setText(text.format(found.head[:16]))
                self.state.setToolTip(found.head)
                return
            text = self.tr("✕ The record was changed by hand: {0}")
            text = text.format(core_text(found.problems[0]))
            self.state.setText(text)
            self.state.setToolTip(plain_tip("\n".join(map(core_text, found.problems))))

        self._store.do(verify, show, failed=self.state.clear, changes=False)

    def _ask_export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export"),
            str(Path.home() / "inspections.csv"),
            self.tr("Tables (*.csv);;JSON lines (*.jsonl)"),
        )
        if name:
            self.export(Path(name))

    def export(self, target: Path) -> None:
        """Write what is listed."""
        query = self._query()

        def write(path: Path) -> int:
            from btp_core.record.export import export

            with RecordFile(path) as record:
                return export(record, target, query)

        def done(count: int) -> None:
            text = self.tr("%n inspection(s) written to {0}", "", count)
            self.state.setText(text.format(target.name))

        self._store.do(write, done, changes=False)
