"""An evaluation as rows: the same for the screen, the CSV files and the page."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

from btp_core.lab.evaluation.metrics import ObjectMetrics, PointMetrics
from btp_core.lab.evaluation.report import EvaluationReport, GroupResult, ScanResult

METRICS = (
    "p_auroc",
    "p_ap",
    "au_pro",
    "p_f1_max",
    "o_auroc",
    "o_ap",
    "o_f1_max",
)
HEADINGS = ("P-AUROC", "P-AP", "AU-PRO", "P-F1", "O-AUROC", "O-AP", "O-F1")
_SCAN_COLUMNS = (
    "scan",
    "kinds",
    "source",
    "n_points",
    "n_defective",
    "n_regions",
    "p_auroc",
    "p_ap",
    "au_pro",
    "p_f1_max",
    "object_score",
    "share_over_half",
    "seconds",
)


@dataclass(frozen=True)
class Row:
    """A line of the summary.

    Attributes
    ----------
    scope
        "all", "type" or "source".
    name
        How metrics were put together, or the group's name.
    n_scans, n_defective
        Scans behind the line.
    metrics
        Seven values as named in :data:`METRICS`, NaN where not defined.
    """

    scope: str
    name: str
    n_scans: int
    n_defective: int
    metrics: tuple[float, ...]


def summary_rows(report: EvaluationReport) -> list[Row]:
    """Both levels over all scans, then each single defect type, then each source."""
    n_scans = len(report.scans)
    n_defective = sum(scan.defective for scan in report.scans)
    rows = [
        Row("all", "mean per scan", n_scans, n_defective, _metrics(report.mean, report.objects)),
        Row("all", "pooled", n_scans, n_defective, _metrics(report.pooled, None)),
    ]
    rows += [_group_row("type", name, group) for name, group in report.by_type.items()]
    rows += [_group_row("source", name, group) for name, group in report.by_source.items()]
    return rows


def shown(value: float, digits: int = 3) -> str:
    """A metric for people: ``.912``, ``1.000``, or a dash where it is not defined."""
    if math.isnan(value):
        return "\N{EN DASH}"
    return f"{value:.{digits}f}"


def summary_csv(report: EvaluationReport) -> bytes:
    """The summary as CSV (UTF-8); undefined metrics are left empty."""
    rows = [
        [row.scope, row.name, row.n_scans, row.n_defective, *map(_cell, row.metrics)]
        for row in summary_rows(report)
    ]
    return _csv(["scope", "name", "n_scans", "n_defective", *METRICS], rows)


def scans_csv(report: EvaluationReport) -> bytes:
    """One line a scan as CSV (UTF-8)."""
    return _csv(_SCAN_COLUMNS, [_scan_cells(scan) for scan in report.scans])


def _group_row(scope: str, name: str, group: GroupResult) -> Row:
    metrics = _metrics(group.points, group.objects)
    return Row(scope, name, group.n_scans, group.n_defective, metrics)


def _metrics(points: PointMetrics, objects: ObjectMetrics | None) -> tuple[float, ...]:
    nan = float("nan")
    o = objects if objects is not None else ObjectMetrics(nan, nan, nan)
    return (
        points.auroc,
        points.average_precision,
        points.au_pro,
        points.f1_max,
        o.auroc,
        o.average_precision,
        o.f1_max,
    )


def _scan_cells(scan: ScanResult) -> list[object]:
    points = scan.metrics
    return [
        scan.name,
        "+".join(scan.kinds),
        scan.source or "",
        scan.n_points,
        scan.n_defective,
        scan.n_regions,
        _cell(points.auroc),
        _cell(points.average_precision),
        _cell(points.au_pro),
        _cell(points.f1_max),
        _cell(scan.object_score),
        _cell(scan.share_over_half),
        f"{scan.seconds:.3f}",
    ]


def _cell(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.6f}"


def _csv(header: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
