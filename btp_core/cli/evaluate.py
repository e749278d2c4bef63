"""The command ``evaluate``: how good the model is, on scans whose truth is known."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from btp_core.cli.evaluation_run import Baseline, make_scorer, run_evaluation
from btp_core.cli.options import DEFAULT_MODEL, TowerOption
from btp_core.cli.protocol_options import (
    CacheOption,
    ChosenDetailOption,
    EpochsOption,
    MetricsOption,
    ObjectScoreOption,
    ProtocolBackboneOption,
    ProtocolOption,
    SeedsOption,
    StepsOption,
    TrainOnOption,
)
from btp_core.lab.benchmarks.protocols.choices import MetricsKind, ObjectScore
from btp_core.model.detail import Detail


def register(app: typer.Typer) -> None:
    """Add the command ``evaluate`` to ``app``."""

    @app.command()
    def evaluate(
        folders: Annotated[
            list[Path],
            typer.Argument(
                help="Labelled scans: npz files with points and labels. With --protocol, datasets "
                "as published."
            ),
        ],
        *,
        weights: Annotated[
            str, typer.Option(help="A weights file, or the name of bundled weights.")
        ] = DEFAULT_MODEL,
        prompts: Annotated[
            Path | None, typer.Option(help="Prompt file; the stock prompts unless given.")
        ] = None,
        output: Annotated[
            Path | None,
            typer.Option(
                help="Folder for metrics.json, metrics.csv, scans.csv and index.html; with "
                "--protocol for its results, which it needs."
            ),
        ] = None,
        limit: Annotated[
            int | None, typer.Option(min=1, help="Only so many scans, always the same ones.")
        ] = None,
        baseline: Annotated[
            Baseline | None, typer.Option(help="Evaluate this instead of a model.")
        ] = None,
        device: Annotated[
            str, typer.Option(help="Where the model runs: auto, cpu, cuda.")
        ] = "auto",
        pictures: Annotated[
            int, typer.Option(min=0, help="How many misses and false alarms the page shows.")
        ] = 8,
        detail: ChosenDetailOption = None,
        backbone: ProtocolBackboneOption = None,
        tower: TowerOption = None,
        protocol: ProtocolOption = None,
        seeds: SeedsOption = None,
        object_score: ObjectScoreOption = ObjectScore.TOP20,
        metrics: MetricsOption = MetricsKind.EXACT,
        train_on: TrainOnOption = None,
        steps: StepsOption = None,
        epochs: EpochsOption = None,
        cache: CacheOption = None,
        as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")] = False,
    ) -> None:
        """Measure detection on scans whose truth is known; without --protocol, nothing is learnt.

        Benchmarks as published: see docs/benchmarks.md.
        """
        if protocol is not None:
            if limit is not None:
                raise typer.BadParameter("--limit would be another benchmark")
            from btp_core.cli.protocol_run import ProtocolOptions, run_protocols

            run_protocols(
                ProtocolOptions(
                    folders=tuple(folders),
                    output=output,
                    protocol=protocol,
                    seeds=seeds,
                    object_score=object_score,
                    metrics=metrics,
                    train_on=tuple(train_on or ()),
                    steps=steps,
                    epochs=epochs,
                    cache=cache,
                    weights=weights,
                    prompts=prompts,
                    device=device,
                    detail=detail,
                    backbone=backbone,
                    tower=tower,
                    baseline=baseline is not None,
                    as_json=as_json,
                )
            )
            return
        if len(folders) != 1:
            raise typer.BadParameter("one folder at a time, except with --protocol")
        scorer = None
        if baseline is None:
            scorer = make_scorer(
                weights, prompts, device, detail or Detail.OVERVIEW, backbone, tower
            )
        run_evaluation(
            folders[0],
            scorer=scorer,
            output=output,
            limit=limit,
            pictures=pictures,
            as_json=as_json,
        )
