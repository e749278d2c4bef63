"""The command ``report``: a run as pages and PDF."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from btp_core.cli.exit_codes import ExitCode
from btp_core.cli.interrupt import cancel_on_ctrl_c
from btp_core.cli.terminal import progress_bar


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
    ) -> None:
        """Write a report of a run: summary, table, and heatmaps of what did not pass."""
        make_report(run, output)


def make_report(run: Path, output: Path, *, say: bool = True) -> None:
    """Write the report with progress on the terminal, and say on standard output where it is."""
    from btp_core.base.errors import CancelledError
    from btp_core.report import write_report

    with cancel_on_ctrl_c() as cancel, progress_bar("Report") as progress:
        try:
            written = write_report(run, output, progress=progress, cancel=cancel)
        except CancelledError:
            print("Stopped. No report was written.", file=sys.stderr)
            raise typer.Exit(ExitCode.INTERRUPTED) from None
    if written.n_without_pictures:
        print(
            f"warning: {written.n_without_pictures:,} scan(s) could not be drawn; the report "
            "says why.",
            file=sys.stderr,
        )
    if say:
        print(f"wrote {written.first} in {written.seconds:.1f} s")
