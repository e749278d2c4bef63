"""Quoted rows are marked as such everywhere, ours are means with a deviation."""

from __future__ import annotations

import csv
import io

import pytest

from btp_core.lab.benchmarks.datasets.names import DatasetKind
from btp_core.lab.benchmarks.protocols.category_metrics import CategoryMetrics
from btp_core.lab.benchmarks.protocols.choices import Protocol
from btp_core.lab.benchmarks.protocols.quoted import quoted_rows
from btp_core.lab.benchmarks.protocols.results_file import Outcome
from btp_core.lab.benchmarks.protocols.run import Question
from btp_core.lab.benchmarks.protocols.table import (
    RowKind,
    benchmark_table,
    percent,
    tables_csv,
    write_tables,
)

HOSTILE = "<script>alert('x')</script>"


def outcome(trained_on, seed, category, value):
    return Outcome(
        trained_on, seed, category, 10, 5, CategoryMetrics(value, value, value, 0, 0), 1.0
    )


def table_of(*outcomes, name="ours"):
    return benchmark_table(
        Question(Protocol.ONE_VS_REST, DatasetKind.REAL3D_AD, (), (0, 1)), name, outcomes
    )


@pytest.fixture
def table():
    return table_of(
        outcome("a", 0, "b", 0.5),
        outcome("a", 0, "c", 0.7),
        outcome("b", 0, "a", 0.9),
        outcome("a", 1, "b", 0.6),
        outcome("a", 1, "c", 0.8),
        outcome("b", 1, "a", 1.0),
    )


def test_the_mean_is_over_trainings_and_the_deviation_over_seeds(table):
    measured = next(row for row in table.rows if row.kind is RowKind.MEASURED)
    # Seed 0: the mean of .6 (trained on a) and .9 (on b); seed 1: .1 more.
    assert measured.metrics.o_auroc == pytest.approx(0.80)
    assert measured.deviation.o_auroc == pytest.approx(0.0707, abs=1e-4)
    assert measured.n_scans == 30
    by_name = {row.name: row for row in table.rows if row.kind is RowKind.CATEGORY}
    assert sorted(by_name) == ["a", "b", "c"]
    assert by_name["c"].metrics.p_auroc == pytest.approx(0.75)


def test_quoted_rows_come_first_and_say_so(table):
    quoted = [row for row in table.rows if row.kind is RowKind.QUOTED]
    assert list(table.rows[: len(quoted)]) == quoted
    paper = quoted[0]
    assert (paper.name, paper.metrics.o_auroc, paper.metrics.p_auroc) == (
        "BTP, paper",
        0.614,
        0.845,
    )
    assert paper.source == "quoted; arXiv 2603.21511"
    assert all(row.source.startswith("quoted; ") for row in quoted)
    assert all(str(row.metrics.au_pro) == "nan" for row in quoted)
    shapenet = quoted_rows(DatasetKind.ANOMALY_SHAPENET)
    assert (shapenet[0].o_auroc, shapenet[0].p_auroc) == (0.652, 0.873)


def test_metrics_for_people():
    assert percent(0.6144) == "61.4"
    assert percent(0.6144, 0.0031) == "61.4 \N{PLUS-MINUS SIGN} 0.3"
    assert percent(float("nan"), 0.1) == "\N{EN DASH}"


def test_the_csv_holds_all_rows(table):
    rows = list(csv.DictReader(io.StringIO(tables_csv([table, table]).decode())))
    assert len(rows) == 2 * len(table.rows)
    assert rows[0]["kind"] == "quoted"
    assert rows[0]["o_auroc"] == "0.614000"
    assert rows[0]["au_pro"] == ""
    measured = next(row for row in rows if row["kind"] == "measured")
    assert float(measured["o_auroc_deviation"]) == pytest.approx(0.070711)


def test_names_are_escaped_on_the_page(tmp_path):
    table = table_of(outcome(HOSTILE, 0, HOSTILE, 0.5), name=HOSTILE)
    page = write_tables(tmp_path, [table])
    text = page.read_text(encoding="utf-8")
    assert "<script>" not in text
    assert text.count("&lt;script&gt;") >= 3
    assert "BTP, paper (quoted)" in text
    assert "61.4" in text
    assert (tmp_path / "tables.csv").exists()
