"""Options that several commands share: one wording for one meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from btp_core.cli.threshold import Threshold, parse_threshold
from btp_core.model.detail import Detail

DEFAULT_MODEL = "btp-mini"

PromptsOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Prompt set (toml) instead of the stock one."),
]
ThresholdOption = Annotated[
    Threshold,
    typer.Option(
        parser=parse_threshold,
        metavar="T",
        show_default="0.5",
        help="Scores from here on are defective: 0 to 1, or a file made by `calibrate`.",
    ),
]
WorkersOption = Annotated[
    int | None, typer.Option(min=0, help="Processes; as many as fit the machine unless given.")
]
MaxPointsOption = Annotated[
    int | None, typer.Option(min=1, help="Refuse scans with more points than this.")
]
DeviceOption = Annotated[str, typer.Option(help="Where to compute: auto, cpu, cuda or mps.")]
ModelOption = Annotated[str, typer.Option(help="Name of bundled weights, or a weights file.")]
BackboneOption = Annotated[
    Path | None,
    typer.Option(help="Converted backbone of a model that does not hold its own."),
]
TowerOption = Annotated[
    Path | None,
    typer.Option(help="Folder of the text tower of a model not trained with the bundled one."),
]
DETAIL_HELP = (
    "overview thins a dense scan first; fine looks at it again in tiles that "
    "keep every point, for very small defects, and takes its time. points-2048, for "
    "models over a published backbone: 2,048 points of the whole."
)
DetailOption = Annotated[Detail, typer.Option(help=DETAIL_HELP)]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print the result as json, and nothing else.")
]
