"""A design on a terminal: its facts, sources and masks, and how its good parts fit."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from btp_core.base.shown_text import shown_text
from btp_core.report.texts import DASH, length_text

if TYPE_CHECKING:
    from btp_core.designs.checking import PartCheck
    from btp_core.designs.design import Design
    from btp_core.designs.masks import Mask, ToleranceBand


def print_design(design: Design) -> None:
    """Facts, sources, and the places with rules of their own."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    facts = Table(show_header=False, box=None)
    for name, value in _facts(design):
        facts.add_row(name, Text(shown_text(value)))
    console.print(facts)
    table = Table("made from", "kind", "points", "fit", "object score", box=None)
    for source in design.sources:
        score = DASH if math.isnan(source.object_score) else f"{source.object_score:.3f}"
        kind = "CAD mesh" if source.kind == "cad" else "good part"
        fit = DASH if math.isnan(source.fit) else f"{source.fit:.1%}"
        table.add_row(Text(shown_text(source.name)), kind, f"{source.n_points:,}", fit, score)
    console.print(table)
    # Lines, not a table: a reason must not be broken where somebody looks for it.
    for mask in design.masks:
        console.print(Text(_place_line(mask, "left out", design.units)), soft_wrap=True)
    for band in design.bands:
        rule = f"within {length_text(band.limit)} {design.units}"
        console.print(Text(_place_line(band, rule, design.units)), soft_wrap=True)


def print_checks(design: Design, found: Sequence[PartCheck], *, as_json: bool) -> None:
    """Each good part against the others; those that stand out are marked."""
    if as_json:
        rows = [
            {
                "name": one.name,
                "fit": _number(one.fit),
                "deviation": _number(one.deviation),
                "odd": one.odd,
                "reason": one.reason,
            }
            for one in found
        ]
        document = {"schema": "btp-inspect/design-check", "schema_version": 1, "parts": rows}
        sys.stdout.write(json.dumps(document, indent=2, allow_nan=False) + "\n")
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("", "fit", f"deviation ({shown_text(design.units)})", "part", box=None)
    for one in found:
        table.add_row(
            Text("odd", style="bold red") if one.odd else Text("fits", style="green"),
            DASH if math.isnan(one.fit) else f"{one.fit:.1%}",
            length_text(one.deviation),
            Text(shown_text(f"{one.name}: {one.reason}")),
        )
    Console(highlight=False).print(table)


def print_written(file: Path) -> None:
    """Where the design is, on standard output."""
    from rich.console import Console
    from rich.text import Text

    Console(highlight=False).print(Text(f"wrote {shown_text(str(file))}"), soft_wrap=True)


def _facts(design: Design) -> list[tuple[str, str]]:
    alarms = design.expected_false_alarms
    expected = (
        "" if math.isnan(alarms) else f"; {alarms:.0%} of good parts are to be expected above it"
    )
    model = design.model_name or "none: the deviation decides alone"
    facts = [
        ("design", f"{design.name}, version {design.version}"),
        ("part number", design.part_number),
        ("units", design.units),
        ("notes", design.notes),
        ("created", " by ".join(text for text in (design.created, design.created_by) if text)),
        ("model", model),
        ("reference", f"{len(design.reference.points):,} places"),
        ("symmetries", str(len(design.reference.symmetries) or "")),
        ("threshold", f"{design.threshold:.3f}{expected}"),
        ("prompts", "" if design.prompts is None else design.prompts.name or "its own"),
        ("serial number", design.serial_pattern or ""),
        ("sha256", design.sha256),
    ]
    return [(name, value) for name, value in facts if value]


def _place_line(place: Mask | ToleranceBand, rule: str, units: str) -> str:
    """Key, rule and reason of a place, who said so, and where it is in the design's frame."""
    where = ", ".join(length_text(value) for value in place.place.centres[0])
    count = len(place.place.centres)
    more = f" and {count - 1:,} more" if count > 1 else ""
    who = ", ".join(text for text in (place.by, place.when) if text)
    return shown_text(
        f"{place.key}  {rule}: {place.reason or 'no reason given'} ({who}); "
        f"{length_text(place.place.radius)} {units} about {where}{more}"
    )


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
