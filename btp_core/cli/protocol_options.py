"""Options of ``evaluate --protocol``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from btp_core.cli.options import DETAIL_HELP
from btp_core.lab.benchmarks.protocols.choices import MetricsKind, ObjectScore, Protocol
from btp_core.model.detail import Detail

_PANEL = "Benchmarks"

ProtocolOption = Annotated[
    Protocol | None,
    typer.Option(
        rich_help_panel=_PANEL,
        help="Take the folders as Real3D-AD or Anomaly-ShapeNet and run a published protocol.",
    ),
]
SeedsOption = Annotated[
    int | None,
    typer.Option(min=1, rich_help_panel=_PANEL, help="Trainings with different seeds; 3."),
]
ObjectScoreOption = Annotated[
    ObjectScore,
    typer.Option(rich_help_panel=_PANEL, help="How an object is scored from its points."),
]
MetricsOption = Annotated[
    MetricsKind,
    typer.Option(
        rich_help_panel=_PANEL,
        help="as-published repeats the faults of the published evaluation, for comparison.",
    ),
]
TrainOnOption = Annotated[
    list[str] | None,
    typer.Option(
        rich_help_panel=_PANEL,
        help="one-vs-rest: only these categories, each in turn. cross-dataset: the folder of the "
        "other dataset.",
    ),
]
StepsOption = Annotated[
    int | None,
    typer.Option(
        min=1, rich_help_panel=_PANEL, help="Steps of each training (our own encoder; 1000)."
    ),
]
EpochsOption = Annotated[
    int | None,
    typer.Option(
        min=1, rich_help_panel=_PANEL, help="Passes of each training over --backbone; 100."
    ),
]
ChosenDetailOption = Annotated[
    Detail | None,
    typer.Option(
        show_default="overview",
        help=f"{DETAIL_HELP} It is the default where --protocol trains over --backbone.",
    ),
]
ProtocolBackboneOption = Annotated[
    Path | None,
    typer.Option(
        help="Converted backbone: of a model that does not hold its own; with a --protocol that "
        "trains, the one that BTP's modules are trained over, as published."
    ),
]
CacheOption = Annotated[
    Path | None,
    typer.Option(rich_help_panel=_PANEL, help="Folder for scans once read; the user's cache."),
]
