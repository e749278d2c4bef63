"""What a report says, from a run: its rows counted, put in order and checked."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

from btp_core.base.shown_text import shown_text
from btp_core.base.version import software_version
from btp_core.batch.row import ScanRow
from btp_core.batch.run_header import RunHeader
from btp_core.inspection.limits import Limits
from btp_core.inspection.result_file import MISSING
from btp_core.report.content import (
    LOOKS,
    Outcome,
    ReportContent,
    ReportRegion,
    ReportRow,
    number_of,
)
from btp_core.report.history import RunHistory, decision_text
from btp_core.report.texts import bytes_text, length_text, seconds_text, threshold_text, time_text

MAX_ROWS = 10_000
"""A browser sorts this many at once; of more scans, those that passed best are left out."""
MAX_DETAILED = 2_000
"""So many scans get a page of their own, the worst first."""
MAX_REGIONS = 50


def report_content(
    header: RunHeader, scans: Sequence[ScanRow], history: RunHistory | None = None
) -> ReportContent:
    """Put a run in order.

    Parameters
    ----------
    header, scans
        As read from a run file; nothing in them is trusted to be well formed.
    history
        What the inspection record adds, if there is one.
    """
    history = history or RunHistory()
    worst_first = sorted(scans, key=_badness)
    counts = Counter(_outcome(scan) for scan in scans)
    n_bad = len(scans) - counts["pass"]
    rows = tuple(
        _row(number, scan, header, history, detailed=number <= min(n_bad, MAX_DETAILED))
        for number, scan in enumerate(worst_first[:MAX_ROWS], start=1)
    )
    return ReportContent(
        title=shown_text(PurePath(header.folder).name or header.folder),
        header=header,
        counts={outcome: counts[outcome] for outcome in LOOKS},
        n_scans=len(scans),
        n_points=int(_total(scan.n_points for scan in scans)),
        scores=tuple(r.object_score for r in scans if 0 <= r.object_score <= 1),
        rows=rows,
        facts=_facts(header, scans),
        prompts=_prompts(header),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        history=history,
    )


def _outcome(scan: ScanRow) -> Outcome:
    if scan.status == "failed":
        return "error"
    if scan.verdict == "fail":
        return "fail"
    return "pass" if scan.verdict == "pass" else "not checked"


def _badness(scan: ScanRow) -> tuple[int, float, str]:
    score = scan.object_score
    return list(LOOKS).index(_outcome(scan)), -score if math.isfinite(score) else 0, scan.name


def _row(
    number: int, scan: ScanRow, header: RunHeader, history: RunHistory, *, detailed: bool
) -> ReportRow:
    return ReportRow(
        key=number,
        scan=scan,
        outcome=_outcome(scan),
        name=shown_text(scan.name),
        error=shown_text(scan.error),
        reason=shown_text(scan.reason),
        warnings=tuple(shown_text(str(warning)) for warning in scan.warnings),
        regions=tuple(
            _region(index, region)
            for index, region in enumerate(scan.regions[:MAX_REGIONS], start=1)
            if isinstance(region, dict)
        ),
        detailed=detailed,
        units=shown_text(header.design_units) if scan.alignment else "",
        decision=decision_text(history.decisions.get(scan.sha256)),
    )


def _region(number: int, region: dict[str, Any]) -> ReportRegion:
    n_points = number_of(region.get("n_points"))
    return ReportRegion(
        number=number,
        area=number_of(region.get("area")),
        depth=number_of(region.get("depth")),
        extent=_three(region.get("extent")),
        centroid=_three(region.get("centroid")),
        max_score=number_of(region.get("max_score")),
        mean_score=number_of(region.get("mean_score")),
        n_points=int(n_points) if math.isfinite(n_points) else 0,
        likely_type=shown_text(str(region.get("likely_type") or "")),
        deviation=number_of(region.get("deviation")),
        missing=region.get("kind") == MISSING,
    )


def _three(values: object) -> tuple[float, float, float]:
    if not isinstance(values, list | tuple) or len(values) != 3:
        return math.nan, math.nan, math.nan
    return number_of(values[0]), number_of(values[1]), number_of(values[2])


def _total(values: Iterable[float]) -> float:
    return sum(value for value in values if math.isfinite(value) and value > 0)


def _facts(header: RunHeader, scans: Sequence[ScanRow]) -> tuple[tuple[str, str], ...]:
    devices = sorted({scan.device for scan in scans if scan.device} - {header.device})
    facts = [
        ("Folder", header.folder),
        ("Inspected", time_text(header.created)),
        ("Software", f"BTP Inspect {header.software_version}"),
        ("Report made by", f"BTP Inspect {software_version()}"),
        ("Model", header.model_name),
        ("Model SHA-256", header.model_sha256),
        *_design_facts(header),
        ("Threshold", threshold_text(header.threshold)),
        *_limit_facts(header),
        ("Detail", header.detail),
        ("Device", ", ".join([header.device, *devices])),
        ("Machine", header.machine or "not told"),
        ("Seed", str(header.seed)),
        ("Time of inspection", seconds_text(_total(r.seconds for r in scans))),
        ("Size of the scans", bytes_text(int(_total(r.size for r in scans)))),
    ]
    return tuple((name, shown_text(value)) for name, value in facts)


def _design_facts(header: RunHeader) -> list[tuple[str, str]]:
    if not header.design_sha256:
        return []
    return [
        ("Design", f"{header.design}, version {header.design_version}"),
        ("Design SHA-256", header.design_sha256),
    ]


def _limit_facts(header: RunHeader) -> list[tuple[str, str]]:
    limits = Limits.of_text(header.limits)
    told = {"length": limits.length, "depth": limits.depth, "area": limits.area}
    text = ", ".join(f"{name} {length_text(size)}" for name, size in told.items() if size)
    return [("Fails only beyond", text)] if text else []


def _prompts(header: RunHeader) -> tuple[tuple[str, str], ...]:
    prompts = header.prompts
    lines = [
        ("Name", prompts.name),
        ("Object", prompts.object_name),
        ("Normal", "; ".join(prompts.normal)),
        ("Defective", "; ".join(prompts.anomaly)),
        ("Templates", "; ".join(prompts.templates)),
        *((f"Type: {kind.name}", "; ".join(kind.phrases)) for kind in prompts.types),
    ]
    return tuple((shown_text(name), shown_text(value)) for name, value in lines)
