"""Tables as text for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Where a comma is the decimal sign, spreadsheets divide a line at semicolons, in quotes or not.
_AFTER_SEPARATOR = re.compile(r"([;|\t\r\n]\s*)(?=[=+\-@])")


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV, with a heading; None becomes an empty cell.

    A text that a spreadsheet would take for a formula gets an apostrophe in front, and bytes of a
    file name that are no characters are written as escapes.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = value.encode("utf-8", "backslashreplace").decode("utf-8")
    text = _AFTER_SEPARATOR.sub(r"\1'", text)
    return f"'{text}" if text.startswith(_FORMULA) else text
