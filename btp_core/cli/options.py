"""Options that several commands share: one wording for one meaning."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from btp_core.cli.threshold import Threshold, parse_threshold
from btp_core.inspection.limits import Limits
from btp_core.model.detail import Detail

if TYPE_CHECKING:
    from btp_core.designs.design import Design
    from btp_core.inspection.inspector import Inspector
    from btp_core.text.prompts import PromptSet

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
        show_default="0.5, or the design's own",
        help="Scores from here on are defective: 0 to 1, or a file made by `calibrate`.",
    ),
]
DesignOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Compare with this design, made by `design create`."),
]
WorkersOption = Annotated[
    int | None, typer.Option(min=0, help="Processes; as many as fit the machine unless given.")
]
DeviceOption = Annotated[str, typer.Option(help="Where to compute: auto, cpu, cuda or mps.")]
ModelOption = Annotated[str, typer.Option(help="Name of bundled weights, or a weights file.")]
TowerOption = Annotated[
    Path | None,
    typer.Option(help="Folder of the text tower of a model not trained with the bundled one."),
]
LimitOption = Annotated[
    float,
    typer.Option(
        min=0.0,
        metavar="SIZE",
        help="Fail a part only for places beyond this length, depth or area; 0 is no limit.",
    ),
]
DETAIL_HELP = (
    "overview thins a dense scan first; fine looks at it again in tiles that "
    "keep every point, for very small defects, and takes its time. points-2048, for "
    "models over a published backbone: 2,048 points of the whole."
)
RecordOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Put every inspection into this record (see `record`)."),
]
RecordFileOption = Annotated[
    Path | None,
    typer.Option("--record", metavar="FILE", help="The record; your own unless named."),
]
SerialOption = Annotated[
    str | None,
    typer.Option(
        metavar="REGEX",
        help="Finds the serial number in a scan's name, if not as the design says.",
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print the result as json, and nothing else.")
]


@dataclass(frozen=True)
class ModelOptions:
    """Which model computes, and where."""

    device: DeviceOption = "auto"
    model: ModelOption = DEFAULT_MODEL
    backbone: Annotated[
        Path | None,
        typer.Option(help="Converted backbone of a model that does not hold its own."),
    ] = None
    tower: TowerOption = None

    def load(self) -> Inspector:
        """The model, ready to inspect; raises ``InspectError``."""
        from btp_core.inspection.inspector import Inspector

        return Inspector.from_pretrained(
            self.model, device=self.device, backbone=self.backbone, tower=self.tower
        )


@dataclass(frozen=True)
class InspectionOptions(ModelOptions):
    """How a scan is inspected, the threshold apart."""

    prompts: PromptsOption = None
    detail: Annotated[Detail, typer.Option(help=DETAIL_HELP)] = Detail.OVERVIEW
    max_points: Annotated[
        int | None, typer.Option(min=1, help="Refuse scans with more points than this.")
    ] = None
    longer_than: LimitOption = 0.0
    deeper_than: LimitOption = 0.0
    larger_than: LimitOption = 0.0

    @property
    def limits(self) -> Limits:
        """How large a place may be on a part that passes."""
        return Limits(self.longer_than, self.deeper_than, self.larger_than)

    def for_batch(self, design: Design | None = None) -> dict[str, Any]:
        """The options as ``BatchSettings`` names them, the prompts read."""
        plain = {name: value for name, value in vars(self).items() if not name.endswith("_than")}
        prompts = load_prompts(self.prompts, design)
        return plain | {"prompts": prompts, "limits": self.limits}


def load_design(path: Path | None) -> Design | None:
    """The design of a file; None where none is named."""
    from btp_core.designs.design import Design

    return None if path is None else Design.load(path)


def load_prompts(path: Path | None, design: Design | None = None) -> PromptSet:
    """The prompt set of a file, or that of a design, or the stock one."""
    from btp_core.text.prompts import PromptSet

    if path is not None:
        return PromptSet.load(path)
    own = None if design is None else design.prompts
    return own or PromptSet.stock()


def with_options(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command take a dataclass as its parameter ``options``: each field is an option.

    Fields are annotated as the parameters of a command are, and follow them in its help.
    """
    parameters = dict(inspect.signature(command, eval_str=True).parameters)
    kind = parameters.pop("options").annotation
    hints = get_type_hints(kind, include_extras=True)

    @functools.wraps(command)
    def expanded(**given: Any) -> None:
        options = kind(**{field.name: given.pop(field.name) for field in fields(kind)})
        command(**given, options=options)

    more = [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=field.default,
            annotation=hints[field.name],
        )
        for field in fields(kind)
    ]
    expanded.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [*parameters.values(), *more]
    )
    return expanded
