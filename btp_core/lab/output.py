"""What was measured as CSV, as plain values for JSON, and as a page that needs no other file."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from btp_core.base.csv_text import csv_text
from btp_core.report.page_templates import page_environment


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as CSV (UTF-8); numbers that are not whole get six digits, NaN an empty cell."""
    return csv_text(header, [[_cell(value) for value in row] for row in rows]).encode("utf-8")


def without_nan(value: Any) -> Any:
    """The value with each NaN in it, which JSON does not know, become None."""
    if isinstance(value, dict):
        return {key: without_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_nan(item) for item in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def page_bytes(template: str, filters: dict[str, Callable[..., str]], **values: Any) -> bytes:
    """HTML from a template of this room; every value is escaped."""
    environment = page_environment("btp_core.lab")
    environment.filters |= filters
    return environment.get_template(template).render(values).encode("utf-8", "backslashreplace")


def _cell(value: object) -> object:
    if not isinstance(value, float):
        return value
    return "" if math.isnan(value) else f"{value:.6f}"
