"""Rows of a run on a terminal and as JSON, and the exit code they stand for."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from math import isnan
from typing import TYPE_CHECKING, Any

from btp_core.base.shown_text import shown_text
from btp_core.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from rich.text import Text

    from btp_core.batch.row import ScanRow
    from btp_core.batch.run_header import RunHeader
    from btp_core.record.search import Found


def exit_code_of_rows(rows: Iterable[ScanRow]) -> ExitCode:
    """1 if any scan failed inspection; else 2 if any was not inspected; else 0."""
    code = ExitCode.PASSED
    for row in rows:
        if row.verdict == "fail":
            return ExitCode.FAILED
        if row.verdict != "pass":
            code = ExitCode.USAGE
    return code


def print_json(header: RunHeader, rows: Sequence[ScanRow], **more: Any) -> None:
    """The run as one JSON object, and nothing else; ASCII, so that any name survives."""
    provenance = {name: getattr(header, name) for name in header.__dataclass_fields__}
    provenance["prompts"] = header.prompts.to_dict()
    table = {
        "schema": "btp-inspect/run",
        "schema_version": 1,
        **summary(rows),
        **more,
        "provenance": provenance,
        "scans": [row.to_dict() for row in rows],
    }
    sys.stdout.write(json.dumps(table, indent=2, default=_plain) + "\n")


def summary(rows: Sequence[ScanRow]) -> dict[str, int]:
    """How many scans, and how they did."""
    verdicts = [row.verdict for row in rows]
    return {
        "n_scans": len(rows),
        "n_passed": verdicts.count("pass"),
        "n_failed": verdicts.count("fail"),
        "n_not_checked": verdicts.count("not checked"),
        "n_errors": sum(row.status == "failed" for row in rows),
    }


def print_rows(rows: Sequence[ScanRow], decisions: Mapping[str, Found] | None = None) -> None:
    """A table of scans; with decisions by the sha256 of their files, these beside the verdicts."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    styles = {"pass": "green", "fail": "bold red"}
    measured = any(row.alignment for row in rows)
    left_out = {"deviation"} if not measured else set()
    left_out |= {"decision"} if not decisions else set()
    columns = ("verdict", "decision", "score", "deviation", "regions", "points", "seconds", "scan")
    table = Table(*(one for one in columns if one not in left_out), box=None)
    for row in rows:
        # Line breaks and the like in names must not break the table.
        name = shown_text(row.name)
        done = row.status == "done"
        why = row.error or (row.reason if row.verdict == "not checked" else "")
        deviation = row.largest_deviation
        table.add_row(
            Text(row.verdict or "error", style=styles.get(row.verdict, "yellow")),
            *([_decided(decisions.get(row.sha256))] if decisions else []),
            "-" if isnan(row.object_score) else f"{row.object_score:.3f}",
            *(["-" if isnan(deviation) else f"{deviation:+.3g}"] if measured else []),
            str(len(row.regions)) if done else "-",
            f"{row.n_points:,}" if done else "-",
            f"{row.seconds:.2f}" if done else "-",
            Text(f"{name}: {shown_text(why)}" if why else name),
        )
    Console(highlight=False).print(table)


def print_summary(rows: Sequence[ScanRow], header: RunHeader) -> None:
    """One line, and another for the design if there is one."""
    counts = summary(rows)
    print(
        f"{counts['n_scans']:,} scans: {counts['n_passed']:,} passed, "
        f"{counts['n_failed']:,} failed, {counts['n_not_checked']:,} not checked, "
        f"{counts['n_errors']:,} could not be inspected"
    )
    if header.design_sha256:
        print(
            shown_text(
                f"design {header.design}, version {header.design_version}, "
                f"deviations in {header.design_units}"
            )
        )


def _decided(found: Found | None) -> Text:
    from rich.text import Text

    return Text("-" if found is None else shown_text(f"{found.decision} ({found.decided_by})"))


def _plain(value: Any) -> Any:
    return value.item()
