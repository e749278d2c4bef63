"""The command ``bench``: how fast, and how much memory, stage by stage."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from btp_core.cli.options import DEFAULT_MODEL, DeviceOption, JsonOption, ModelOption

if TYPE_CHECKING:
    from btp_core.lab.speed import Timing

DEFAULT_SIZES = (100_000, 1_000_000)


def register(app: typer.Typer) -> None:
    """Add the command ``bench``."""

    @app.command()
    def bench(
        points: Annotated[
            list[int] | None,
            typer.Option("--points", "-n", min=1000, help="Size of a scan; may be repeated."),
        ] = None,
        as_json: JsonOption = False,
        device: DeviceOption = "auto",
        model: ModelOption = DEFAULT_MODEL,
        seed: Annotated[int, typer.Option(help="Of the synthetic scans.")] = 0,
        published: Annotated[
            bool,
            typer.Option(
                "--published",
                help="Time the published pipeline beside it: about a minute at a million points.",
            ),
        ] = False,
    ) -> None:
        """Time synthetic scans of 100,000 and 1,000,000 points, with the model warm."""
        import sys

        from btp_core import Inspector
        from btp_core.lab.speed import measure

        inspector = Inspector.from_pretrained(model, device=device)
        report = None if as_json else _say_timing
        timings = measure(
            inspector, points or DEFAULT_SIZES, seed=seed, published=published, report=report
        )
        if as_json:
            document: dict[str, Any] = {"scans": [timing.to_dict() for timing in timings]}
            sys.stdout.write(json.dumps(document, indent=2) + "\n")


def _say_timing(timing: Timing) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(
        "stage",
        title=f"{timing.n_points:,} points, {timing.n_working_points:,} worked on",
        title_justify="left",
    )
    table.add_column("seconds", justify="right")
    table.add_row("read the file", f"{timing.read:.3f}")
    table.add_row("encode", f"{timing.encode:.3f}")
    for stage, seconds in timing.stages.items():
        table.add_row(f"  {stage}", f"{seconds:.3f}")
    table.add_row("score", f"{timing.score:.3f}")
    table.add_row("file to scores", f"{timing.file_to_scores:.3f}", style="bold")
    table.add_row("  of it, processor time", f"{timing.processor:.3f}")
    table.add_row("judge", f"{timing.judge:.3f}")
    table.add_row("score again, new prompt", f"{timing.rescore:.3f}", style="bold")
    table.add_row("floor: read + one lift", f"{timing.read + timing.lift:.3f}")
    table.add_row("file to scores / floor", f"x {timing.ratio:.2f}", style="bold")
    if timing.published is not None:
        theirs = timing.published
        table.add_row("published: farthest points", f"{theirs.sampling:.3f}")
        table.add_row("published: network", f"{theirs.network:.3f}")
        table.add_row("published: lift", f"{theirs.lift:.3f}")
        ratio = (timing.read + theirs.total) / timing.file_to_scores
        table.add_row("published / file to scores", f"x {ratio:.2f}", style="bold")
    if timing.peak_memory_mb is not None:
        table.add_row("peak memory so far", f"{timing.peak_memory_mb:,.0f} MiB")
    Console(highlight=False).print(table)
