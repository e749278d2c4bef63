"""Numbers and dates as text, for widgets, as the window's language writes them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtCore import QDateTime, QLocale, Qt

MISSING = "—"
PLAIN_FROM, PLAIN_TO = 1e-3, 1e7
MORE_DECIMALS = 2
"""Spent on the least number of a column, if it would be rounded to nothing without them."""


def decimal_point() -> str:
    """What stands before the decimals."""
    return _locale().decimalPoint()


def count_text(value: int) -> str:
    """A count with its thousands grouped."""
    return _locale().toString(value)


def decimal_text(value: float, decimals: int) -> str:
    """A number with so many decimals."""
    return _locale().toString(value, "f", decimals)


def short_text(value: float, digits: int = 6) -> str:
    """A number with no more digits than it takes, and so many at most."""
    return _locale().toString(value, "g", digits)


def signed_text(value: float, digits: int = 3) -> str:
    """A length with its sign, a true minus, and so many digits that count."""
    if not math.isfinite(value):
        return MISSING
    sign = "+" if value > 0 else "\N{MINUS SIGN}" if value < 0 else ""
    return sign + column_texts([abs(value)], digits)[0]


def date_text(moment: str) -> str:
    """The day of a moment in ISO 8601, where the user is; as it stands if it is none."""
    local = QDateTime.fromString(moment, Qt.DateFormat.ISODate).toLocalTime()
    if not local.isValid():
        return moment
    # The long form, without the day of the week: short ones swap day and month by country.
    pattern = _locale().dateFormat(QLocale.FormatType.LongFormat)
    return _locale().toString(local.date(), pattern.replace("dddd", "").strip(" ,."))


def column_texts(values: Iterable[float], digits: int = 3) -> list[str]:
    """Numbers of one column, all with as many decimals, so that they can be compared at a glance.

    Parameters
    ----------
    digits
        Significant digits of the greatest number. Scientific notation is used only if all are
        very small, or all very large.
    """
    numbers = [float(value) for value in values]
    sizes = [abs(number) for number in numbers if math.isfinite(number) and number]
    least, most = min(sizes, default=1.0), max(sizes, default=1.0)
    locale = _locale()
    if most < PLAIN_FROM or least >= PLAIN_TO:
        style, decimals = "e", max(digits - 2, 1)
    else:
        style, decimals = "f", _decimals(most, digits)
        decimals = max(decimals, min(_decimals(least, 1), decimals + MORE_DECIMALS))
    return [
        locale.toString(number, style, decimals) if math.isfinite(number) else MISSING
        for number in numbers
    ]


def score_text(score: float, threshold: float) -> str:
    """A score with as many decimals, two or more, as it takes to tell it from the threshold.

    Rounded to two, 0.497 would read as a pass at 0.50 that should have been a fail.
    """
    if not math.isfinite(score):
        return MISSING
    for decimals in (2, 3):
        if score == threshold or round(score, decimals) != round(threshold, decimals):
            return decimal_text(score, decimals)
    return decimal_text(score, 4)


def _decimals(size: float, digits: int) -> int:
    return max(digits - 1 - math.floor(math.log10(size)), 0)


def _locale() -> QLocale:
    locale = QLocale()
    if locale.language() == QLocale.Language.C:  # it groups no thousands
        return QLocale(QLocale.Language.English)
    return locale
