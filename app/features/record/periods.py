"""Spans of time to look at: over night, today, and so on, as the clock on the wall has them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import Enum

from app.i18n.translation import translate
from btp_core.record.entries import utc_text

EVENING = time(18, 0)
"""From here on it is night, until now."""


class Period(Enum):
    """What a list of inspections may be limited to."""

    NIGHT = "night"
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"


def period_text(period: Period) -> str:
    """Its name."""
    words = {
        Period.NIGHT: translate("Record", "Over night (since 18:00)"),
        Period.TODAY: translate("Record", "Today"),
        Period.WEEK: translate("Record", "The last 7 days"),
        Period.MONTH: translate("Record", "The last 30 days"),
        Period.ALL: translate("Record", "All the time"),
    }
    return words[period]


def since(period: Period, now: datetime | None = None) -> str:
    """When it begins, as the record writes moments; empty for all the time."""
    now = (now or datetime.now()).astimezone()
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    begins = {
        Period.NIGHT: datetime.combine(today.date() - timedelta(days=1), EVENING).astimezone(),
        Period.TODAY: today,
        Period.WEEK: today - timedelta(days=6),
        Period.MONTH: today - timedelta(days=29),
    }
    return utc_text(begins[period]) if period in begins else ""
