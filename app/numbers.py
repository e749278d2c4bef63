"""Numbers as text, for widgets."""

from __future__ import annotations

from PySide6.QtCore import QLocale


def count_text(value: int) -> str:
    """A count with its thousands grouped."""
    locale = QLocale()
    if locale.language() == QLocale.Language.C:  # it groups no thousands
        locale = QLocale(QLocale.Language.English)
    return locale.toString(value)


def score_text(score: float, threshold: float) -> str:
    """A score with as many decimals, two or more, as it takes to tell it from the threshold.

    Rounded to two, 0.497 would read as a pass at 0.50 that should have been a fail.
    """
    for decimals in (2, 3, 4):
        text = f"{score:.{decimals}f}"
        if score == threshold or float(text) != round(threshold, decimals):
            return text
    return text
