"""The command ``evaluate``: how good the model is, on scans whose truth is known."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from btp_core.cli.evaluate_options import EvaluateOptions
from btp_core.cli.options import with_options


def register(app: typer.Typer) -> None:
    """Add the command ``evaluate`` to ``app``."""

    @app.command()
    @with_options
    def evaluate(
        folders: Annotated[
            list[Path],
            typer.Argument(
                help="Labelled scans: npz files with points and labels. With --protocol, datasets "
                "as published."
            ),
        ],
        *,
        options: EvaluateOptions,
    ) -> None:
        """Measure detection on scans whose truth is known; without --protocol, nothing is learnt.

        Benchmarks as published: see docs/benchmarks.md.
        """
        if options.protocol is not None:
            from btp_core.cli.protocol_run import run_protocols

            run_protocols(folders, options, options.protocol)
            return
        if len(folders) != 1:
            raise typer.BadParameter("one folder at a time, except with --protocol")
        if options.designs is not None:
            from btp_core.cli.design_evaluation import run_design_evaluation

            run_design_evaluation(folders[0], options.designs, options)
            return
        from btp_core.cli.evaluation_run import run_evaluation

        run_evaluation(folders[0], options)
