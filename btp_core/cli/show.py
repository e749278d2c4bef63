"""The command ``show``: the table of a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from btp_core.cli.options import JsonOption
from btp_core.cli.run_table import print_json, print_rows, print_summary

if TYPE_CHECKING:
    from btp_core.batch.row import ScanRow
    from btp_core.record.search import Found


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
        record: Annotated[
            Path | None,
            typer.Option(metavar="FILE", help="With the decisions of this record."),
        ] = None,
        as_json: JsonOption = False,
    ) -> None:
        """Print the results of a run, also while it is being written."""
        from btp_core.batch.export import decisions_for
        from btp_core.batch.run_file import read_table

        header, all_rows = read_table(run)
        rows = sorted_rows([row for row in all_rows if _wanted(row, only)], sort)[:limit]
        decisions = decisions_for(record, rows)
        if as_json:
            print_json(header, rows, **_decisions(rows, decisions))
            return
        print_rows(rows, decisions)
        print_summary(all_rows, header)


def sorted_rows(rows: list[ScanRow], by: SortBy) -> list[ScanRow]:
    """Rows in order; equal ones by name."""
    keys: dict[SortBy, Callable[[ScanRow], Any]] = {
        SortBy.NAME: lambda row: row.name,
        # A scan without a score comes last.
        SortBy.SCORE: lambda row: (row.status != "done", -row.object_score, row.name),
        SortBy.VERDICT: lambda row: (row.verdict, row.name),
        SortBy.REGIONS: lambda row: (-len(row.regions), row.name),
        SortBy.POINTS: lambda row: (-row.n_points, row.name),
        SortBy.SECONDS: lambda row: (-row.seconds, row.name),
    }
    return sorted(rows, key=keys[by])


def _wanted(row: ScanRow, which: Which) -> bool:
    if which is Which.ALL:
        return True
    return (row.verdict or "error") == which.value


def _decisions(rows: list[ScanRow], decisions: Mapping[str, Found]) -> dict[str, Any]:
    """Decisions by the scans' names, as part of the JSON; nothing where there are none."""
    names = ("decision", "decided_by", "decided_at", "decision_reason", "note")
    known = {
        row.name: {name: getattr(decisions[row.sha256], name) for name in names}
        for row in rows
        if row.sha256 in decisions
    }
    return {"decisions": known} if known else {}
