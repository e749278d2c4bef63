"""The command ``train``: weights from labelled auxiliary scans."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from btp_core.cli.interrupt import stoppable
from btp_core.cli.options import with_options
from btp_core.cli.terminal import log_to_terminal

if TYPE_CHECKING:
    from btp_core.lab.training.run_file import RunPlan

_RUN_SUFFIX = ".toml"
_CONFIG = (
    *("steps", "epochs", "learning_rate", "validate_every", "patience", "start_from", "seed"),
)
"""The options that are the config's; the others are the run's."""


@dataclass(frozen=True)
class TrainOptions:
    """What overrides the run's file; nothing unless given."""

    output: Annotated[Path | None, typer.Option(help="The weights file to write.")] = None
    validation: Annotated[
        list[Path] | None,
        typer.Option(
            help="Folder whose scans only validate (pyramid); may be repeated. Without one, "
            "shapes of the training folders are held out."
        ),
    ] = None
    run: Annotated[
        Path | None,
        typer.Option(help="Folder for checkpoint and curves; runs/<name> unless given."),
    ] = None
    backbone: Annotated[
        str | None,
        typer.Option(
            help="pyramid: train our own encoder too. ulip2: train BTP's modules, as "
            "published, over a converted backbone's file. untrained: the same over a small "
            "random encoder, for trials."
        ),
    ] = None
    weights: Annotated[Path | None, typer.Option(help="The backbone's file, for ulip2.")] = None
    tower: Annotated[
        Path | None,
        typer.Option(help="Folder of the CLIP text tower; the bundled one unless given."),
    ] = None
    steps: Annotated[
        int | None, typer.Option(min=1, help="Steps, two scans each (pyramid; 4000).")
    ] = None
    epochs: Annotated[
        int | None, typer.Option(min=1, help="Passes over the scans (backbones; 100).")
    ] = None
    learning_rate: Annotated[float | None, typer.Option(min=0.0, help="Peak learning rate.")] = None
    validate_every: Annotated[
        int | None, typer.Option(min=1, help="Steps (pyramid) or epochs between checks.")
    ] = None
    patience: Annotated[
        int | None,
        typer.Option(min=1, help="Checks without progress before stopping (pyramid)."),
    ] = None
    start_from: Annotated[
        str | None,
        typer.Option(metavar="MODEL", help="Weights to start from (pyramid)."),
    ] = None
    seed: Annotated[int | None, typer.Option(min=0, help="Fixes every random choice.")] = None
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Processes to prepare scans and, on a CPU, to train."),
    ] = None
    device: Annotated[str | None, typer.Option(help="Where to train: auto, cpu, cuda.")] = None
    finish: Annotated[
        bool | None,
        typer.Option(
            "--finish", help="Take no more steps: make weights of the best the run has reached."
        ),
    ] = None


def register(app: typer.Typer) -> None:
    """Add the command ``train`` to ``app``."""

    @app.command()
    @with_options
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
        options: TrainOptions,
    ) -> None:
        """Train BTP on labelled scans, or resume an interrupted run.

        Ctrl-C saves a checkpoint; the same command resumes from it.
        """
        given: dict[str, Any] = {
            name: str(value) if isinstance(value, Path) else value
            for name, value in vars(options).items()
            if value not in (None, [])
        }
        if "validation" in given:
            given["validation"] = [str(folder) for folder in given["validation"]]
        config = {name: given.pop(name) for name in _CONFIG if name in given}
        run_training(_plan_of(sources, given | {"config": config}))


def run_training(plan: RunPlan) -> None:
    """Carry out a run with progress on the terminal, and say how good the result is.

    Raises
    ------
    InspectError
        Of the data, the weights, the device, or writing the files.
    """
    from btp_core.lab.training.run import carry_out

    console = log_to_terminal()
    kept = f"What is finished is in {plan.run}; the same command resumes."
    with stoppable(plan.output.stem, kept) as (progress, cancel):
        result = carry_out(plan, progress, cancel)
    for name, value in result.file.training["validation"].items():
        console.print(f"{name:>14} on held-out data: {value:.3f}")
    console.print(
        f"{plan.output} written, calibration {result.file.calibration.to_dict()}", markup=False
    )


def _plan_of(sources: list[Path], entries: dict[str, Any]) -> RunPlan:
    """The run of one file with ``entries`` over it, or of folders and entries alone."""
    from btp_core.base.errors import SettingsError
    from btp_core.lab.training.run_file import plan_from, read_plan

    files = [source for source in sources if source.suffix == _RUN_SUFFIX]
    if len(files) == len(sources) == 1:
        return read_plan(files[0], entries)
    if files:
        raise SettingsError("Give one run's file alone, or folders.", path=files[0])
    return plan_from({**entries, "data": [str(source) for source in sources]})
