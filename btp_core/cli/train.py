"""The command ``train``: weights from labelled auxiliary scans."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from btp_core.training.plan import RunPlan

_PLAN_SUFFIX = ".toml"


def register(app: typer.Typer) -> None:
    """Add the command ``train`` to ``app``."""

    @app.command()
    def train(
        sources: Annotated[
            list[Path],
            typer.Argument(
                metavar="RUN.toml | FOLDER...",
                help="A run's file, which the options below override; or folders made by "
                "`btp-inspect synthesize`.",
            ),
        ],
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
                "published, over converted weights. untrained: the same over a small random "
                "encoder, for trials."
            ),
        ] = None,
        weights: Annotated[
            Path | None, typer.Option(help="The converted backbone, for ulip2.")
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
        entries |= _given({"backbone": backbone, "workers": workers, "device": device})
        _start(_plan(sources, entries | {"recipe": _given(recipe)}))


def _given(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _plan(sources: list[Path], entries: dict[str, Any]) -> RunPlan:
    from btp_core.errors import SettingsError
    from btp_core.training.plan import plan_from, read_plan

    files = [source for source in sources if source.suffix == _PLAN_SUFFIX]
    if len(files) == len(sources) == 1:
        return read_plan(files[0], entries)
    if files:
        raise SettingsError("Give one run's file alone, or folders.", path=files[0])
    return plan_from({**entries, "data": [str(source) for source in sources]})


def _start(plan: RunPlan) -> None:
    from btp_core.training.recipe import Recipe

    if isinstance(plan.recipe, Recipe):
        from btp_core.cli.training_run import run_training

        run_training(plan.data, plan.output, plan.run, plan.recipe, plan.workers, plan.device)
    else:
        from btp_core.cli.published_run import run_published

        run_published(plan, plan.recipe)
