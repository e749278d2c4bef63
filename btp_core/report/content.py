"""What a report says: its rows, regions and outcomes."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

from btp_core.base.shown_text import shown_text
from btp_core.batch.row import ScanRow
from btp_core.batch.run_header import RunHeader
from btp_core.inspection.result_file import MISSING
from btp_core.report.history import RunHistory
from btp_core.report.texts import (
    alignment_text,
)

Outcome = Literal["fail", "error", "not checked", "pass"]
"""Of a scan: its verdict, or ``"error"`` where it could not be inspected at all."""


@dataclass(frozen=True)
class OutcomeLook:
    """How an outcome is told: in words, by a sign, and by a colour that is never alone."""

    label: str
    sign: str
    meaning: str


LOOKS: dict[Outcome, OutcomeLook] = {
    "fail": OutcomeLook("Failed", "\N{BALLOT X}", "score at or above the threshold"),
    "error": OutcomeLook("Not inspected", "!", "the file could not be inspected"),
    "not checked": OutcomeLook("Not checked", "?", "no verdict is possible; the scan says why"),
    "pass": OutcomeLook("Passed", "\N{CHECK MARK}", "score below the threshold"),
}


@dataclass(frozen=True)
class ReportRegion:
    """A defective region; numbers that the run does not tell are NaN, lengths in the scan's units.

    ``extent`` and ``centroid`` have three values each; ``deviation`` is known with a design, and
    ``missing`` is material that the scan lacks.
    """

    number: int
    area: float
    depth: float
    extent: tuple[float, float, float]
    centroid: tuple[float, float, float]
    max_score: float
    mean_score: float
    n_points: int
    likely_type: str
    deviation: float = math.nan
    missing: bool = False

    @property
    def kind(self) -> str:
        """Its likely type, or that it is missing material; empty where neither is known."""
        return MISSING if self.missing else self.likely_type


@dataclass(frozen=True)
class ReportRow:
    """One scan.

    Attributes
    ----------
    key
        Its number in the report, from 1; names of pages and pictures are made of it.
    name, error, reason, warnings
        As in ``scan``, fit to be shown.
    detailed
        Whether it has a page of its own.
    units
        Of length; empty without a design, which tells them.
    decision
        What a person decided, who and why; empty where nobody did.
    """

    key: int
    scan: ScanRow
    outcome: Outcome
    name: str
    error: str
    reason: str
    warnings: tuple[str, ...]
    regions: tuple[ReportRegion, ...]
    detailed: bool
    units: str = ""
    decision: str = ""

    @property
    def typed(self) -> bool:
        """Whether a region is of a kind that can be told: prompts may name no types."""
        return any(region.kind for region in self.regions)

    @property
    def measured(self) -> bool:
        """Whether it was compared with a design, so that regions have a deviation."""
        return math.isfinite(self.residual)

    @property
    def residual(self) -> float:
        """Typical deviation of the scan as a whole; NaN where it was not compared."""
        return number_of(self.scan.alignment.get("residual"))

    @property
    def alignment(self) -> str:
        """How well the scan lies on its design, in plain words; empty without one."""
        known = self.scan.alignment
        if not known:
            return ""
        fit = number_of(known.get("fit")) if self.measured else math.nan
        unseen = number_of(known.get("not_scanned"))
        return alignment_text(fit, self.residual, unseen, self.units)

    @property
    def folder(self) -> str:
        """The part of the name up to the last slash, empty if there is none."""
        return self.name.rpartition("/")[0]

    @property
    def file(self) -> str:
        """The last part of the name."""
        return self.name.rpartition("/")[2]

    @property
    def look(self) -> OutcomeLook:
        """Words and sign of the outcome."""
        return LOOKS[self.outcome]


@dataclass(frozen=True)
class ReportContent:
    """Everything that is told of a run, pictures apart.

    Attributes
    ----------
    title
        Name of the folder that was checked.
    header
        Of the run.
    counts
        Scans of each outcome, in the order of :data:`LOOKS`.
    n_scans, n_points
        In all.
    scores
        Object scores of all scans that have one.
    rows
        The worst first, at most :data:`~btp_core.report.gather.MAX_ROWS`.
    facts, prompts
        Pairs of name and text: where the results come from, and what was asked.
    created
        Of the report, ISO 8601 in UTC.
    history
        What the inspection record adds.
    """

    title: str
    header: RunHeader
    counts: dict[Outcome, int]
    n_scans: int
    n_points: int
    scores: tuple[float, ...]
    rows: tuple[ReportRow, ...]
    facts: tuple[tuple[str, str], ...]
    prompts: tuple[tuple[str, str], ...]
    created: str
    history: RunHistory = field(default_factory=RunHistory)

    @property
    def design(self) -> str:
        """Name and version of the design; empty without one."""
        header = self.header
        if not header.design_sha256:
            return ""
        return shown_text(f"{header.design}, version {header.design_version}")

    @property
    def n_left_out(self) -> int:
        """Scans that are counted but not listed."""
        return self.n_scans - len(self.rows)


def number_of(value: object) -> float:
    """A number that a run tells; NaN for anything else."""
    try:
        return float(value) if isinstance(value, int | float) else math.nan
    except OverflowError:  # JSON knows integers of any length
        return math.nan
