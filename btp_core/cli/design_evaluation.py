"""What ``evaluate --designs`` does: judge labelled scans with the design of their part."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from btp_core.cli.evaluate_options import EvaluateOptions
from btp_core.cli.evaluation_run import load_model

if TYPE_CHECKING:
    from btp_core.lab.evaluation.designs import DesignReport
    from btp_core.lab.evaluation.metrics import PointMetrics

_FILE = "designs.json"


def run_design_evaluation(scans: Path, designs: Path, options: EvaluateOptions) -> None:
    """Make a design of each part, judge its scans, and print the metrics; see the command's help.

    Raises
    ------
    InspectError
        Of the weights, the prompts, the scans, the designs' sources, or writing the file.
    """
    from btp_core.base.files import write_atomically
    from btp_core.cli.interrupt import stoppable
    from btp_core.lab.evaluation.designs import evaluate_designs
    from btp_core.lab.output import without_nan

    inspector, prompts = load_model(options)
    with stoppable("Evaluating designs", "Nothing was written.") as (progress, cancel):
        report = evaluate_designs(
            inspector,
            scans,
            designs,
            prompts,
            kind="cad" if options.cad else "good",
            n_good=options.good,
            limit=options.limit,
            progress=progress,
            cancel=cancel,
        )
    text = json.dumps(without_nan(asdict(report)), indent=1)
    if options.output is not None:
        write_atomically(options.output / _FILE, text.encode())
    if options.as_json:
        sys.stdout.write(text + "\n")
    else:
        _print_report(report)


def _print_report(report: DesignReport) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("", "scans", "P-AUROC", "AU-PRO", "O-AUROC", box=None)
    defective = sum(bool(one.kinds) and not one.refusal for one in report.results)
    table.add_row("mean per scan", str(defective), *_cells(report.points), "")
    table.add_row("pooled", str(len(report.results)), "", "", f"{report.objects.auroc:.3f}")
    for name, (count, metrics) in report.by_type.items():
        table.add_row(name, str(count), *_cells(metrics), "")
    console = Console(highlight=False)
    console.print(table)
    console.print(
        f"Not checked: {report.refused:.1%}. Of the good scans {report.good_failed:.1%} fail at "
        f"their design's threshold, of the defective ones {report.defective_failed:.1%}. "
        f"Aligning and scoring a scan: {report.seconds:.2f} s"
    )


def _cells(metrics: PointMetrics) -> tuple[str, str]:
    return f"{metrics.auroc:.3f}", f"{metrics.au_pro:.3f}"
