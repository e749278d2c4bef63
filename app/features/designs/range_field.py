"""How far the colours of deviations reach: the same either way, for all scans or for each."""

from __future__ import annotations

import math

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from app.theme.icons import icon
from app.theme.tokens import Theme
from app.widgets.number_field import NumberField

LEAST, MOST = 1e-6, 1e6


class RangeField(QWidget):
    """A length, its unit and a lock.

    Locked, which it is at first, a colour means the same deviation on every scan. Unlocked, each
    scan keeps the range that was typed for it.

    Attributes
    ----------
    limit_changed
        Emitted with the length of the last colour and its unit.
    """

    limit_changed = Signal(float, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._common, self.units = 0.5, ""
        self._own: dict[int, float] = {}
        self._scan: int | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.caption = QLabel(self.tr("Colours up to"))
        self.limit = NumberField()
        self.limit.setRange(LEAST, MOST)
        self.limit.setPrefix("\N{PLUS-MINUS SIGN} ")
        self.limit.setAccessibleName(self.tr("Deviation of the last colour"))
        self.limit.setToolTip(
            self.tr("Deviations of this length or more have the last colour, outside and inside.")
        )
        self.lock = QToolButton()
        self.lock.setCheckable(True)
        self.lock.setChecked(True)
        self.lock.setAccessibleName(self.tr("The same range for every scan"))
        self.lock.setToolTip(
            self.tr(
                "Locked: a colour means the same deviation on every scan. Open: each has its own."
            )
        )
        layout.addWidget(self.caption)
        layout.addWidget(self.limit, 1)
        layout.addWidget(self.lock)
        self.begin(self._common, "")
        self.limit.valueChanged.connect(self._edited)
        self.lock.toggled.connect(self._locked)

    def begin(self, limit: float, units: str) -> None:
        """Another design: its own range, for all scans."""
        self._common, self.units = limit, units
        self._own.clear()
        self.limit.setSuffix(f" {units}" if units else "")
        self._put(limit)

    @property
    def value(self) -> float:
        """The length of the last colour."""
        return self.limit.value()

    def show_scan(self, number: int | None) -> None:
        """Another scan comes into view; ``number`` tells it from the others."""
        if number == self._scan:
            return
        self._scan = number
        if number is not None and not self.lock.isChecked():
            self._put(self._own.get(number, self._common))

    def set_theme(self, theme: Theme) -> None:
        """Draw the lock in a theme's colours."""
        self._theme = theme
        name = "lock" if self.lock.isChecked() else "lock-open"
        self.lock.setIcon(icon(name, theme.text, theme.muted))

    def _put(self, limit: float) -> None:
        decimals = max(2 - math.floor(math.log10(limit)), 0)
        with QSignalBlocker(self.limit):
            self.limit.setDecimals(min(decimals, 6))
            self.limit.setSingleStep(10.0 ** math.floor(math.log10(limit)) / 2)
            self.limit.setValue(limit)
        self.limit_changed.emit(self.limit.value(), self.units)

    def _edited(self, value: float) -> None:
        if self.lock.isChecked():
            self._common = value
        elif self._scan is not None:
            self._own[self._scan] = value
        self.limit_changed.emit(value, self.units)

    def _locked(self, locked: bool) -> None:
        if locked:
            self._common = self.value
            self._own.clear()
        self.set_theme(self._theme)


def round_length(length: float) -> float:
    """The nearest of 1, 2 and 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(length))
    return min((step * power for step in (1, 2, 5, 10)), key=lambda one: abs(one - length))
