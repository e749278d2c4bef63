"""What the inspection record adds to the report of a run: decisions, the chart, the map."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from btp_core.base.errors import DesignError
from btp_core.base.shown_text import shown_text
from btp_core.batch.row import ScanRow
from btp_core.batch.run_header import RunHeader
from btp_core.record.file import RecordFile
from btp_core.record.search import Found, Query, decisions_of, design_files
from btp_core.report.texts import time_text

DECIDED = {"accept": "Accepted", "reject": "Rejected", "rework": "Rework"}
CHART_SIZE = (1000, 620)
MAP_SIZE = (1000, 460)


@dataclass(frozen=True)
class RunHistory:
    """Of the record, for one run.

    Attributes
    ----------
    decisions
        By the sha256 of the scans' files.
    chart, gathering
        Pictures (png) of the design's parts over time, and of where their defects gather; empty
        where there is nothing to show.
    n_inspections
        That the chart is of.
    """

    decisions: Mapping[str, Found] = field(default_factory=dict)
    chart: bytes = b""
    gathering: bytes = b""
    n_inspections: int = 0


def run_history(path: Path, header: RunHeader, rows: Sequence[ScanRow]) -> RunHistory:
    """Look up a run's scans and its design in a record; raises ``RecordError``."""
    from btp_core.record.trends import trends
    from btp_core.report.control_picture import chart_picture

    with RecordFile(path) as record:
        decisions = decisions_of(record, [row.sha256 for row in rows])
        found = trends(record, header.design, Query(design=header.design))
        gathering = _gathering(record, header.design)
    count = len(found.scores.chart.values)
    if not count:
        return RunHistory(decisions)
    chart = chart_picture(
        *(found.scores, found.days, "Object score"), size=CHART_SIZE, threshold=header.threshold
    )
    return RunHistory(decisions, chart.png, gathering, count)


def decision_text(found: Found | None) -> str:
    """The decision that counts in one line; empty where nobody decided."""
    if found is None or not found.decision:
        return ""
    text = f"{DECIDED[found.decision]} by {found.decided_by}, {time_text(found.decided_at)}"
    about = ", ".join(filter(None, (found.decision_reason, found.note)))
    return shown_text(f"{text}: {about}" if about else text)


def _gathering(record: RecordFile, design: str) -> bytes:
    from btp_core.designs.design import Design
    from btp_core.record.gathering import gather
    from btp_core.rendering.gathering import render_gathering

    files = [path for path in design_files(record, design) if path.exists()] if design else []
    if not files:
        return b""
    try:
        reference = Design.load(files[0]).reference
    except DesignError:
        return b""  # the report is of the run, which has what counts
    found = gather(record, reference.points, reference.spacing, design=design)
    picture = render_gathering(reference.points, found.counts, reference.spacing, size=MAP_SIZE)
    buffer = io.BytesIO()
    picture.save(buffer, format="png")
    return buffer.getvalue()
