"""The command ``report``: a run as pages and PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from btp_core.base.shown_text import shown_text
from btp_core.cli.interrupt import stoppable
from btp_core.cli.terminal import say_warnings


def register(app: typer.Typer) -> None:
    """Add the command ``report``."""

    @app.command()
    def report(
        run: Annotated[Path, typer.Argument(metavar="RUN.h5", help="A run file.")],
        output: Annotated[
            Path,
            typer.Option(
                "--output",
                "-o",
                metavar="DIR|FILE",
                help="A folder for pages and report.pdf, or one FILE.html or FILE.pdf.",
            ),
        ],
        record: Annotated[
            Path | None,
            typer.Option(
                metavar="FILE", help="With decisions, charts and the map of defects of this record."
            ),
        ] = None,
    ) -> None:
        """Write a report of a run: summary, table, and heatmaps of what did not pass."""
        make_report(run, output, record=record)


def make_report(run: Path, output: Path, *, record: Path | None = None, say: bool = True) -> None:
    """Write the report with progress on the terminal, and say on standard output where it is."""
    from btp_core.report.write import write_report

    with stoppable("Report", "No report was written.") as (progress, cancel):
        written = write_report(run, output, record=record, progress=progress, cancel=cancel)
    if written.n_without_pictures:
        say_warnings(
            [f"{written.n_without_pictures:,} scan(s) could not be drawn; the report says why."]
        )
    if say:
        print(shown_text(f"wrote {written.first} in {written.seconds:.1f} s"))
