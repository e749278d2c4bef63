"""The command ``show``: the table of a run."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from btp_core.cli.options import JsonOption
from btp_core.cli.run_table import print_json, print_rows, print_summary

if TYPE_CHECKING:
    from btp_core.batch.record import ScanRecord


class SortBy(StrEnum):
    """What to sort by; numbers descend."""

    NAME = "name"
    SCORE = "score"
    VERDICT = "verdict"
    REGIONS = "regions"
    POINTS = "points"
    SECONDS = "seconds"


class Which(StrEnum):
    """Which rows."""

    ALL = "all"
    PASSED = "pass"
    FAILED = "fail"
    ERRORS = "error"


def register(app: typer.Typer) -> None:
    """Add the command ``show``."""

    @app.command()
    def show(
        run: Annotated[Path, typer.Argument(metavar="RUN.h5", help="A run file.")],
        sort: Annotated[SortBy, typer.Option(help="What to sort by.")] = SortBy.NAME,
        only: Annotated[Which, typer.Option(help="Which scans.")] = Which.ALL,
        limit: Annotated[int | None, typer.Option(min=1, help="At most so many rows.")] = None,
        as_json: JsonOption = False,
    ) -> None:
        """Print the results of a run, also while it is being written."""
        from btp_core.batch.run_file import read_table

        header, records = read_table(run)
        rows = sorted_rows([row for row in records if _wanted(row, only)], sort)[:limit]
        if as_json:
            print_json(header, rows)
            return
        print_rows(rows)
        print_summary(records, header)


def sorted_rows(records: list[ScanRecord], by: SortBy) -> list[ScanRecord]:
    """Rows in order; equal ones by name."""
    keys: dict[SortBy, Callable[[ScanRecord], Any]] = {
        SortBy.NAME: lambda row: row.name,
        # A scan without a score comes last.
        SortBy.SCORE: lambda row: (row.status != "done", -row.object_score, row.name),
        SortBy.VERDICT: lambda row: (row.verdict, row.name),
        SortBy.REGIONS: lambda row: (-len(row.regions), row.name),
        SortBy.POINTS: lambda row: (-row.n_points, row.name),
        SortBy.SECONDS: lambda row: (-row.seconds, row.name),
    }
    return sorted(records, key=keys[by])


def _wanted(record: ScanRecord, which: Which) -> bool:
    if which is Which.ALL:
        return True
    return (record.verdict or "error") == which.value
