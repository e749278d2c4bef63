"""The command ``train``: weights from labelled auxiliary scans."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from btp_core.cli.run_sources import SourcesArgument, given, plan_of


def register(app: typer.Typer) -> None:
    """Add the command ``train`` to ``app``."""

    @app.command()
    def train(
        sources: SourcesArgument,
        *,
        output: Annotated[Path | None, typer.Option(help="The weights file to write.")] = None,
        run: Annotated[
            Path | None,
            typer.Option(help="Folder for checkpoint and curves; runs/<name> unless given."),
        ] = None,
        backbone: Annotated[
            str | None,
            typer.Option(
                help="pyramid: train our own encoder too. ulip2: train BTP's modules, as "
                "published, over converted weights. pretrained: the same over weights made by "
                "`btp-inspect pretrain`. untrained: over a small random encoder, for trials."
            ),
        ] = None,
        weights: Annotated[
            Path | None, typer.Option(help="The backbone's file, for ulip2 and pretrained.")
        ] = None,
        tower: Annotated[
            Path | None,
            typer.Option(help="Folder of the CLIP text tower; the bundled one unless given."),
        ] = None,
        steps: Annotated[
            int | None, typer.Option(min=1, help="Steps, two scans each (pyramid; 4000).")
        ] = None,
        epochs: Annotated[
            int | None, typer.Option(min=1, help="Passes over the scans (backbones; 100).")
        ] = None,
        learning_rate: Annotated[
            float | None, typer.Option(min=0.0, help="Peak learning rate.")
        ] = None,
        validate_every: Annotated[
            int | None, typer.Option(min=1, help="Steps (pyramid) or epochs between checks.")
        ] = None,
        patience: Annotated[
            int | None,
            typer.Option(min=1, help="Checks without progress before stopping (pyramid)."),
        ] = None,
        start_from: Annotated[
            str | None,
            typer.Option(metavar="MODEL", help="Weights to go on from (pyramid)."),
        ] = None,
        seed: Annotated[int | None, typer.Option(min=0, help="Fixes every random choice.")] = None,
        workers: Annotated[
            int | None,
            typer.Option(min=1, help="Processes to prepare scans and, on a CPU, to train."),
        ] = None,
        device: Annotated[str | None, typer.Option(help="Where to train: auto, cpu, cuda.")] = None,
    ) -> None:
        """Train BTP on labelled scans; goes on where an interrupted run stopped."""
        paths = {"output": output, "run": run, "weights": weights, "tower": tower}
        recipe = {
            "steps": steps,
            "epochs": epochs,
            "learning_rate": learning_rate,
            "validate_every": validate_every,
            "patience": patience,
            "start_from": start_from,
            "seed": seed,
        }
        entries: dict[str, Any] = {name: str(path) for name, path in paths.items() if path}
        entries |= given({"backbone": backbone, "workers": workers, "device": device})
        _start(sources, entries | {"recipe": given(recipe)})


def _start(sources: list[Path], entries: dict[str, Any]) -> None:
    from btp_core.lab.training.plan import plan_from, read_plan
    from btp_core.lab.training.recipe import Recipe

    plan = plan_of(sources, entries, read_plan, plan_from)
    if isinstance(plan.recipe, Recipe):
        from btp_core.cli.training_run import run_training

        run_training(plan.data, plan.output, plan.run, plan.recipe, plan.workers, plan.device)
    else:
        from btp_core.cli.published_run import run_published

        run_published(plan, plan.recipe)
