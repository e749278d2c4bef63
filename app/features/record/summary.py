"""How many inspections there are of each kind, in a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QObject

from app.features.record.periods import Period, period_text
from app.i18n.numbers import count_text
from app.i18n.translation import translate
from btp_core.record.search import Found


def summary_text(period: Period, rows: Sequence[Found]) -> str:
    """The morning's sentence: how many scans, and how they did."""
    return f"{period_text(period)}: {counts_text(rows)}"


def counts_text(rows: Sequence[Found]) -> str:
    """Such as "42 scans, 3 failed, 1 not checked, 4 undecided"; what is zero is left out."""
    counted = Counter(row.verdict for row in rows)
    undecided = sum(row.verdict != "pass" and not row.decision for row in rows)
    parts = [_Words().n_scans(len(rows))]
    for count, text in [
        (counted["fail"], translate("Record", "{0} failed")),
        (counted["not checked"], translate("Record", "{0} not checked")),
        (counted["error"], translate("Record", "{0} could not be inspected")),
        (undecided, translate("Record", "{0} of these undecided")),
    ]:
        if count:
            parts.append(text.format(count_text(count)))
    return ", ".join(parts)


class _Words(QObject):
    """Plurals: Qt's tools find them in a class only."""

    def n_scans(self, count: int) -> str:
        """How many scans."""
        return self.tr("%n scan(s)", "", count)
