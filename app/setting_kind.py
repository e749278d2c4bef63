"""What a setting is: its name in the file, its limits, its row of the dialog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QByteArray


@dataclass(frozen=True)
class Setting:
    """One setting, and its row of the dialog.

    Attributes
    ----------
    key, default
        Its name in the file, and its value where the file has none.
    choices
        Limit a text.
    low, high
        Limit a number.
    group, title, tip
        Of its row, in English; without a title it has none.
    names
        Of the choices, in English.
    zero
        What a number's zero stands for, in English.
    """

    key: str
    default: Any
    choices: tuple[str, ...] = ()
    low: float = float("-inf")
    high: float = float("inf")
    group: str = ""
    title: str = ""
    tip: str = ""
    names: tuple[str, ...] = ()
    zero: str = ""

    def checked(self, value: Any) -> Any:
        """``value`` as this setting's kind, or the default when it is not one of its values."""
        kind = type(self.default)
        try:
            if kind is bool:
                value = value if isinstance(value, bool) else str(value).lower() in ("1", "true")
            elif kind is list:
                value = [value] if isinstance(value, str) else [str(item) for item in value or []]
            elif kind is QByteArray:
                return value if isinstance(value, QByteArray) else self.default
            else:
                value = kind(value)
        except (TypeError, ValueError, OverflowError):
            return self.default
        if self.choices and value not in self.choices:
            return self.default
        if kind in (int, float) and not self.low <= value <= self.high:
            return self.default
        return value
