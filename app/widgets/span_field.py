"""Which scores the colours reach over: of all scans, or of each its own."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from app.theme.icons import icon
from app.theme.tokens import Theme
from app.widgets.number_field import NumberField

LEAST_SPAN = 0.05

Span = tuple[float, float]


class SpanField(QWidget):
    """Two scores and a lock.

    Locked, which it is at first, a colour means the same score on every scan. Unlocked, each scan
    keeps the span that was given to it.
    """

    span_changed = Signal(float, float)

    def __init__(self, span: Span, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._common = span
        self._own: dict[int, Span] = {}
        self._scan: int | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.low, self.high = NumberField(), NumberField()
        for box, name in [
            (self.low, self.tr("Score of the first colour")),
            (self.high, self.tr("Score of the last colour")),
        ]:
            box.setRange(0.0, 1.0)
            box.setSingleStep(0.05)
            box.setDecimals(2)
            box.setAccessibleName(name)
            box.setToolTip(
                self.tr(
                    "Stretches the colours over a part of the scores; 0 to 1 is what the program "
                    "begins with."
                )
            )
        self.lock = QToolButton()
        self.lock.setCheckable(True)
        self.lock.setChecked(True)
        self.lock.setAccessibleName(self.tr("The same colours for every scan"))
        self.lock.setToolTip(
            self.tr("Locked: a colour means the same score on every scan. Open: each has its own.")
        )
        layout.addWidget(self.low)
        layout.addWidget(QLabel(self.tr("to")))
        layout.addWidget(self.high)
        layout.addWidget(self.lock)
        layout.addStretch()
        self._put(span)
        self.set_theme(theme)
        self.low.valueChanged.connect(self._edited)
        self.high.valueChanged.connect(self._edited)
        self.lock.toggled.connect(self._locked)

    @property
    def span(self) -> Span:
        """Scores that take the colour map's first and last colour, the lower one first."""
        low, high = sorted((self.low.value(), self.high.value()))
        return (low, high) if high - low >= LEAST_SPAN else (low, low + LEAST_SPAN)

    @property
    def common(self) -> Span:
        """The span of every scan that has none of its own."""
        return self._common

    def show_scan(self, number: int | None) -> None:
        """Another scan comes into view; ``number`` tells it from the others."""
        if number == self._scan:
            return
        self._scan = number
        if number is not None and not self.lock.isChecked():
            before = self.span
            self._put(self._own.get(number, self._common))
            if self.span != before:
                self.span_changed.emit(*self.span)

    def set_theme(self, theme: Theme) -> None:
        """Draw the lock in a theme's colours."""
        self._theme = theme
        name = "lock" if self.lock.isChecked() else "lock-open"
        self.lock.setIcon(icon(name, theme.text, theme.muted))

    def _put(self, span: Span) -> None:
        with QSignalBlocker(self.low), QSignalBlocker(self.high):
            self.low.setValue(span[0])
            self.high.setValue(span[1])

    def _edited(self, _value: float) -> None:
        if self.lock.isChecked():
            self._common = self.span
        elif self._scan is not None:
            self._own[self._scan] = self.span
        self.span_changed.emit(*self.span)

    def _locked(self, locked: bool) -> None:
        if locked:
            self._common = self.span
            self._own.clear()
        self.set_theme(self._theme)
