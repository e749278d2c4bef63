"""A field for a number that is typed in peace."""

from __future__ import annotations

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox

POINTS = ".,"


class NumberField(QDoubleSpinBox):
    """Tells a number once it is typed, by Enter or by leaving; point and comma are both taken.

    A field that tells each key gets its own value written back by whoever follows it, and what is
    typed next lands behind it: ``0.30`` becomes 0.00.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setKeyboardTracking(False)

    def validate(self, text: str, pos: int) -> tuple[QValidator.State, str, int]:
        """As any such field, with the decimal point of the language for either one."""
        own = self.locale().decimalPoint()
        for point in POINTS:
            text = text.replace(point, own)
        state, text, pos = super().validate(text, pos)
        return state, text, pos

    def valueFromText(self, text: str) -> float:
        """The number, whichever decimal point it has."""
        own = self.locale().decimalPoint()
        for point in POINTS:
            text = text.replace(point, own)
        return super().valueFromText(text)
