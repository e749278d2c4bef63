"""The command ``rescore``: other words for a whole run, without its scans."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from btp_core.cli.interrupt import stoppable
from btp_core.cli.options import JsonOption, ModelOptions, load_design, load_prompts, with_options
from btp_core.cli.run_table import exit_code_of_rows, print_json, print_rows, print_summary


def register(app: typer.Typer) -> None:
    """Add the command ``rescore``."""

    @app.command()
    @with_options
    def rescore(
        run: Annotated[Path, typer.Argument(metavar="RUN.h5", help="A run with encodings.")],
        prompts: Annotated[Path, typer.Option(metavar="FILE", help="Prompt set (toml).")],
        output: Annotated[
            Path | None,
            typer.Option("--output", "-o", metavar="NEW.h5", help="A run file for the results."),
        ] = None,
        design: Annotated[
            Path | None,
            typer.Option(
                metavar="FILE",
                help="The design of the run, if it was made with one: the very same version.",
            ),
        ] = None,
        threshold: Annotated[
            float | None, typer.Option(min=0.0, max=1.0, help="The run's own unless given.")
        ] = None,
        as_json: JsonOption = False,
        *,
        options: ModelOptions,
    ) -> None:
        """Score the stored encodings of a run with other prompts; exit codes as of `batch`.

        The model must be that of the run. Without --output the results are printed and not kept.
        """
        from btp_core.batch.rescore import rescore_run
        from btp_core.batch.run_file import read_run

        words = load_prompts(prompts)
        # What can be wrong with it shows before the model is loaded.
        read_run(run, lambda opened: opened.header)
        reference = load_design(design)
        inspector = options.load()
        with stoppable("Rescoring", "") as (progress, cancel):
            header, rows = rescore_run(
                run,
                words,
                inspector,
                threshold=threshold,
                output=output,
                design=reference,
                progress=progress,
                cancel=cancel,
            )
        if as_json:
            print_json(header, rows)
        else:
            print_rows(rows)
            print_summary(rows, header)
        raise typer.Exit(exit_code_of_rows(rows))
