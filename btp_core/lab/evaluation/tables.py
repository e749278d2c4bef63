"""An evaluation as rows: the same for the screen, the CSV files and the page."""

from __future__ import annotations

import math
from dataclasses import dataclass

from btp_core.lab.evaluation.metrics import ObjectMetrics, PointMetrics
from btp_core.lab.evaluation.report import EvaluationReport
from btp_core.lab.output import csv_bytes

_POINT_METRICS = ("p_auroc", "p_ap", "au_pro", "p_f1_max")
METRICS = (*_POINT_METRICS, "o_auroc", "o_ap", "o_f1_max")
HEADINGS = ("P-AUROC", "P-AP", "AU-PRO", "P-F1", "O-AUROC", "O-AP", "O-F1")
_SCAN_COLUMNS = (
    *("scan", "kinds", "source", "n_points", "n_defective", "n_regions"),
    *(*_POINT_METRICS, "object_score", "share_over_half", "seconds"),
)
_NO_OBJECTS = ObjectMetrics(float("nan"), float("nan"), float("nan"))


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
        Row("all", "pooled", n_scans, n_defective, _metrics(report.pooled, _NO_OBJECTS)),
    ]
    for scope, groups in (("type", report.by_type), ("source", report.by_source)):
        rows += [
            Row(
                scope, name, group.n_scans, group.n_defective, _metrics(group.points, group.objects)
            )
            for name, group in groups.items()
        ]
    return rows


def shown(value: float) -> str:
    """A metric for people: ``.912``, ``1.000``, or a dash where it is not defined."""
    if math.isnan(value):
        return "\N{EN DASH}"
    return f"{value:.3f}"


def summary_csv(report: EvaluationReport) -> bytes:
    """The summary as CSV (UTF-8); undefined metrics are left empty."""
    rows = [
        [row.scope, row.name, row.n_scans, row.n_defective, *row.metrics]
        for row in summary_rows(report)
    ]
    return csv_bytes(["scope", "name", "n_scans", "n_defective", *METRICS], rows)


def scans_csv(report: EvaluationReport) -> bytes:
    """One line a scan as CSV (UTF-8)."""
    rows = [
        [
            *(scan.name, "+".join(scan.kinds), scan.source or ""),
            *(scan.n_points, scan.n_defective, scan.n_regions),
            *(*scan.metrics.values, scan.object_score, scan.share_over_half),
            f"{scan.seconds:.3f}",
        ]
        for scan in report.scans
    ]
    return csv_bytes(_SCAN_COLUMNS, rows)


def _metrics(points: PointMetrics, objects: ObjectMetrics) -> tuple[float, ...]:
    return (*points.values, *objects.values)
