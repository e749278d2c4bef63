"""What the cells of a run say, and how they are sorted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import Any

from app.i18n.core_messages import core_text
from app.i18n.numbers import count_text, decimal_text
from app.i18n.translation import translate
from app.widgets.chip import Outcome, verdict_text
from app.widgets.plain import plain_tip
from btp_core.batch.row import ScanRow

_ORDER: dict[str, int] = {"fail": 0, "not checked": 1, "not inspected": 2, "pass": 3, "": 4}


@dataclass(frozen=True)
class Waiting:
    """A scan that was found and is not inspected yet."""

    name: str


Row = ScanRow | Waiting


class Show(Enum):
    """Which rows are to be seen."""

    ALL = "all"
    FAILED = "fail"
    PASSED = "pass"
    NOT_CHECKED = "not checked"
    NOT_INSPECTED = "not inspected"
    WAITING = "waiting"


def outcome_of(row: Row) -> Outcome | None:
    """Its verdict, or that the file could not be inspected; None while it waits."""
    if isinstance(row, Waiting):
        return None
    return row.verdict or "not inspected"


def kind_of(row: Row) -> Show:
    """With which rows a scan is shown."""
    outcome = outcome_of(row)
    return Show.WAITING if outcome is None else Show(outcome)


def tip_text(row: Row) -> str:
    """The full name of a scan, then what there is to know about its result."""
    if isinstance(row, Waiting):
        return plain_tip(row.name)
    told = map(core_text, filter(None, [row.error or row.reason, *row.warnings]))
    return plain_tip("\n".join((row.name, *told)))


def note_text(row: Row) -> str:
    """Why a scan has no verdict, or what to keep in mind of its result."""
    if isinstance(row, Waiting):
        return ""
    unchecked = row.reason if row.verdict == "not checked" else ""
    return core_text(row.error or unchecked) or "; ".join(map(core_text, row.warnings))


def cell_texts(row: Row) -> tuple[str, ...]:
    """What the cells of a row show."""
    if isinstance(row, Waiting):
        return (translate("FolderTable", "Waiting"), row.name, "", "", "", "", "")
    verdict, note = verdict_text(row.verdict or "not inspected"), note_text(row)
    if row.status != "done":
        return (verdict, row.name, "", "", "", "", note)
    return (
        verdict,
        row.name,
        decimal_text(row.object_score, 3) if math.isfinite(row.object_score) else "",
        count_text(len(row.regions)),
        count_text(row.n_points),
        decimal_text(row.seconds, 1),
        note,
    )


def sort_values(row: Row) -> tuple[Any, ...]:
    """What the columns are sorted by; scans without a result lie below all others."""
    if isinstance(row, Waiting):
        return (_ORDER[""], row.name.casefold(), -2.0, -1, -1, -1.0, "")
    inspected = row.status == "done"
    score = row.object_score if inspected else -1.0
    return (
        _ORDER[row.verdict or "not inspected"],
        row.name.casefold(),
        # A scan without a measured point has none, and NaN has no place in an order.
        -0.5 if math.isnan(score) else score,
        len(row.regions) if inspected else -1,
        row.n_points,
        row.seconds,
        row.error,
    )
