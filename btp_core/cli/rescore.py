"""The command ``rescore``: other words for a whole run, without its scans."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from btp_core.cli.exit_codes import ExitCode
from btp_core.cli.interrupt import cancel_on_ctrl_c
from btp_core.cli.options import (
    DEFAULT_MODEL,
    BackboneOption,
    DeviceOption,
    JsonOption,
    TowerOption,
)
from btp_core.cli.run_table import exit_code_of_rows, print_json, print_rows, print_summary
from btp_core.cli.terminal import progress_bar


def register(app: typer.Typer) -> None:
    """Add the command ``rescore``."""

    @app.command()
    def rescore(
        run: Annotated[Path, typer.Argument(metavar="RUN.h5", help="A run with encodings.")],
        prompts: Annotated[Path, typer.Option(metavar="FILE", help="Prompt set (toml).")],
        output: Annotated[
            Path | None,
            typer.Option("--output", "-o", metavar="NEW.h5", help="A run file for the results."),
        ] = None,
        threshold: Annotated[
            float | None, typer.Option(min=0.0, max=1.0, help="The run's own unless given.")
        ] = None,
        device: DeviceOption = "auto",
        model: Annotated[
            str, typer.Option(help="The model of the run: a name, or a weights file.")
        ] = DEFAULT_MODEL,
        backbone: BackboneOption = None,
        tower: TowerOption = None,
        as_json: JsonOption = False,
    ) -> None:
        """Score the stored encodings of a run with other prompts; exit codes as of `batch`.

        Without --output the results are printed and not kept.
        """
        from btp_core import Inspector, PromptSet
        from btp_core.base.errors import CancelledError
        from btp_core.batch.rescore import rescore_run
        from btp_core.batch.run_file import read_run

        words = PromptSet.load(prompts)
        # What can be wrong with it shows before the model is loaded.
        read_run(run, lambda opened: opened.header)
        inspector = Inspector.from_pretrained(model, device=device, backbone=backbone, tower=tower)
        with cancel_on_ctrl_c() as cancel, progress_bar("Rescoring") as progress:
            try:
                header, records = rescore_run(
                    run,
                    words,
                    inspector,
                    threshold=threshold,
                    output=output,
                    progress=progress,
                    cancel=cancel,
                )
            except CancelledError:
                print("Stopped.", file=sys.stderr)
                raise typer.Exit(ExitCode.INTERRUPTED) from None
        if as_json:
            print_json(header, records)
        else:
            print_rows(records)
            print_summary(records)
        raise typer.Exit(exit_code_of_rows(records))
