"""The command ``pretrain``: a small point-language backbone from labelled auxiliary scans."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from btp_core.cli.run_sources import SourcesArgument, given, plan_of


def register(app: typer.Typer) -> None:
    """Add the command ``pretrain`` to ``app``."""

    @app.command()
    def pretrain(
        sources: SourcesArgument,
        *,
        output: Annotated[Path | None, typer.Option(help="The backbone file to write.")] = None,
        run: Annotated[
            Path | None,
            typer.Option(help="Folder for checkpoint and history; runs/<name> unless given."),
        ] = None,
        steps: Annotated[int | None, typer.Option(min=1, help="Steps (4000).")] = None,
        batch: Annotated[int | None, typer.Option(min=2, help="Clouds in a step (48).")] = None,
        learning_rate: Annotated[
            float | None, typer.Option(min=0.0, help="Peak learning rate.")
        ] = None,
        validate_every: Annotated[
            int | None, typer.Option(min=1, help="Steps between checks.")
        ] = None,
        seed: Annotated[int | None, typer.Option(min=0, help="Fixes every random choice.")] = None,
        device: Annotated[str | None, typer.Option(help="Where to train: auto, cpu, cuda.")] = None,
    ) -> None:
        """Teach a small PointBERT which sentences fit a cloud; goes on where a run stopped.

        The result serves `train --backbone pretrained` where no published weights are at hand.
        """
        from btp_core.cli.pretraining_run import run_pretraining
        from btp_core.pretraining.plan import plan_from, read_plan

        recipe = {
            "steps": steps,
            "batch": batch,
            "learning_rate": learning_rate,
            "validate_every": validate_every,
            "seed": seed,
        }
        entries = given(
            {
                "output": None if output is None else str(output),
                "run": None if run is None else str(run),
                "device": device,
                "recipe": given(recipe),
            }
        )
        run_pretraining(plan_of(sources, entries, read_plan, plan_from))
