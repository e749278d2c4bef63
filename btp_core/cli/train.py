"""The command ``train``: weights from labelled auxiliary scans."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command ``train`` to ``app``."""

    @app.command()
    def train(
        folders: Annotated[
            list[Path], typer.Argument(help="Folders made by `btp-inspect synthesize`.")
        ],
        *,
        output: Annotated[Path, typer.Option(help="The weights file to write.")],
        run: Annotated[
            Path | None,
            typer.Option(help="Folder for checkpoint and curves; runs/<name> unless given."),
        ] = None,
        steps: Annotated[int, typer.Option(min=1, help="Training steps, two scans each.")] = 4000,
        learning_rate: Annotated[float, typer.Option(min=0.0, help="Peak learning rate.")] = 1e-3,
        validate_every: Annotated[int, typer.Option(min=1, help="Steps between checks.")] = 500,
        patience: Annotated[
            int, typer.Option(min=1, help="Checks without progress before stopping.")
        ] = 8,
        start_from: Annotated[
            str, typer.Option(metavar="MODEL", help="Weights to go on from; none unless given.")
        ] = "",
        seed: Annotated[int, typer.Option(min=0, help="Fixes every random choice.")] = 0,
        workers: Annotated[
            int, typer.Option(min=1, help="Processes to prepare scans and, on a CPU, to train.")
        ] = 2,
        device: Annotated[str, typer.Option(help="Where to train: auto, cpu, cuda.")] = "auto",
    ) -> None:
        """Train BTP on labelled scans; goes on where an interrupted run stopped."""
        from btp_core.cli.training_run import run_training
        from btp_core.training.recipe import Recipe

        recipe = Recipe(
            steps=steps,
            learning_rate=learning_rate,
            validate_every=validate_every,
            patience=patience,
            seed=seed,
            start_from=start_from,
        )
        run_training(folders, output, run or Path("runs") / output.stem, recipe, workers, device)
