"""The options of ``evaluate``, with and without ``--protocol``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from btp_core.cli.options import DEFAULT_MODEL, DETAIL_HELP, TowerOption
from btp_core.lab.benchmarks.protocols.choices import MetricsKind, ObjectScore, Protocol
from btp_core.model.detail import Detail

_PANEL = "Benchmarks"


class Baseline(StrEnum):
    """Score functions that need no training."""

    SURFACE_VARIATION = "surface-variation"


@dataclass(frozen=True)
class EvaluateOptions:
    """All options of the command; those of the second half need ``--protocol``."""

    weights: Annotated[
        str, typer.Option(help="A weights file, or the name of bundled weights.")
    ] = DEFAULT_MODEL
    prompts: Annotated[
        Path | None, typer.Option(help="Prompt file; the stock prompts unless given.")
    ] = None
    output: Annotated[
        Path | None,
        typer.Option(
            help="Folder for metrics.json, metrics.csv, scans.csv and index.html; with "
            "--protocol for its results, which it needs."
        ),
    ] = None
    limit: Annotated[
        int | None, typer.Option(min=1, help="Only so many scans, always the same ones.")
    ] = None
    baseline: Annotated[Baseline | None, typer.Option(help="Evaluate this instead of a model.")] = (
        None
    )
    device: Annotated[str, typer.Option(help="Where the model runs: auto, cpu, cuda.")] = "auto"
    pictures: Annotated[
        int, typer.Option(min=0, help="How many misses and false alarms the page shows.")
    ] = 8
    detail: Annotated[
        Detail | None,
        typer.Option(
            show_default="overview",
            help=f"{DETAIL_HELP} It is the default where --protocol trains over --backbone.",
        ),
    ] = None
    backbone: Annotated[
        Path | None,
        typer.Option(
            help="Converted backbone: of a model that does not hold its own; with a --protocol "
            "that trains, the one that BTP's modules are trained over, as published."
        ),
    ] = None
    tower: TowerOption = None
    designs: Annotated[
        Path | None,
        typer.Option(
            help="Folder with a folder a part (good_0.npz, ..., cad.ply) whose name begins its "
            "scans' names: judge each scan with the design of its part."
        ),
    ] = None
    good: Annotated[int, typer.Option(min=1, max=20, help="Good scans in each of --designs.")] = 3
    cad: Annotated[
        bool, typer.Option("--cad", help="Make --designs from the CAD meshes instead.")
    ] = False
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")] = False
    protocol: Annotated[
        Protocol | None,
        typer.Option(
            rich_help_panel=_PANEL,
            help="Take the folders as Real3D-AD or Anomaly-ShapeNet and run a published protocol.",
        ),
    ] = None
    seeds: Annotated[
        int | None,
        typer.Option(min=1, rich_help_panel=_PANEL, help="Trainings with different seeds; 3."),
    ] = None
    object_score: Annotated[
        ObjectScore,
        typer.Option(rich_help_panel=_PANEL, help="How an object is scored from its points."),
    ] = ObjectScore.TOP20
    metrics: Annotated[
        MetricsKind,
        typer.Option(
            rich_help_panel=_PANEL,
            help="as-published repeats the faults of the published evaluation, for comparison.",
        ),
    ] = MetricsKind.EXACT
    train_on: Annotated[
        list[str] | None,
        typer.Option(
            rich_help_panel=_PANEL,
            help="one-vs-rest: only these categories, each in turn. cross-dataset: the folder of "
            "the other dataset.",
        ),
    ] = None
    steps: Annotated[
        int | None,
        typer.Option(
            min=1, rich_help_panel=_PANEL, help="Steps of each training (our own encoder; 1000)."
        ),
    ] = None
    epochs: Annotated[
        int | None,
        typer.Option(
            min=1, rich_help_panel=_PANEL, help="Passes of each training over --backbone; 100."
        ),
    ] = None
    cache: Annotated[
        Path | None,
        typer.Option(rich_help_panel=_PANEL, help="Folder for scans once read; the user's cache."),
    ] = None
