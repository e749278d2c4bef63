"""The command ``export``: a run as CSV and scored ply files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from btp_core.base.shown_text import shown_text


def register(app: typer.Typer) -> None:
    """Add the command ``export``."""

    @app.command()
    def export(
        run: Annotated[Path, typer.Argument(metavar="RUN.h5", help="A run file.")],
        output: Annotated[
            Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the files.")
        ],
        clouds: Annotated[
            bool, typer.Option("--ply/--no-ply", help="Write each scan with its scores.")
        ] = True,
        record: Annotated[
            Path | None, typer.Option(metavar="FILE", help="With the decisions of this record.")
        ] = None,
    ) -> None:
        """Write scans.csv, and NAME.scored.ply of every inspected scan."""
        from btp_core.batch.export import TABLE, export_run
        from btp_core.cli.terminal import progress_bar, say_warnings

        with progress_bar("Exporting") as progress:
            problems = export_run(run, output, clouds=clouds, record=record, progress=progress)
        say_warnings(problems)
        typer.echo(shown_text(f"wrote {output / TABLE}"))
