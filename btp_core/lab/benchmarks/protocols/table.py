"""A benchmark's table: quoted rows, our row, and ours by category; for screen, CSV and page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from btp_core.base.files import write_atomically
from btp_core.base.version import software_version
from btp_core.lab.benchmarks.protocols.category_metrics import HEADINGS, CategoryMetrics
from btp_core.lab.benchmarks.protocols.quoted import quoted_rows
from btp_core.lab.benchmarks.protocols.results_file import Outcome
from btp_core.lab.benchmarks.protocols.run import Question
from btp_core.lab.output import csv_bytes, page_bytes

_NAN = float("nan")
_NONE = CategoryMetrics(_NAN, _NAN, _NAN, _NAN, _NAN)
_CSV_COLUMNS = ("o_auroc", "o_ap", "p_auroc", "p_ap", "au_pro")


class RowKind(StrEnum):
    """Where a row's metrics come from."""

    QUOTED = "quoted"
    MEASURED = "measured"
    CATEGORY = "category"


@dataclass(frozen=True)
class TableRow:
    """A line of the table.

    Attributes
    ----------
    kind
        Quoted from others, measured here, or one category of what was measured here.
    name, source
        What it is, and who says so or how it was measured.
    n_scans
        Scans tested; 0 for a quoted row.
    metrics, deviation
        Means over the seeds, and their sample deviation; NaN where not known.
    """

    kind: RowKind
    name: str
    source: str
    n_scans: int
    metrics: CategoryMetrics
    deviation: CategoryMetrics = _NONE


@dataclass(frozen=True)
class BenchmarkTable:
    """All rows of one dataset.

    Attributes
    ----------
    title
        Dataset and protocol.
    how
        Everything that decides the metrics, as pairs of name and value.
    rows
        Quoted ones first.
    """

    title: str
    how: tuple[tuple[str, str], ...]
    rows: tuple[TableRow, ...]


def benchmark_table(
    question: Question, trainer: str, outcomes: Sequence[Outcome]
) -> BenchmarkTable:
    """Put the rows of a dataset together; ``trainer`` is the name of what was measured.

    The mean of a seed is over its trainings, and in each over the categories it tested; the
    deviation is over the seeds.
    """
    seeds = sorted({outcome.seed for outcome in outcomes})
    trained = sorted({outcome.trained_on for outcome in outcomes})
    protocol, metrics, rule = question.protocol, question.metrics, question.object_score
    how = f"measured here; {protocol}, {metrics} metrics, object score {rule}"
    rows = [
        TableRow(
            RowKind.QUOTED,
            row.method,
            f"quoted; {row.source}",
            0,
            CategoryMetrics(row.o_auroc, _NAN, row.p_auroc, _NAN, _NAN),
        )
        for row in quoted_rows(question.dataset)
    ]
    whole = _over_seeds(RowKind.MEASURED, trainer, how, outcomes)
    rows.append(whole)
    for name in sorted({outcome.category for outcome in outcomes}):
        of_category = [outcome for outcome in outcomes if outcome.category == name]
        rows.append(_over_seeds(RowKind.CATEGORY, name, how, of_category))
    facts = (
        ("protocol", protocol),
        ("model", trainer),
        ("trained on", ", ".join(trained)),
        ("seeds", ", ".join(map(str, seeds))),
        ("metrics", metrics),
        ("object score", rule),
        ("scans tested", str(whole.n_scans)),
    )
    return BenchmarkTable(f"{question.dataset.full_name}, {protocol}", facts, tuple(rows))


def percent(value: float, deviation: float = _NAN) -> str:
    """A metric for people in percent: ``61.4``, ``61.4 ± 0.3``, a dash where it is not known."""
    if math.isnan(value):
        return "\N{EN DASH}"
    spread = "" if math.isnan(deviation) else f" \N{PLUS-MINUS SIGN} {100 * deviation:.1f}"
    return f"{100 * value:.1f}{spread}"


def tables_csv(tables: Sequence[BenchmarkTable]) -> bytes:
    """All rows as CSV (UTF-8), metrics in [0, 1]; unknown ones are left empty."""
    deviations = [f"{name}_deviation" for name in _CSV_COLUMNS]
    header = ["table", "kind", "name", "source", "n_scans", *_CSV_COLUMNS, *deviations]
    rows = [
        [
            *(table.title, row.kind.value, row.name, row.source, row.n_scans or ""),
            *(*row.metrics.values, *row.deviation.values),
        ]
        for table in tables
        for row in table.rows
    ]
    return csv_bytes(header, rows)


def write_tables(output: Path, tables: Sequence[BenchmarkTable]) -> Path:
    """Write ``tables.csv`` and ``index.html`` to a folder.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    OutputError
        The folder or a file cannot be written.
    """
    write_atomically(output / "tables.csv", tables_csv(tables))
    page = page_bytes(
        "protocol.html",
        {"percent": percent},
        title="Benchmarks",
        tables=tables,
        headings=HEADINGS,
        software=software_version(),
    )
    write_atomically(output / "index.html", page)
    return output / "index.html"


def _over_seeds(kind: RowKind, name: str, source: str, outcomes: Sequence[Outcome]) -> TableRow:
    seeds = sorted({outcome.seed for outcome in outcomes})
    by_seed = [_mean_of([item for item in outcomes if item.seed == seed]) for seed in seeds]
    n_scans = sum({outcome.category: outcome.n_scans for outcome in outcomes}.values())
    mean, deviation = CategoryMetrics.mean(by_seed), CategoryMetrics.deviation(by_seed)
    return TableRow(kind, name, source, n_scans, mean, deviation)


def _mean_of(outcomes: Sequence[Outcome]) -> CategoryMetrics:
    """The mean over the trainings of a seed, of each over the categories that it tested."""
    trainings = sorted({outcome.trained_on for outcome in outcomes})
    return CategoryMetrics.mean(
        [
            CategoryMetrics.mean([item.metrics for item in outcomes if item.trained_on == name])
            for name in trainings
        ]
    )
