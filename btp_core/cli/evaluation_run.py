"""What the command ``evaluate`` does on a folder of labelled scans: measure, print, write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from btp_core.cli.evaluate_options import Baseline, EvaluateOptions
from btp_core.cli.options import load_prompts
from btp_core.model.detail import Detail

if TYPE_CHECKING:
    from btp_core.inspection.inspector import Inspector
    from btp_core.lab.evaluation.evaluate import ScoreFunction
    from btp_core.lab.evaluation.inspector_scorer import InspectorScorer
    from btp_core.lab.evaluation.report import EvaluationReport
    from btp_core.lab.evaluation.steering import SteeringReport
    from btp_core.text.prompts import PromptSet

_NAME_WIDTH = 18


def load_model(options: EvaluateOptions) -> tuple[Inspector, PromptSet]:
    """The model and its words, which it knows or can embed; raises ``InspectError``."""
    from btp_core.inspection.inspector import Inspector

    inspector = Inspector.from_pretrained(
        options.weights, device=options.device, backbone=options.backbone, tower=options.tower
    )
    prompts = load_prompts(options.prompts)
    inspector.check_words(prompts)
    return inspector, prompts


def _scorer(options: EvaluateOptions) -> InspectorScorer:
    """The model as a score function that also asks how its words steer."""
    from btp_core.lab.evaluation.inspector_scorer import InspectorScorer
    from btp_core.lab.evaluation.wording import held_out_paraphrases
    from btp_core.text.prompts import PromptSet

    inspector, prompts = load_model(options)
    return InspectorScorer(
        inspector,
        prompts,
        typed=PromptSet.stock("typed"),
        # Held-out words need a text tower; everything else can be measured without.
        paraphrases=held_out_paraphrases(prompts) if inspector.knows_new_words else (),
        detail=options.detail or Detail.OVERVIEW,
    )


def run_evaluation(folder: Path, options: EvaluateOptions) -> None:
    """Evaluate on a folder, print the tables and write the files; see the command's help.

    Raises
    ------
    InspectError
        Of the weights, the tower, the prompts, the scans, or writing the files.
    """
    from btp_core.cli.terminal import progress_bar, say_warnings
    from btp_core.lab.evaluation.dataset import read_labelled_folder, sample_entries
    from btp_core.lab.evaluation.document import evaluation_document, to_json, write_evaluation
    from btp_core.lab.evaluation.evaluate import evaluate
    from btp_core.lab.evaluation.gallery import Gallery
    from btp_core.lab.evaluation.surface_variation import surface_variation_score

    scorer = None if options.baseline else _scorer(options)
    entries = sample_entries(read_labelled_folder(folder), options.limit)
    gallery = Gallery(options.pictures)
    score: ScoreFunction = surface_variation_score if scorer is None else scorer
    with progress_bar("Evaluating") as progress:
        report = evaluate(entries, score, progress, observe=gallery)
    steering = scorer.steering() if scorer is not None else None
    document = evaluation_document(
        report,
        folder=folder,
        scorer=Baseline.SURFACE_VARIATION.value if scorer is None else "model",
        provenance=scorer.provenance if scorer is not None else None,
        steering=steering,
        warnings=scorer.warnings if scorer is not None else (),
    )
    if options.as_json:
        typer.echo(to_json(document))
    else:
        _print_tables(report, steering)
    say_warnings(document["warnings"])
    if options.output is not None:
        page = write_evaluation(options.output, report, gallery, document, steering)
        typer.echo(f"Page with pictures: {page}", err=True)


def _print_tables(report: EvaluationReport, steering: SteeringReport | None) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from btp_core.lab.evaluation.tables import HEADINGS, shown, summary_rows

    console = Console()
    # Without lines, and with long names cut, the metrics fit into the 80 columns
    # that a pipe has.
    table = Table(box=None, pad_edge=False)
    table.add_column("", no_wrap=True, max_width=_NAME_WIDTH)
    for heading in ("scans", *HEADINGS):
        table.add_column(heading, justify="right", no_wrap=True)
    before = "all"
    for row in summary_rows(report):
        if row.scope != before:
            table.add_row()
        before = row.scope
        table.add_row(Text(row.name), str(row.n_scans), *(shown(value) for value in row.metrics))
    console.print(table)
    calm = report.calm
    lines = []
    if report.worst_type is not None:
        name, value = report.worst_type
        lines.append(f"Worst type with three or more scans: {name}, P-AUROC {shown(value)}")
    if calm.n_scans:
        lines.append(
            f"Calm: {100 * calm.mean:.2f} % of the points of {calm.n_scans} good scans over 0.5 "
            f"(worst {100 * calm.worst:.2f} %, {calm.worst_scan})"
        )
    if steering is not None and steering.n_scans:
        lines.append(
            f"Words: {shown(steering.region_accuracy)} of {steering.n_regions} regions and "
            f"{shown(steering.scan_accuracy)} of {steering.n_scans} scans prefer their own type "
            f"(chance {shown(steering.chance)})"
        )
    if steering is not None and (wording := steering.wording) is not None:
        lines.append(
            f"Paraphrases: maps of {wording.n_paraphrases} held-out pairs of sentences correlate "
            f"{shown(wording.mean)} with the stock map (worst pair {shown(wording.worst)}); "
            f"with the sides swapped {wording.swapped:.3f}"
        )
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
