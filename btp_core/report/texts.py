"""Names and numbers as they are shown in a report."""

from __future__ import annotations

import math
from datetime import UTC, datetime

from btp_core.base.shown_text import shown_text
from btp_core.rendering.deviation import deviation_text

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
DASH = "\N{EN DASH}"


def score_text(score: float, threshold: float) -> str:
    """A score with as many decimals, two or more, as it takes to tell it from the threshold."""
    if not math.isfinite(score):
        return DASH
    text = ""
    for decimals in (2, 3, 4):
        text = f"{score:.{decimals}f}"
        if score == threshold or float(text) != round(threshold, decimals):
            break
    return text


def threshold_text(threshold: float) -> str:
    """A threshold with two decimals, or as many as it has."""
    short = f"{threshold:.2f}"
    return short if float(short) == threshold else f"{threshold:g}"


def time_text(moment: str) -> str:
    """A date and time of ISO 8601 as a person writes it; other text stays what it is."""
    try:
        read = datetime.fromisoformat(moment)
    except ValueError:
        return shown_text(moment)
    if read.tzinfo is not None:
        read = read.astimezone(UTC)
    return f"{read.day} {MONTHS[read.month - 1]} {read:%Y, %H:%M} UTC"


def length_text(value: float) -> str:
    """A length or an area with three significant digits."""
    if not math.isfinite(value):
        return DASH
    if value == 0 or 1e-3 <= abs(value) < 1e6:
        decimals = 2 if value == 0 else max(0, 2 - math.floor(math.log10(abs(value))))
        return f"{value:,.{decimals}f}"
    return f"{value:.2e}"


def alignment_text(fit: float, residual: float, not_scanned: float, units: str) -> str:
    """How well a scan lies on its design, in plain words.

    Parameters
    ----------
    fit, residual, not_scanned
        Share of the scan that lies on the design, its typical distance there, and the share of
        the design that was not scanned; NaN for a scan that was refused.
    units
        Of length.
    """
    if math.isnan(fit):
        return "The scan does not lie on the design."
    text = f"{fit:.0%} of the scan lies on the design, typically within {residual:.2g} {units}"
    if not not_scanned >= 0.02:
        return f"{text.rstrip()}; it shows the whole part."
    return f"{text.rstrip()}; {not_scanned:.0%} of the part was not scanned."


def deviation_cell(deviation: float) -> str:
    """A deviation with its sign, as in a table whose heading says the units; NaN is a dash."""
    return deviation_text(deviation) if math.isfinite(deviation) else DASH


def seconds_text(seconds: float) -> str:
    """A span of time in the units that suit it."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:,} h {minutes:02d} min" if hours else f"{minutes} min {rest:02d} s"


def bytes_text(size: int) -> str:
    """The size of a file."""
    value, unit = float(size), "bytes"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    return f"{value:,.0f} {unit}" if unit == "bytes" else f"{value:,.1f} {unit}"
