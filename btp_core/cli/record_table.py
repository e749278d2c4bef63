"""Inspections of the record on a terminal."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from btp_core.record.entries import Outcome
    from btp_core.record.search import Found, Inspection

_STYLES = {"pass": "green", "fail": "bold red", "accept": "green", "reject": "bold red"}


def print_found(rows: Sequence[Found]) -> None:
    """A table, the newest first; the decision stands beside the machine's verdict."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from btp_core.base.shown_text import shown_text

    columns = ("no.", "time", "verdict", "decision", "by", "score", "serial", "scan")
    table = Table(*columns, box=None)
    for row in rows:
        table.add_row(
            str(row.id),
            local_time(row.time),
            Text(row.verdict, style=_STYLES.get(row.verdict, "yellow")),
            Text(row.decision or "-", style=_STYLES.get(row.decision, "")),
            Text(shown_text(row.decided_by) or "-"),
            "-" if math.isnan(row.object_score) else f"{row.object_score:.3f}",
            Text(shown_text(row.serial) or "-"),
            Text(shown_text(row.scan)),
        )
    Console(highlight=False).print(table)


def print_counts(counts: Mapping[Outcome, int], *, n_shown: int) -> None:
    """One line; says if there are more than were shown."""
    total = sum(counts.values())
    more = f" ({n_shown:,} shown)" if n_shown < total else ""
    print(
        f"{total:,} inspections{more}: {counts['pass']:,} passed, {counts['fail']:,} failed, "
        f"{counts['not checked']:,} not checked, {counts['error']:,} could not be inspected"
    )


def print_inspection(full: Inspection, others: Sequence[Found]) -> None:
    """Everything that is known of one inspection, and the other ones of the same part."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from btp_core.base.shown_text import shown_text

    console, found = Console(highlight=False), full.found
    design = f"{found.design}, version {found.design_version}" if found.design else ""
    deviation = found.largest_deviation
    facts = [
        ("inspection", str(found.id)),
        ("time", local_time(found.time)),
        ("scan", str(full.path or found.scan)),
        ("serial number", found.serial),
        ("verdict", f"{found.verdict}: {found.reason}"),
        ("threshold", f"{found.threshold:.2f}"),
        ("regions", str(found.n_regions)),
        ("deviation", "" if math.isnan(deviation) else f"{deviation:+.3g} {found.units}"),
        ("design", design),
        ("model", f"{full.facts['model']} {str(full.facts['model_sha256'])[:12]}"),
        ("prompts", str(full.prompts.get("name", ""))),
        ("inspected by", f"{found.source}, version {full.facts['software_version']}"),
        ("run file", str(full.run_file or "")),
        ("sha256", str(full.facts["sha256"])),
    ]
    for name, value in facts:
        if value:
            console.print(Text(f"{name:>14}  "), Text(shown_text(value)), sep="", soft_wrap=True)
    for _, one in full.decisions:
        text = f"{one.choice} by {one.by}, {local_time(one.time)}"
        more = ", ".join(filter(None, (one.reason, one.note)))
        text = shown_text(f"{text}: {more}" if more else text)
        console.print(Text(f"{'decision':>14}  "), Text(text), sep="", soft_wrap=True)
    if others:
        print("\nother inspections of this part:")
        table = Table("no.", "time", "verdict", "decision", "scan", box=None)
        for row in others:
            scan = Text(shown_text(row.scan))
            table.add_row(str(row.id), local_time(row.time), row.verdict, row.decision or "-", scan)
        console.print(table)


def local_time(text: str) -> str:
    """A time of the record as the clock on the wall says it."""
    from btp_core.record.entries import moment

    return moment(text).astimezone().strftime("%Y-%m-%d %H:%M")
