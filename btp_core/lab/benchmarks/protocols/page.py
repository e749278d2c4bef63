"""The tables as one HTML page that needs no other file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from btp_core.base.files import write_atomically
from btp_core.base.version import software_version
from btp_core.lab.benchmarks.protocols.category_metrics import HEADINGS
from btp_core.lab.benchmarks.protocols.table import BenchmarkTable, percent, tables_csv
from btp_core.report.page_templates import page_environment


def render_page(tables: Sequence[BenchmarkTable]) -> str:
    """HTML with all tables; names in them are escaped."""
    environment = page_environment("btp_core.lab.benchmarks.protocols")
    environment.filters["percent"] = percent
    return environment.get_template("protocol.html").render(
        tables=tables, headings=HEADINGS, software=software_version()
    )


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
    page = output / "index.html"
    write_atomically(page, render_page(tables).encode("utf-8", "backslashreplace"))
    return page
