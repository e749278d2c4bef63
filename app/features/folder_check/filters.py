"""Which rows of a run are to be seen: a chip for each verdict, and part of a name."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.features.folder_check.cells import Show
from app.i18n.numbers import count_text


class RunFilters(QWidget):
    """Chips of which one is down, each with its number of scans, and a search box."""

    changed = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._titles = {
            Show.ALL: self.tr("All"),
            Show.FAILED: self.tr("✕ Failed"),
            Show.PASSED: self.tr("✓ Passed"),
            Show.NOT_CHECKED: self.tr("? Not checked"),
            Show.NOT_INSPECTED: self.tr("! Not inspected"),
            Show.WAITING: self.tr("… Waiting"),
        }
        self.chips: dict[Show, QPushButton] = {}
        self._group = QButtonGroup(self)
        for show, title in self._titles.items():
            chip = QPushButton(title)
            chip.setObjectName("filterChip")
            chip.setProperty("show", show.value)
            chip.setCheckable(True)
            chip.setChecked(show is Show.ALL)
            chip.toggled.connect(self._tell)
            self._group.addButton(chip)
            self.chips[show] = chip
            row.addWidget(chip)
        self.set_counts({})
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Part of a name"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._tell)
        row.addWidget(self.search, 1)

    @property
    def show_only(self) -> Show:
        """The rows that are chosen."""
        return next(show for show, chip in self.chips.items() if chip.isChecked())

    def set_counts(self, counts: Mapping[Show, int]) -> None:
        """Show how many scans there are of each kind."""
        for show, chip in self.chips.items():
            # What is there always; the others when there is something to see, or they are chosen.
            rare = show in (Show.NOT_CHECKED, Show.NOT_INSPECTED, Show.WAITING)
            chip.setVisible(not rare or bool(counts.get(show)) or chip.isChecked())
            chip.setText(f"{self._titles[show]}  {count_text(counts.get(show, 0))}")

    def _tell(self, change: object) -> None:
        # Of two chips that change places, the one that goes down tells.
        if change is not False:
            self.changed.emit(self.show_only, self.search.text())
