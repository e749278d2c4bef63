"""What ``evaluate --protocol`` does: read the datasets, run, print and write the tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import typer

from btp_core.base.device import choose_device
from btp_core.base.errors import DataError
from btp_core.cli.evaluate_options import EvaluateOptions
from btp_core.cli.evaluation_run import load_model
from btp_core.cli.interrupt import stoppable
from btp_core.cli.options import DEFAULT_MODEL, load_prompts
from btp_core.lab.benchmarks.datasets.benchmark import BenchmarkDataset, read_benchmark
from btp_core.lab.benchmarks.datasets.scan_cache import ScanCache
from btp_core.lab.benchmarks.protocols.category_metrics import HEADINGS
from btp_core.lab.benchmarks.protocols.choices import ObjectScore, Protocol
from btp_core.lab.benchmarks.protocols.finished import FinishedModel, SurfaceVariation
from btp_core.lab.benchmarks.protocols.published_trainer import CONFIG, PublishedTrainer
from btp_core.lab.benchmarks.protocols.pyramid_trainer import SMALL_CONFIG, PyramidTrainer
from btp_core.lab.benchmarks.protocols.rounds import Round, cross_dataset, one_vs_rest, zero_shot
from btp_core.lab.benchmarks.protocols.run import Question, run_protocol
from btp_core.lab.benchmarks.protocols.table import (
    BenchmarkTable,
    RowKind,
    benchmark_table,
    percent,
    write_tables,
)
from btp_core.lab.benchmarks.protocols.trainer import Trainer
from btp_core.model.detail import Detail
from btp_core.text.cached_tower import clip_tower

DEFAULT_SEEDS = 3
_SHOWN = ("O-AUROC", "P-AUROC", "AU-PRO")
"""On a screen of 80 columns; the files have all metrics."""
_NAME_WIDTH = 36


def run_protocols(folders: Sequence[Path], options: EvaluateOptions, protocol: Protocol) -> None:
    """Run a protocol on each dataset and show one table for each.

    Raises
    ------
    InspectError
        Of the data, the model, the training, or writing the files.
    """
    output, seeds = _checked(options, protocol)
    cache = ScanCache(options.cache)
    # All folders are looked through before the first hour of training.
    datasets = [read_benchmark(folder, cache) for folder in folders]
    names = [dataset.kind.value for dataset in datasets]
    if len(set(names)) < len(names):
        raise DataError(
            f"Two of the folders hold {datasets[0].kind.full_name}.",
            path=datasets[0].folder,
            next_step="Name each dataset once.",
        )
    rounds = [_rounds(options, protocol, dataset, cache) for dataset in datasets]
    trainer = _trainer(options, protocol)
    tables = []
    kept = f"What was finished is in {output}; the same command resumes."
    with stoppable(protocol.value, kept) as (progress, cancel):
        for dataset, some in zip(datasets, rounds, strict=True):
            question = Question(
                protocol, dataset.kind, some, seeds, options.metrics, options.object_score
            )
            outcomes = run_protocol(question, trainer, output, progress, cancel)
            tables.append(benchmark_table(question, str(trainer.describe()["name"]), outcomes))
    page = write_tables(output, tables)
    if options.as_json:
        typer.echo(json.dumps([_plain(table) for table in tables], indent=2, ensure_ascii=False))
    else:
        _print_tables(tables)
    typer.echo(f"Page with all metrics: {page}", err=True)


def _checked(options: EvaluateOptions, protocol: Protocol) -> tuple[Path, tuple[int, ...]]:
    trains = protocol is not Protocol.ZERO_SHOT
    if options.limit is not None:
        raise typer.BadParameter("--limit would be another benchmark")
    if options.output is None:
        raise typer.BadParameter("--protocol needs --output, from where it resumes after a stop")
    if options.baseline and trains:
        raise typer.BadParameter("--baseline learns nothing: use --protocol zero-shot")
    if not trains and (options.seeds or options.train_on or options.steps or options.epochs):
        raise typer.BadParameter(
            "--seeds, --train-on, --steps and --epochs are for protocols that train"
        )
    _check_training(options, trains)
    if options.baseline and options.object_score is ObjectScore.MODEL:
        raise typer.BadParameter("--object-score model needs a model")
    if protocol is Protocol.CROSS_DATASET and len(options.train_on or ()) != 1:
        raise typer.BadParameter("cross-dataset needs --train-on once: the other dataset's folder")
    count = (options.seeds or DEFAULT_SEEDS) if trains else 1
    return options.output, tuple(range(count))


def _check_training(options: EvaluateOptions, trains: bool) -> None:
    if options.backbone is not None and options.steps:
        raise typer.BadParameter("over --backbone, --epochs says how long is trained, not --steps")
    if not trains:
        return
    if options.weights != DEFAULT_MODEL:
        raise typer.BadParameter(
            "--weights is a finished model, for --protocol zero-shot; --backbone is trained over"
        )
    if options.backbone is None and (options.tower or options.epochs):
        raise typer.BadParameter("--tower and --epochs need the --backbone that is trained over")


def _rounds(
    options: EvaluateOptions, protocol: Protocol, dataset: BenchmarkDataset, cache: ScanCache
) -> tuple[Round, ...]:
    train_on = options.train_on or []
    if protocol is Protocol.ONE_VS_REST:
        return one_vs_rest(dataset, train_on)
    if protocol is Protocol.CROSS_DATASET:
        return cross_dataset(dataset, read_benchmark(Path(train_on[0]), cache))
    return zero_shot(dataset)


def _trainer(options: EvaluateOptions, protocol: Protocol) -> Trainer:
    if options.baseline:
        return SurfaceVariation()
    if protocol is Protocol.ZERO_SHOT:
        return FinishedModel(*load_model(options), options.detail or Detail.OVERVIEW)
    prompts, device = load_prompts(options.prompts), choose_device(options.device)
    if options.backbone is None:
        steps = options.steps or SMALL_CONFIG.steps
        return PyramidTrainer(replace(SMALL_CONFIG, steps=steps), prompts, device)
    config = CONFIG
    if options.epochs is not None:
        every = min(config.validate_every, options.epochs)
        config = replace(config, epochs=options.epochs, validate_every=every)
    tower = None if options.tower is None else clip_tower(options.tower, device=device)
    detail = options.detail or Detail.POINTS_2048
    return PublishedTrainer(options.backbone, config, prompts, tower, detail, device)


def _print_tables(tables: Sequence[BenchmarkTable]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    for table in tables:
        shown = Table(box=None, pad_edge=False)
        shown.add_column("", no_wrap=True, max_width=_NAME_WIDTH)
        for heading in _SHOWN:
            shown.add_column(heading, justify="right", no_wrap=True)
        for row in table.rows:
            name = {
                RowKind.QUOTED: f"{row.name} (quoted)",
                RowKind.MEASURED: f"{row.name} (measured)",
                RowKind.CATEGORY: f"  {row.name}",
            }[row.kind]
            values = zip(row.metrics.values, row.deviation.values, strict=True)
            by_heading = dict(zip(HEADINGS, values, strict=True))
            shown.add_row(Text(name), *(percent(*by_heading[heading]) for heading in _SHOWN))
        console.print(Text(f"{table.title}, in percent"))
        console.print(shown)
        facts = "; ".join(f"{name}: {value}" for name, value in table.how)
        console.print(facts, markup=False, highlight=False, soft_wrap=True)
        quoted = [row for row in table.rows if row.kind is RowKind.QUOTED]
        for row in quoted:
            console.print(
                f"{row.name}: {row.source}", markup=False, highlight=False, soft_wrap=True
            )
        console.print()


def _plain(table: BenchmarkTable) -> dict[str, object]:
    return {
        "title": table.title,
        "how": dict(table.how),
        "rows": [
            {
                "kind": row.kind.value,
                "name": row.name,
                "source": row.source,
                "n_scans": row.n_scans,
                "figures": row.metrics.to_dict(),
                "deviation": row.deviation.to_dict(),
            }
            for row in table.rows
        ],
    }
