"""What the command ``pretrain`` does."""

from __future__ import annotations

from btp_core.cli.terminal import log_to_terminal, progress_bar
from btp_core.evaluation.dataset import read_labelled_folder
from btp_core.pretraining.plan import PretrainingPlan
from btp_core.pretraining.pretrain import pretrain


def run_pretraining(plan: PretrainingPlan) -> None:
    """Pre-train as ``plan`` says and write its output; see the command's help.

    Raises
    ------
    InspectError
        Of the data, the tower, the device, or writing the files.
    """
    console = log_to_terminal()
    scans = [entry for folder in plan.data for entry in read_labelled_folder(folder)]
    with progress_bar(plan.output.stem) as progress:
        result = pretrain(
            scans,
            plan.run,
            plan.recipe,
            plan.output,
            cache=plan.cache,
            device=plan.device,
            progress=progress,
        )
    for name, value in list(result.history[-1].items())[1:]:
        console.print(f"{name:>14} {value:.3f}")
    console.print(f"{plan.output} written", markup=False)
