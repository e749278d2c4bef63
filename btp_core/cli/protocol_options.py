"""Options of ``evaluate --protocol``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from btp_core.protocols.choices import Metrics, ObjectScore, Protocol

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
    Metrics,
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
    int | None, typer.Option(min=1, rich_help_panel=_PANEL, help="Steps of each training.")
]
CacheOption = Annotated[
    Path | None,
    typer.Option(rich_help_panel=_PANEL, help="Folder for scans once read; the user's cache."),
]
